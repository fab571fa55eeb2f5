// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

/// Expects `actual` to be, octet for octet, the file tests/data/<name>. With TRAJECT_WRITE_GOLDENS set in the
/// environment the file is written instead, and the test fails, so that a run that writes never passes for
/// one that compares.
inline void expect_golden(const std::string& name, const std::string& actual) {
  const std::filesystem::path path = std::filesystem::path{SOURCE_DIR} / "tests/data" / name;
  if (std::getenv("TRAJECT_WRITE_GOLDENS") != nullptr) {
    std::filesystem::create_directories(path.parent_path());
    std::ofstream{path, std::ios::binary} << actual;
    ADD_FAILURE() << "wrote " << path << "; read the difference before you commit it";
    return;
  }
  std::ifstream file{path, std::ios::binary};
  ASSERT_TRUE(file) << "missing " << path;
  const std::string expected{std::istreambuf_iterator<char>{file}, {}};
  EXPECT_EQ(actual, expected) << path;
}
