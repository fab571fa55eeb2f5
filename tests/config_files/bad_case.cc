// SPDX-License-Identifier: Apache-2.0
#include "tests/config_files/bad_case.h"

#include <algorithm>
#include <fstream>
#include <regex>
#include <sstream>
#include <stdexcept>

namespace test {
namespace {

namespace fs = std::filesystem;

/// The lines between two empty lines.
using Paragraph = std::vector<std::string>;

void require(bool right, const std::string& reason, const std::string& line) {
  if (!right) throw std::invalid_argument(reason + ": " + line);
}

std::vector<Paragraph> paragraphs(const std::string& text) {
  std::vector<Paragraph> all(1);
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) {
    if (!line.empty()) {
      all.back().push_back(line);
    } else if (!all.back().empty()) {
      all.emplace_back();
    }
  }
  if (all.back().empty()) all.pop_back();
  return all;
}

/// Replaces `<0x07>` by that octet and `<9 times ->` by nine hyphens.
std::string unescaped(const std::string& line) {
  static const std::regex escape("<0x([0-9A-F]{2})>|<([0-9]+) times (.)>");
  std::string out;
  std::string rest = line;
  for (std::sregex_iterator at(line.begin(), line.end(), escape), end; at != end; ++at) {
    const std::smatch& match = *at;
    out += match.prefix();
    if (match[1].matched) {
      out += static_cast<char>(std::stoi(match[1], nullptr, 16));
    } else {
      out.append(std::stoul(match[2]), match.str(3).front());
    }
    rest = match.suffix();
  }
  return out + rest;
}

/// The lines below a verb, as a piece of the file before and after the edit.
struct Hunk {
  std::string before;
  std::string after;

  explicit Hunk(const Paragraph& paragraph) {
    for (std::size_t i = 1; i < paragraph.size(); ++i) add(paragraph[i]);
  }

 private:
  void add(const std::string& line) {
    const std::string mark = line.size() == 1 ? line + " " : line.substr(0, 2);
    require(mark == "- " || mark == "+ " || (mark == "  " && line.size() > 2), "not a line of a file", line);
    const std::string text = unescaped(line.size() == 1 ? "" : line.substr(2)) + "\n";
    if (mark != "+ ") before += text;
    if (mark != "- ") after += text;
  }
};

void change(const fs::path& path, const Hunk& hunk, const std::string& line) {
  require(fs::is_regular_file(path), "no such file", line);
  require(!hunk.before.empty() && hunk.before != hunk.after, "changes nothing", line);
  // A line break in front lets the search find whole lines only.
  std::string text = "\n" + read_file(path);
  const auto at = text.find("\n" + hunk.before);
  require(at != std::string::npos && text.find("\n" + hunk.before, at + 1) == std::string::npos,
          "the lines to change do not stand exactly once in the file", line);
  text.replace(at + 1, hunk.before.size(), hunk.after);
  std::ofstream(path, std::ios::binary) << text.substr(1);
}

void create(const fs::path& path, const Hunk& hunk, const std::string& line) {
  require(!fs::exists(path), "exists already", line);
  require(hunk.before.empty() && !hunk.after.empty(), "a new file has only + lines", line);
  fs::create_directories(path.parent_path());
  std::ofstream(path, std::ios::binary) << hunk.after;
}

void apply(const Paragraph& edit, const fs::path& folder) {
  static const std::regex with_lines("(change|new) (.+)");
  static const std::regex with_two_names("(rename|copy) (.+) -> (.+)");
  static const std::regex with_one_name("(remove|folder) (.+)");
  const std::string& line = edit.front();
  std::smatch part;
  if (std::regex_match(line, part, with_lines)) {
    (part[1] == "change" ? change : create)(folder / part.str(2), Hunk(edit), line);
    return;
  }
  const bool two_names = std::regex_match(line, part, with_two_names);
  require(two_names || std::regex_match(line, part, with_one_name), "not an edit", line);
  require(edit.size() == 1, "no lines belong below", line);
  const fs::path path = folder / part.str(2);
  if (two_names) {
    const fs::path to = folder / part.str(3);
    require(fs::exists(path) && !fs::exists(to), "the first must exist and the second must not", line);
    part[1] == "rename" ? fs::rename(path, to) : fs::copy(path, to, fs::copy_options::recursive);
  } else if (part[1] == "remove") {
    require(fs::remove_all(path) > 0, "no such file or folder", line);
  } else {
    require(fs::create_directories(path), "exists already", line);
  }
}

}  // namespace

std::vector<std::string> bad_case_names() {
  std::vector<std::string> names;
  for (const auto& entry : fs::directory_iterator(fixtures() / "bad")) {
    const fs::path name = entry.path().filename();
    if (name == "README.md" || name == "base") continue;
    if (name.extension() != ".txt") throw std::runtime_error("not a case file: " + entry.path().string());
    names.push_back(name.stem());
  }
  std::sort(names.begin(), names.end());
  return names;
}

std::string read_bad_case(const std::string& name) { return read_file(fixtures() / "bad" / (name + ".txt")); }

std::string without_messages(const std::string& text) {
  std::string head = text.substr(0, text.find("\nnl: "));
  head.erase(head.find_last_not_of('\n') + 1);
  return head + "\n\n";
}

void apply_edits(const std::string& text, const fs::path& folder) {
  const std::vector<Paragraph> all = paragraphs(without_messages(text));
  require(all.size() > 1, "no edit", text);
  require(all.front().size() == 1, "the description is one line", all.front().front());
  for (std::size_t i = 1; i < all.size(); ++i) apply(all[i], folder);
}

BadCaseFolder::BadCaseFolder(const std::string& text) {
  overlay(fixtures() / "bad/base");
  apply_edits(text, path());
}

}  // namespace test
