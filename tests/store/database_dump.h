// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <string>

/// Makes the database of a data folder from the output of `sqlite3 traject.db .dump`. Throws on an error in
/// it.
void load_dump(const std::filesystem::path& data_folder, const std::string& dump);
