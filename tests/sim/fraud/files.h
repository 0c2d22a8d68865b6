// SPDX-License-Identifier: GPL-3.0-or-later
// The world as files: what an exchange would have written, and beside it the truth.
#pragma once

#include <filesystem>

#include "made_world.h"

namespace denwaban::sim {

struct FileWishes {
  int columns = 18;  // 16: as shipped; 17: with uniqueid; 18: and userfield
  bool utc = false;  // usegmtime
};

// Master.csv, in the order in which rows are written: by the end of the call.
std::string master_csv(const FraudWorld& world, const FileWishes& wishes);
// Of the calls of thefts: uniqueid, channel, moments in UTC, theft, kind, cost in EUR; read by fraud_judge.
std::string truth_csv(const FraudWorld& world);
std::string settings_toml(const FraudWorld& world);

// One folder; throws std::filesystem::filesystem_error when it cannot be made.
bool write_files(const FraudWorld& world, const FileWishes& wishes, const std::filesystem::path& folder);

}  // namespace denwaban::sim
