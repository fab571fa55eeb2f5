// SPDX-License-Identifier: Apache-2.0
#include "ical/text.h"

#include <utf8.h>

#include <cstddef>

namespace ical {

namespace {

constexpr std::size_t max_line_octets = 75;

bool is_continuation(char c) { return (static_cast<unsigned char>(c) & 0xC0u) == 0x80u; }

/// Returns true for invisible characters that change how a line is parsed or shown.
bool is_forbidden(char32_t c) {
  return c < 0x20 || (c >= 0x7F && c <= 0x9F) ||  // C0, DEL, C1
         c == 0x061C || c == 0x200E || c == 0x200F || (c >= 0x202A && c <= 0x202E) ||
         (c >= 0x2066 && c <= 0x2069) ||  // bidi controls
         c == 0x2028 || c == 0x2029 ||    // line and paragraph separator
         c == 0xFEFF;                     // byte order mark
}

/// Returns where to fold `line`, `room` octets from its start at most. It never splits a UTF-8 sequence. It
/// avoids a fold after a blank, because some editors trim line ends.
std::size_t cut_at(std::string_view line, std::size_t room) {
  std::size_t cut = room;
  while (cut > 0 && is_continuation(line[cut])) --cut;
  std::size_t before_blanks = cut;
  while (before_blanks > 1 && line[before_blanks - 1] == ' ') --before_blanks;
  return before_blanks > 1 ? before_blanks : cut;
}

}  // namespace

bool is_clean(std::string_view text, bool newline_allowed) {
  const char* const end = text.data() + text.size();
  if (utf8::find_invalid(text.data(), end) != end) return false;
  for (const char* at = text.data(); at != end;) {
    const auto character = static_cast<char32_t>(utf8::unchecked::next(at));
    if (is_forbidden(character) && !(newline_allowed && character == U'\n')) return false;
  }
  return true;
}

void append_folded(std::string& out, std::string_view line) {
  std::size_t room = max_line_octets;
  while (line.size() > room) {
    const std::size_t cut = cut_at(line, room);
    out.append(line.substr(0, cut)).append("\r\n ");
    line.remove_prefix(cut);
    room = max_line_octets - 1;  // The blank before a continuation is one octet.
  }
  out.append(line).append("\r\n");
}

void append_escaped(std::string& out, std::string_view text) {
  std::size_t written = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (c != '\\' && c != ';' && c != ',' && c != '\n') continue;
    out.append(text, written, i - written)
        .append(c == '\n'  ? "\\n"
                : c == ';' ? "\\;"
                : c == ',' ? "\\,"
                           : "\\\\");
    written = i + 1;
  }
  out.append(text, written);
}

}  // namespace ical
