// SPDX-License-Identifier: Apache-2.0
#include "service/config_files/guarded_file.h"

#include <gtest/gtest.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <array>
#include <cstring>

#include "service/config_files/load.h"
#include "service/config_files/people_file.h"
#include "tests/config_files/test_folder.h"

namespace config_files {
namespace guarded_file_test {

namespace fs = std::filesystem;

const std::string people = "programmes/proef/people.csv";

class GuardedFileTest : public testing::Test {
 protected:
  GuardedFileTest() { config.overlay(test::fixtures() / "base/config"); }

  /// The English lines of all problems.
  std::string problems() const {
    std::string text;
    for (const Problem& each : load(config.path()).problems)
      text += to_line(each, programme::Language::en) + "\n";
    return text;
  }
  fs::path place(const std::string& name) const { return config.path() / name; }
  void link(const std::string& name, const fs::path& target) const {
    fs::remove_all(place(name));
    fs::create_symlink(target, place(name));
  }

  test::ConfigFolder config;
  TemporaryFolder outside;
};

TEST_F(GuardedFileTest, ANamedPipeIsNotWaitedFor) {
  fs::remove(place(people));
  ASSERT_EQ(mkfifo(place(people).c_str(), 0600), 0);
  EXPECT_EQ(problems(), people + ":1:1: this is a named pipe (FIFO); put an ordinary text file here\n");
}

TEST_F(GuardedFileTest, ASocketIsNamed) {
  // The address of a socket has 108 octets.
  const int descriptor = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  const std::string name = (outside.path() / "socket").string();
  ASSERT_LT(name.size(), sizeof address.sun_path);
  std::memcpy(address.sun_path, name.c_str(), name.size() + 1);
  ASSERT_EQ(::bind(descriptor, reinterpret_cast<const sockaddr*>(&address), sizeof address), 0);
  ::close(descriptor);
  fs::rename(name, place("service.toml"));
  EXPECT_EQ(problems(), "service.toml:1:1: this is a socket; put an ordinary text file here\n");
}

TEST_F(GuardedFileTest, ADeviceAndAFolderAreNamed) {
  Limits limits;
  EXPECT_EQ(read_octets("/dev/zero", 100, limits.file).why.en,
            "this is a device; put an ordinary text file here");
  EXPECT_EQ(read_octets("/dev", 100, limits.file).why.en, "this is a folder; put an ordinary text file here");
}

TEST_F(GuardedFileTest, ALinkOutOfTheFolderIsRefusedUnread) {
  config.write("../geheim", "naam;zeer-geheim\n");
  for (const fs::path& target :
       {fs::path{"../../../geheim"}, config.path() / "../geheim", fs::path{"/etc/passwd"}}) {
    link(people, target);
    EXPECT_EQ(problems(),
              people + ":1:1: this link leads out of the folder with the files; put the file itself here\n")
        << target;
  }
}

TEST_F(GuardedFileTest, ALinkToAFolderOutsideIsRefused) {
  fs::rename(place("programmes"), outside.path() / "programmes");
  link("programmes", outside.path() / "programmes");
  EXPECT_EQ(problems(),
            "programmes:1:1: this link leads out of the folder with the files; put the file itself here\n");
  EXPECT_TRUE(programme_texts(read_files(config.path())).empty());
}

TEST_F(GuardedFileTest, LinksWithinTheFolderAreFollowed) {
  // As Kubernetes mounts a ConfigMap.
  const Loaded expected = load(config.path());
  fs::create_directory(place("..2026_01_01"));
  for (const char* name : {"programmes"}) {
    fs::rename(place(name), place("..2026_01_01") / name);
    fs::create_symlink(fs::path{"..data"} / name, place(name));
  }
  fs::create_symlink("..2026_01_01", place("..data"));
  EXPECT_EQ(load(config.path()).programmes, expected.programmes);
  EXPECT_TRUE(load(config.path()).problems.empty());
  fs::create_directory_symlink(config.path(), outside.path() / "config");
  EXPECT_EQ(load(outside.path() / "config").programmes, expected.programmes);
}

TEST_F(GuardedFileTest, AnAbsoluteLinkWithinTheFolderIsFollowed) {
  fs::rename(place(people), place(".people"));
  fs::create_symlink(place(".people"), place(people));
  EXPECT_EQ(problems(), "");
}

TEST_F(GuardedFileTest, ALinkThatLeadsNowhereIsReported) {
  link(people, "weg.csv");
  EXPECT_EQ(problems(),
            people +
                ":1:1: this link leads nowhere (No such file or directory); put the file itself here, "
                "or mend the link\n");
  link("programmes", "programmes");
  EXPECT_TRUE(
      problems().starts_with("programmes:1:1: this link leads nowhere (Too many levels of symbolic links); "))
      << problems();
}

TEST_F(GuardedFileTest, ALinkThatIsNotReadMayLeadAnywhere) {
  fs::create_symlink("/etc/passwd", place("aantekeningen"));
  const auto loaded = load(config.path());
  EXPECT_TRUE(loaded.ok());
  EXPECT_EQ(loaded.problems.size(), 1U);
}

TEST_F(GuardedFileTest, StampsDifferWhenARefusedLinkIsMended) {
  link(people, "/etc/passwd");
  const FileStamps before = read_stamps(config.path());
  EXPECT_EQ(read_stamps(config.path()), before);
  link(people, "/etc/group");
  EXPECT_NE(read_stamps(config.path()), before);
}

TEST_F(GuardedFileTest, AFileBeyondTheLimitIsNotRead) {
  fs::resize_file(place(people), std::uintmax_t{3} << 30);  // Sparse: nothing is written.
  const Files files = read_files(config.path());
  EXPECT_TRUE(files.entries.at(people).bytes.empty());
  EXPECT_EQ(problems(),
            people +
                ":1:1: the file is too large (3222 MB); remove what does not belong there, or raise "
                "file_mb = 2 under [limits] in service.toml\n");
}

TEST_F(GuardedFileTest, AllFilesTogetherHaveALimit) {
  config.write("service.toml", "[limits]\nfolder_mb = 1\n");
  for (const char* name : {"a", "b"})
    config.write("templates/nl/" + std::string{name} + ".md", std::string(600'000, '\n'));
  EXPECT_NE(problems().find(
                "the files are too large together (more than 1 MB); remove what does not belong there, or "
                "raise folder_mb = 1 under [limits] in service.toml"),
            std::string::npos)
      << problems();
}

TEST_F(GuardedFileTest, AFolderOfManyFilesIsNotListedToItsEnd) {
  for (int i = 0; i < 1'100; ++i) config.write("programmes/" + std::to_string(i) + ".txt", "");
  EXPECT_LE(read_files(config.path()).entries.size(), 1'000U);
  EXPECT_LE(read_stamps(config.path()).size(), 1'001U);
  EXPECT_EQ(problems(),
            config.path().string() +
                ":1:1: there are more than 1,000 files and folders; remove what does not belong there, or "
                "raise files = 1000 under [limits] in service.toml\n");
}

TEST_F(GuardedFileTest, ARevisionHasNoLimits) {
  const Texts texts = programme_texts(read_files(config.path()));
  Files files = with_programmes({}, texts);
  EXPECT_EQ(load(files).programmes.size(), 1U);
  files.limits.activities.value = 1;
  EXPECT_FALSE(load(files).ok());
}

TEST_F(GuardedFileTest, AKnownTableIsCountedToo) {
  KnownTables known;
  Files files = read_files(config.path());
  EXPECT_TRUE(load(files, &known).ok());
  files.limits.people.value = 1;
  EXPECT_TRUE(load(files, &known).ok());
  files.entries.at(people).bytes += "Deelnemer Twee;twee@example.org;eemland;deelnemer\n";
  files.limits.people.value = 2;
  EXPECT_TRUE(load(files, &known).ok());
  files.limits.people.value = 1;
  EXPECT_FALSE(load(files, &known).ok());
}

TEST_F(GuardedFileTest, APasswordIsForTheServiceAlone) {
  const fs::path password = outside.path() / "password";
  std::ofstream{password} << "geheim\n";
  config.write("service.toml", "[mail]\nserver = \"localhost\"\nuser = \"w\"\npassword_file = \"" +
                                   password.string() + "\"\n");
  fs::permissions(password, fs::perms::owner_read | fs::perms::others_read);
  EXPECT_EQ(problems(),
            "service.toml:4:17: everybody on this machine can read the password; run: chmod 600 " +
                password.string() + "\n");
  fs::permissions(password, fs::perms::owner_read | fs::perms::group_read);
  EXPECT_EQ(problems(), "");
  fs::remove(password);
  ASSERT_EQ(mkfifo(password.c_str(), 0600), 0);
  EXPECT_EQ(problems(),
            "service.toml:4:17: " + password.string() + " is a named pipe (FIFO); name an ordinary file\n");
}

TEST_F(GuardedFileTest, RolesHaveALimit) {
  const std::string toml = "programmes/proef/programme.toml";
  std::string text = test::read_file(place(toml));
  for (int i = 0; i < 200; ++i)
    text += "[[role]]\nid = \"r" + std::to_string(i) + "\"\ntitle = \"R\"\ntype = \"manager\"\n";
  config.write(toml, text);
  EXPECT_NE(problems().find("there are 201 roles; a programme has at most 200, join roles"),
            std::string::npos);
}

}  // namespace guarded_file_test
}  // namespace config_files
