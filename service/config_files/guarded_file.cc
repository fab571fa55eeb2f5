// SPDX-License-Identifier: Apache-2.0
#include "service/config_files/guarded_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdio>
#include <system_error>
#include <utility>

#include "service/config_files/utf8.h"
#include "service/config_files/wording.h"

namespace config_files {

FolderEntry unread(Text why) { return {.kind = FolderEntry::Kind::unread, .why = std::move(why)}; }

namespace {

class Descriptor {
 public:
  // O_NONBLOCK: opening a named pipe must not wait for a writer.
  explicit Descriptor(const std::filesystem::path& path)
      : fd_(open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY | O_NOFOLLOW)) {}
  ~Descriptor() {
    if (fd_ >= 0) close(fd_);
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  int get() const { return fd_; }

 private:
  int fd_;
};

std::string megabytes(std::size_t octets) { return std::to_string((octets + 999'999) / 1'000'000) + " MB"; }

FolderEntry unreadable(int error) {
  return unread(say("het bestand is niet te lezen ({0}); geef het programma leesrechten op dit bestand",
                    "the file cannot be read ({0}); give the program permission to read this file",
                    {std::generic_category().message(error)}));
}

/// Reads at most limit + 1 octets. The file may grow meanwhile.
FolderEntry read_at_most(const Descriptor& file, std::size_t limit, std::size_t expected) {
  std::string text;
  text.resize(std::min(limit, expected) + 1);
  std::size_t filled = 0;
  for (;;) {
    const ssize_t got = read(file.get(), text.data() + filled, text.size() - filled);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return unreadable(errno);
    filled += static_cast<std::size_t>(got);
    if (got == 0 || filled > limit) break;
    if (filled == text.size()) text.resize(std::min(limit + 1, text.size() * 2));
  }
  text.resize(filled);
  return {.kind = FolderEntry::Kind::text, .bytes = std::move(text)};
}

std::string code_point(std::uint32_t character) {
  std::array<char, 16> buffer{};
  const int length = std::snprintf(buffer.data(), buffer.size(), "U+%04X", static_cast<unsigned>(character));
  return {buffer.data(), static_cast<std::size_t>(length)};
}

Text describe(const FlawedCharacter& flaw, bool table) {
  switch (flaw.flaw) {
    case CharacterFlaw::not_utf8:
      return table ? say("het bestand is niet als UTF-8 opgeslagen; bewaar het in Excel als \"CSV UTF-8\", "
                         "of in "
                         "LibreOffice als Tekst CSV met tekenset \"Unicode (UTF-8)\"",
                         "the file is not saved as UTF-8; in Excel save it as \"CSV UTF-8\", in LibreOffice "
                         "as Text "
                         "CSV with character set \"Unicode (UTF-8)\"")
                   : say("het bestand is niet als UTF-8 opgeslagen; kies bij Opslaan als de codering UTF-8",
                         "the file is not saved as UTF-8; choose the encoding UTF-8 under Save as");
    case CharacterFlaw::control:
      return say("hier staat een onzichtbaar stuurteken ({0}); haal het weg of typ de regel opnieuw",
                 "there is an invisible control character here ({0}); remove it or type the line again",
                 {code_point(flaw.character)});
    case CharacterFlaw::bidi:
      break;
  }
  return say(
      "hier staat een onzichtbaar teken dat de leesrichting omdraait ({0}); haal het weg of typ de regel "
      "opnieuw",
      "there is an invisible character here that turns the reading direction ({0}); remove it or type the "
      "line again",
      {code_point(flaw.character)});
}

bool report_long_line(std::string_view text, Report& report) {
  for (std::size_t start = 0; start < text.size();) {
    const std::size_t end = std::min(text.find('\n', start), text.size());
    if (end - start > line_limit) {
      report.error(
          position_of(text, start),
          say("deze regel is te lang; een regel mag hoogstens {0} tekens hebben, verdeel hem over meer "
              "regels",
              "this line is too long; a line may have at most {0} characters, split it into several lines",
              {std::to_string(line_limit)}));
      return true;
    }
    start = end + 1;
  }
  return false;
}

}  // namespace

Text kind_of_file(std::uint32_t mode) {
  if (S_ISDIR(mode)) return {"een map", "a folder"};
  if (S_ISFIFO(mode)) return {"een named pipe (FIFO)", "a named pipe (FIFO)"};
  if (S_ISSOCK(mode)) return {"een socket", "a socket"};
  if (S_ISLNK(mode)) return {"een koppeling", "a link"};
  return {"een apparaat", "a device"};
}

Text link_outside() {
  return say(
      "deze koppeling wijst naar een plaats buiten de map met bestanden; zet hier het bestand zelf neer",
      "this link leads out of the folder with the files; put the file itself here");
}

Text broken_link(const std::string& reason) {
  return say(
      "deze koppeling leidt nergens heen ({0}); zet hier het bestand zelf neer, of herstel de koppeling",
      "this link leads nowhere ({0}); put the file itself here, or mend the link", {reason});
}

Text unreadable_folder(const std::string& reason) {
  return say("deze map is niet te lezen ({0}); geef het programma leesrechten op deze map",
             "this folder cannot be read ({0}); give the program permission to read this folder", {reason});
}

Text folder_too_large(const Limit& limit) {
  return over_limit(say("de bestanden zijn samen te groot (meer dan {0})",
                        "the files are too large together (more than {0})", {megabytes(limit.most())}),
                    limit);
}

namespace {

FolderEntry special_file(std::uint32_t mode) {
  return unread(say("dit is {0}; zet hier een gewoon tekstbestand neer",
                    "this is {0}; put an ordinary text file here", {kind_of_file(mode)}));
}

FolderEntry too_large(std::size_t octets, std::size_t most, const Limit& limit) {
  const Text excess =
      say("het bestand is te groot ({0})", "the file is too large ({0})", {megabytes(octets)});
  if (most == limit.most()) return unread(over_limit(excess, limit));
  return unread(say("{0}; een .toml-bestand of een tekst mag hoogstens {1} zijn",
                    "{0}; a .toml file or a text may be at most {1}", {excess, megabytes(most)}));
}

}  // namespace

FolderEntry read_octets(const std::filesystem::path& path, std::size_t most, const Limit& limit) {
  struct stat info {};
  // Opening a device may have effects; opening a socket fails without saying what it is.
  if (lstat(path.c_str(), &info) != 0) return unreadable(errno);
  if (!S_ISREG(info.st_mode)) return special_file(info.st_mode);
  const Descriptor file(path);
  if (file.get() < 0 || fstat(file.get(), &info) != 0) return unreadable(errno);
  if (!S_ISREG(info.st_mode)) return special_file(info.st_mode);
  const auto size = static_cast<std::size_t>(info.st_size);
  if (size > most) return too_large(size, most, limit);
  FolderEntry entry = read_at_most(file, most, size);
  if (entry.bytes.size() > most) return too_large(entry.bytes.size(), most, limit);
  return entry;
}

std::optional<std::string> read_guarded(const Files& files, Report& report) {
  const FolderEntry& entry = files.entries.find(report.file())->second;
  if (entry.kind == FolderEntry::Kind::unread) {
    report.error({}, entry.why);
    return std::nullopt;
  }
  std::string text = entry.bytes.substr(entry.bytes.starts_with("\xEF\xBB\xBF") ? 3 : 0);
  if (const auto flaw = find_flaw(text, true)) {
    report.error(position_of(text, flaw->offset), describe(*flaw, report.file().ends_with(".csv")));
    return std::nullopt;
  }
  if (report_long_line(text, report)) return std::nullopt;
  return text;
}

}  // namespace config_files
