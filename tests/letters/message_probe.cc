// SPDX-License-Identifier: Apache-2.0
//
// Writes every sample mail as an .eml file: message_probe CONFIG FOLDER.
#include <fstream>
#include <iostream>

#include "tests/letters/sample_letters.h"

namespace {

void write(const std::filesystem::path& path, const letters::Message& message) {
  std::filesystem::create_directories(path.parent_path());
  std::ofstream file{path, std::ios::binary};
  file << message.bytes;
  if (!file.flush()) throw std::runtime_error{"cannot write " + path.string()};
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 3) {
    std::cerr << "message_probe CONFIG FOLDER\n";
    return 64;
  }
  try {
    const std::filesystem::path config = argv[1];
    const std::filesystem::path folder = argv[2];
    const letters::Composer composer{sample_letters::templates(config), "afzender@example.org"};
    for (const auto language : {programme::Language::nl, programme::Language::en}) {
      const std::string sub = language == programme::Language::nl ? "nl" : "en";
      const sample_letters::Samples samples{config, language};
      for (const auto& sample : samples.all())
        write(folder / sub / (sample.name + ".eml"), composer.compose(sample.letter, sample.now));
      letters::Letter rehearsed = samples.find("werksessie-morgen").letter;
      rehearsed.rehearsal_to = "repetitie@example.org";
      write(folder / sub / "repetitie.eml",
            composer.compose(rehearsed, samples.find("werksessie-morgen").now));
      write(folder / sub / "proefmail.eml",
            composer.compose_test("beheer@example.org", "proef.1@werktraject.invalid", *rehearsed.programme,
                                  language, samples.find("werksessie-morgen").now));
    }
  } catch (const std::exception& error) {
    std::cerr << error.what() << '\n';
    return 1;
  }
  return 0;
}
