// SPDX-License-Identifier: Apache-2.0
//
// Holds which folder may include what, and that no test file stands outside the build.

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <regex>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace {

namespace fs = std::filesystem;
using Strings = std::vector<std::string>;

/// What the files of one folder may include besides each other and the C++ standard library.
struct Layer {
  std::string folder;
  Strings own;        ///< Folders of ours.
  Strings libraries;  ///< Headers of libraries, as prefixes.
  bool posix;         ///< May include the system's own C headers: sockets, files, signals.
};

const std::string everything;  // A prefix of every path.

const std::vector<Layer> layers = {
    {"ical/", {}, {"date/", "libical/", "utf8.h"}, false},
    // Belongs to no room: threads of smtp, http and daemon wake each other.
    {"service/event_fd.", {}, {}, true},
    {"service/programme/", {}, {"date/"}, false},
    {"service/changes/", {"service/programme/"}, {"date/"}, false},
    {"service/config_files/", {"service/programme/"}, {"date/", "toml++/", "csv.h", "utf8.h"}, true},
    {"service/store/", {"service/programme/", "service/changes/"}, {"date/", "soci/", "sodium.h"}, true},
    {"service/feeds/",
     {"service/programme/", "service/changes/", "ical/"},
     {"date/", "sodium.h", "unicode/", "uuid/uuid.h"},
     false},
    {"service/smtp/",
     {"service/event_fd.h", "service/programme/"},
     {"date/", "curl/", "gmime/", "sodium.h"},
     true},
    {"service/letters/",
     {"service/programme/", "service/changes/", "service/feeds/", "service/smtp/", "ical/"},
     {"date/", "cmark.h", "kainjow/", "sodium.h"},
     false},
    {"service/mail/",
     {"service/programme/", "service/changes/", "service/feeds/", "service/store/", "service/smtp/",
      "service/letters/", "ical/"},
     {"date/", "sodium.h"},
     false},
    {"service/publishing/",
     {"service/programme/", "service/changes/", "service/config_files/", "service/store/", "service/feeds/",
      "service/letters/", "service/mail/"},
     {"date/", "nlohmann/"},
     true},
    {"service/http/", {"service/event_fd.h"}, {"date/", "httplib.h", "sodium.h"}, true},
    {"service/web/",
     {"service/programme/", "service/feeds/", "service/publishing/", "service/http/"},
     {"date/", "httplib.h", "kainjow/", "nlohmann/", "prometheus/"},
     false},
    {"service/daemon/",
     {"service/event_fd.h", "service/programme/", "service/config_files/", "service/store/", "service/feeds/",
      "service/letters/", "service/smtp/", "service/mail/", "service/publishing/", "service/http/",
      "service/web/"},
     {"date/", "nlohmann/", "sodium.h", "spdlog/", "systemd/"},
     true},
    {"service/commands/", {everything}, {everything}, true},
    {"service/main.cc", {everything}, {everything}, true},
};

/// Libraries that one place keeps to itself, whatever the table above allows: replacing one is a change
/// there.
const std::map<std::string, std::string> owners = {
    {"libical/", "ical/"},
    {"soci/", "service/store/"},
    {"toml++/", "service/config_files/"},
    {"csv.h", "service/config_files/"},
    {"curl/", "service/smtp/"},
    {"gmime/", "service/smtp/"},
};

/// Libraries that take the compiler a second or more to read. A header that another folder includes has none
/// of them.
const Strings slow_libraries = {"httplib.h", "nlohmann/", "prometheus/", "soci/", "spdlog/", "toml++/"};

/// What a programme is does not depend on files, threads or the moment of asking.
const Strings impure_headers = {"atomic",    "condition_variable", "filesystem",   "fstream",
                                "future",    "iostream",           "mutex",        "random",
                                "semaphore", "spanstream",         "shared_mutex", "thread"};

/// Folders that get the time of day as an argument.
const Strings clockless = {
    "ical/",          "service/programme/",  "service/changes/", "service/config_files/",
    "service/store/", "service/feeds/",      "service/smtp/",    "service/letters/",
    "service/mail/",  "service/publishing/", "service/web/"};

/// Folders that return what there is to say: only commands and the daemon know a terminal.
const Strings silent = {"service/store/", "service/feeds/", "service/letters/", "service/mail/",
                        "service/publishing/"};

bool is_under(std::string_view path, const Strings& prefixes) {
  return std::any_of(prefixes.begin(), prefixes.end(),
                     [&](const std::string& prefix) { return path.starts_with(prefix); });
}

std::string read(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  EXPECT_TRUE(file) << path;
  return {std::istreambuf_iterator<char>(file), {}};
}

/// Text without its comments: // to the end of the line, or # in CMake files.
std::string without_comments(const std::string& text, const std::string& marker) {
  return std::regex_replace(text, std::regex(marker + "[^\n]*"), "");
}

bool is_standard(const std::string& header) { return header.find_first_of("./") == std::string::npos; }

bool is_posix(const std::string& header) {
  static const Strings folders = {"arpa/", "linux/", "net/", "netinet/", "sys/"};
  static const Strings files = {"errno.h",  "fcntl.h",   "grp.h",     "malloc.h", "netdb.h",
                                "poll.h",   "pthread.h", "pwd.h",     "signal.h", "sched.h",
                                "stdlib.h", "syslog.h",  "termios.h", "time.h",   "unistd.h"};
  return is_under(header, folders) || std::find(files.begin(), files.end(), header) != files.end();
}

/// What the text of a file at `path` breaks of the tables above, one sentence each.
Strings violations(const std::string& path, const std::string& source) {
  const auto layer = std::find_if(layers.begin(), layers.end(),
                                  [&](const Layer& candidate) { return path.starts_with(candidate.folder); });
  if (layer == layers.end()) return {path + ": its folder has no row in the table"};

  Strings found;
  const std::string text = without_comments(source, "//");
  static const std::regex include(R"re(#\s*include\s*([<"])([^>"]+)[>"])re");
  for (std::sregex_iterator match(text.begin(), text.end(), include), end; match != end; ++match) {
    const std::string header = (*match)[2];
    const auto object = [&](const std::string& why) { found.push_back(path + ": " + header + ": " + why); };
    if ((*match)[1] == "\"") {
      if (!header.starts_with("service/") && !header.starts_with("ical/")) {
        object("our headers are included from the root of the tree");
      } else if (!header.starts_with(layer->folder) && !is_under(header, layer->own)) {
        object("not a folder that " + layer->folder + " may use");
      }
      continue;
    }
    for (const auto& [library, owner] : owners) {
      if (header.starts_with(library) && !path.starts_with(owner)) object("only " + owner + " may use it");
    }
    const bool allowed =
        is_standard(header) || (layer->posix && is_posix(header)) || is_under(header, layer->libraries);
    if (!allowed) object("not a library that " + layer->folder + " may use");
    if ((layer->folder == "service/programme/" || layer->folder == "service/changes/") &&
        std::find(impure_headers.begin(), impure_headers.end(), header) != impure_headers.end()) {
      object(layer->folder + " is pure");
    }
    if (header == "iostream" && is_under(path, silent)) object(layer->folder + " prints nothing");
  }
  if (is_under(path, clockless) && text.find("system_clock::now") != std::string::npos) {
    found.push_back(path + ": reads the clock; take the time as an argument");
  }
  return found;
}

