// SPDX-License-Identifier: Apache-2.0
//
// `traject history`, `show` and `diff` print revisions. They work beside a running service, too.
#include <algorithm>
#include <cerrno>
#include <fstream>
#include <iostream>

#include "service/commands/command_errors.h"
#include "service/commands/commands.h"
#include "service/commands/revision_text.h"
#include "service/config_files/files.h"
#include "service/programme/printable.h"

namespace commands {
namespace {

namespace fs = std::filesystem;

struct OpenHistory {
  explicit OpenHistory(const fs::path& folder) : store{folder} {}
  store::Store store;
  store::Revisions revisions{store};
};

/// Opens the store. Prints the reason and returns nullptr when there is none; creates no data folder.
std::unique_ptr<OpenHistory> open_history(const Options& options) {
  config_files::Settings settings;
  if (options.data.empty()) {
    const auto loaded = config_files::load_service(config_files::read_service_toml(options.config));
    if (report_errors(loaded.problems, options.language, "service.toml")) return nullptr;
    settings = loaded.settings;
  }
  const fs::path folder = options.data_folder(settings);
  if (!fs::exists(folder / "traject.db")) {
    std::cerr << say(options.language, "er is nog nooit iets gepubliceerd in {0}\n",
                     "nothing was ever published in {0}\n", {programme::printable(folder.string())});
    return nullptr;
  }
  return std::make_unique<OpenHistory>(folder);
}

/// Returns the file that cannot be written and why, or "".
std::string write_all(const config_files::Texts& texts, const fs::path& folder) {
  for (const auto& [path, bytes] : texts) {
    std::error_code failed;
    fs::create_directories((folder / path).parent_path(), failed);
    std::ofstream out{folder / path, std::ios::binary};
    out << bytes;
    if (!out.flush())
      return (folder / path).string() + ": " +
             (failed ? failed : std::error_code{errno, std::generic_category()}).message();
  }
  return {};
}

int write_files(const config_files::Texts& texts, const fs::path& folder, programme::Language language) {
  std::error_code failed;
  const bool is_new = !fs::exists(folder, failed);
  if (!is_new && !fs::is_empty(folder, failed)) {
    std::cerr << say(language, "{0} is niet leeg; noem een nieuwe map\n",
                     "{0} is not empty; name a new folder\n", {programme::printable(folder.string())});
    return exit_usage;
  }
  if (const std::string failure = write_all(texts, folder); !failure.empty()) {
    std::cerr << say(language, "hier kan niet geschreven worden: {0}; noem een andere map\n",
                     "this cannot be written: {0}; name another folder\n", {programme::printable(failure)});
    return exit_usage;
  }
  std::cout << say(language, "{0} bestanden staan in {1}\n", "{0} files are in {1}\n",
                   {std::to_string(texts.size()), programme::printable(folder.string())});
  return exit_ok;
}

}  // namespace

int history(const Options& options, bool json) {
  const auto opened = open_history(options);
  if (!opened) return exit_problems;
  auto list = opened->revisions.list();
  std::reverse(list.begin(), list.end());
  std::cout << (json ? revisions_json(list) : revisions_text(list, options.language));
  return std::cout.flush() ? exit_ok : exit_failure;
}

int show(const Options& options, int number, bool json, const std::string& to) {
  const auto opened = open_history(options);
  if (!opened) return exit_problems;
  const auto revision = opened->revisions.find(number);
  if (!revision) return no_such_revision(number, options.language);
  const auto texts = opened->revisions.files(number);
  if (!to.empty()) return write_files(texts, to, options.language);
  if (json) {
    std::cout << revision_json(*revision, opened->revisions.difference(number));
    return std::cout.flush() ? exit_ok : exit_failure;
  }
  std::cout << revision_head(*revision, options.language) << '\n'
            << difference_text(opened->revisions.files(number - 1), texts);
  return std::cout.flush() ? exit_ok : exit_failure;
}

int diff(const Options& options, int number, std::optional<int> other) {
  const auto opened = open_history(options);
  if (!opened) return exit_problems;
  for (const int each : {number, other.value_or(number)})
    if (!opened->revisions.find(each)) return no_such_revision(each, options.language);
  std::cout << difference_text(opened->revisions.files(number),
                               other
                                   ? opened->revisions.files(*other)
                                   : config_files::programme_texts(config_files::read_files(options.config)));
  return std::cout.flush() ? exit_ok : exit_failure;
}

}  // namespace commands
