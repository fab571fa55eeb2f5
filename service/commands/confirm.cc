// SPDX-License-Identifier: Apache-2.0
#include "service/commands/confirm.h"

#include <unistd.h>

#include <iostream>

namespace commands {

bool confirm(bool yes, programme::Language language, const std::string& question) {
  if (yes) return true;
  const bool nl = language == programme::Language::nl;
  if (::isatty(STDIN_FILENO) == 0) {
    std::cerr << (nl ? "niets gedaan: zeg --yes als er niemand is om het te vragen\n"
                     : "nothing is done: say --yes when nobody can be asked\n");
    return false;
  }
  std::cout << question << (nl ? " (ja/nee) " : " (yes/no) ") << std::flush;
  std::string answer;
  std::getline(std::cin, answer);
  if (answer == "yes" || answer == "ja") return true;
  std::cout << (nl ? "niets gedaan\n" : "nothing is done\n");
  return false;
}

}  // namespace commands