/// Paths, relative to the root of the tree, of the files below `folder` that end in `ending`.
Strings files_below(const std::string& folder, const Strings& endings) {
  const fs::path root = SOURCE_DIR;
  Strings found;
  for (fs::recursive_directory_iterator entry(root / folder), end; entry != end; ++entry) {
    if (entry->is_directory() && entry->path().filename() == "node_modules") {
      entry.disable_recursion_pending();
      continue;
    }
    const std::string path = fs::relative(entry->path(), root).generic_string();
    if (std::any_of(endings.begin(), endings.end(),
                    [&](const auto& ending) { return path.ends_with(ending); })) {
      found.push_back(path);
    }
  }
  std::sort(found.begin(), found.end());
  return found;
}

/// CMakeLists.txt as words between spaces and parentheses, comments left out.
Strings words_of_build() {
  const std::string text = without_comments(read(fs::path(SOURCE_DIR) / "CMakeLists.txt"), "#");
  static const std::regex word(R"([^\s()]+)");
  return {std::sregex_token_iterator(text.begin(), text.end(), word), {}};
}

TEST(Layering, EveryFileIncludesOnlyWhatItsFolderMay) {
  std::size_t files = 0;
  for (const std::string folder : {"ical", "service"}) {
    for (const auto& path : files_below(folder, {".h", ".cc"})) {
      ++files;
      for (const auto& sentence : violations(path, read(fs::path(SOURCE_DIR) / path)))
        ADD_FAILURE() << sentence;
    }
  }
  EXPECT_GT(files, 15u) << "the sources are elsewhere";
}

