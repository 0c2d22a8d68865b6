// SPDX-License-Identifier: GPL-3.0-or-later
// What a restart goes on from: positions in the files and the state of the thinking rooms, as one atomic
// file. Losing it costs a fresh start, never a decision: those stand in the ledger.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "base/time.h"
#include "model/file_position.h"
#include "store/files.h"

namespace denwaban::store {

struct Snapshot {
  static constexpr uint64_t kSizeMax = uint64_t{1} << 30;

  struct Section {
    std::string name;   // "tracker", "detectors", "trust", "policy" …
    std::string bytes;  // the room's own; it knows its versions
  };

  Time time{};
  uint64_t ledger_sequence = 0;  // the last decision that these states know of
  std::vector<FilePosition> files;
  std::vector<Section> sections;

  // nullptr when there is none.
  const std::string* section(std::string_view name) const;
};

// The file's bytes: { "DWBSNAP1", version u32, CRC-32C of the rest u32, rest }. Pure.
std::string encode_snapshot(const Snapshot& snapshot);
// Error{input} for damage and for a newer version; the sentence goes on from "the snapshot …".
Result<Snapshot> decode_snapshot(std::string_view bytes);

Status save_snapshot(Files& files, const std::string& path, const Snapshot& snapshot);
// Error{not_found}: there is none yet. Error{input}: it cannot be used; the caller reports it and starts
// fresh.
Result<Snapshot> load_snapshot(Files& files, const std::string& path);

}  // namespace denwaban::store
