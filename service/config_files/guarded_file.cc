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
namespace {

class Descriptor {
 public:
  // O_NONBLOCK: opening a named pipe must not wait for a writer.
  explicit Descriptor(const std::filesystem::path& path)
      : fd_(open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK)) {}
  ~Descriptor() {
    if (fd_ >= 0) close(fd_);
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  int get() const { return fd_; }

 private:
  int fd_;
};

std::string megabytes(std::size_t octets) { return std::to_string(octets >> 20U) + " MiB"; }

FolderEntry unread(programme::Text why) { return {.kind = FolderEntry::Kind::unread, .why = std::move(why)}; }

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

FolderEntry read_octets(const std::filesystem::path& path, std::size_t limit) {
  const Descriptor file(path);
  if (file.get() < 0) return unreadable(errno);
  struct stat info {};
  if (fstat(file.get(), &info) != 0 || !S_ISREG(info.st_mode)) {
    return unread(say("dit is geen gewoon bestand; zet hier een gewoon tekstbestand neer",
                      "this is not a regular file; put an ordinary text file here"));
  }
  FolderEntry entry = read_at_most(file, limit, static_cast<std::size_t>(info.st_size));
  if (entry.bytes.size() > limit) {
    return unread(say("het bestand is te groot; het mag hoogstens {0} zijn",
                      "the file is too large; it may be at most {0}", {megabytes(limit)}));
  }
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