/// What stands between the marks of the #include lines: "service/web/http.h", "vector".
Strings includes_of(const std::string& source) {
  static const std::regex include(R"re(#\s*include\s*[<"]([^>"]+)[>"])re");
  const std::string text = without_comments(source, "//");
  Strings found;
  for (std::sregex_iterator match(text.begin(), text.end(), include), end; match != end; ++match)
    found.push_back((*match)[1]);
  return found;
}

std::string folder_of(const std::string& path) { return path.substr(0, path.rfind('/') + 1); }

/// Headers of ours that `path` includes, directly or not.
std::set<std::string> headers_of(const std::string& path, const std::map<std::string, Strings>& includes) {
  std::set<std::string> found;
  Strings open{path};
  while (!open.empty()) {
    const std::string next = open.back();
    open.pop_back();
    for (const auto& header : includes.at(next)) {
      if (includes.contains(header) && found.insert(header).second) open.push_back(header);
    }
  }
  return found;
}

/// Headers that bring a slow library into a file of another folder, one sentence each.
Strings slow_headers(const std::map<std::string, Strings>& includes) {
  std::set<std::string> found;
  for (const auto& [path, own] : includes) {
    for (const auto& header : headers_of(path, includes)) {
      if (folder_of(header) == folder_of(path)) continue;
      for (const auto& library : includes.at(header)) {
        if (is_under(library, slow_libraries)) found.insert(header + " brings " + library + " into " + path);
      }
    }
  }
  return {found.begin(), found.end()};
}

TEST(Layering, NoHeaderBringsASlowLibraryIntoAnotherFolder) {
  std::map<std::string, Strings> includes;
  for (const std::string folder : {"ical", "service"}) {
    for (const auto& path : files_below(folder, {".h", ".cc"}))
      includes[path] = includes_of(read(fs::path(SOURCE_DIR) / path));
  }
  for (const auto& sentence : slow_headers(includes)) ADD_FAILURE() << sentence;
}

TEST(Layering, SlowLibraryIsFoundBehindAnotherHeader) {
  const std::map<std::string, Strings> includes{
      {"service/store/store.h", {"service/store/connection.h"}},
      {"service/store/connection.h", {"soci/soci.h"}},
      {"service/store/store.cc", {"service/store/store.h"}},
      {"service/mail/worker.cc", {"service/store/store.h", "soci/soci.h"}},
  };
  EXPECT_EQ(slow_headers(includes),
            Strings{"service/store/connection.h brings soci/soci.h into service/mail/worker.cc"});
}

TEST(Layering, FolderOfOursThatIsNotBelow) {
  EXPECT_EQ(violations("ical/a.cc", "#include \"service/programme/programme.h\"\n").size(), 1u);
  EXPECT_EQ(violations("service/programme/a.h", "  # include \"service/feeds/a.h\"\n").size(), 1u);
  EXPECT_EQ(violations("service/feeds/a.h", "#include \"service/store/a.h\"\n").size(), 1u);
  EXPECT_EQ(violations("service/web/a.h", "#include \"service/commands/a.h\"\n").size(), 1u);
  EXPECT_TRUE(violations("service/feeds/a.h", "#include \"ical/render.h\"\n").empty());
  EXPECT_TRUE(violations("service/smtp/a.h", "#include \"service/event_fd.h\"\n").empty());
  EXPECT_EQ(violations("service/mail/a.h", "#include \"service/event_fd.h\"\n").size(), 1u);
  EXPECT_TRUE(violations("service/main.cc", "#include \"service/commands/a.h\"\n").empty());
}

TEST(Layering, LibraryOfAnotherFolder) {
  EXPECT_EQ(violations("service/programme/a.cc", "#include <spdlog/spdlog.h>\n").size(), 1u);
  EXPECT_EQ(violations("service/programme/a.cc", "#include <unistd.h>\n").size(), 1u);
  EXPECT_EQ(violations("service/commands/a.cc", "#include <libical/ical.h>\n").size(), 1u);
  EXPECT_EQ(violations("service/commands/a.cc", "#include <soci/soci.h>\n").size(), 1u);
  EXPECT_EQ(violations("service/daemon/service.cc", "#include <httplib.h>\n").size(), 1u);
  EXPECT_EQ(violations("service/feeds/a.cc", "#include <prometheus/counter.h>\n").size(), 1u);
  EXPECT_TRUE(violations("service/http/router.cc", "#include <httplib.h>\n#include <sys/epoll.h>\n").empty());
  EXPECT_TRUE(violations("service/web/routes.cc", "#include <httplib.h>\n").empty());
  EXPECT_TRUE(violations("service/feeds/a.cc", "#include <sodium.h>\n#include <uuid/uuid.h>\n").empty());
}

TEST(Layering, ProgrammeIsPure) {
  EXPECT_EQ(violations("service/programme/a.cc", "#include <fstream>\n#include <mutex>\n").size(), 2u);
  EXPECT_EQ(violations("service/programme/a.cc", "auto t = std::chrono::system_clock::now();\n").size(), 1u);
  EXPECT_TRUE(
      violations("service/programme/a.cc", "#include <vector>\n// never system_clock::now\n").empty());
  EXPECT_TRUE(violations("service/config_files/a.cc", "#include <fstream>\n").empty());
}

TEST(Layering, OnlyCommandsPrint) {
  EXPECT_EQ(violations("service/publishing/a.cc", "#include <iostream>\n").size(), 1u);
  EXPECT_TRUE(violations("service/commands/a.cc", "#include <iostream>\n").empty());
}

TEST(Layering, FolderWithoutRowAndIncludeFromElsewhere) {
  EXPECT_EQ(violations("service/other/a.cc", "").size(), 1u);
  EXPECT_EQ(violations("service/feeds/a.cc", "#include \"a.h\"\n").size(), 1u);
}

TEST(Layering, EveryTestFileIsInTheBuild) {
  const Strings words = words_of_build();
  for (const auto& path : files_below("tests", {"_test.cc"})) {
    EXPECT_NE(std::find(words.begin(), words.end(), path), words.end())
        << path << " is not in CMakeLists.txt";
  }
}

TEST(Layering, EveryPageIsEmbedded) {
  const Strings words = words_of_build();
  const Strings pages = files_below("service", {".html", ".css"});
  EXPECT_GT(pages.size(), 5u) << "the pages are elsewhere";
  for (const auto& path : pages) {
    EXPECT_NE(std::find(words.begin(), words.end(), path), words.end())
        << path << " is not in CMakeLists.txt";
  }
}

TEST(Layering, EveryScenarioIsRegistered) {
  const Strings words = words_of_build();
  for (const auto& path : files_below("tests", {"_test.py"})) {
    const auto word = std::find(words.begin(), words.end(), path);
    EXPECT_TRUE(word != words.begin() && word != words.end() && *(word - 1) == "scenario")
        << "CMakeLists.txt has no scenario(" << path << ")";
  }
}

}  // namespace
