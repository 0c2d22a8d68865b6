// SPDX-License-Identifier: GPL-3.0-or-later
// How far a followed file was read: enough to find it again after a restart, under another name too.
#pragma once

#include <cstdint>
#include <string>

namespace denwaban {

struct FilePosition {
  uint32_t source = 0;  // its number in EvidenceRefs
  bool finished = false;  // nothing more is expected from it: kept so that evidence can still be looked up
  std::string path;  // as it was followed; the file may stand under another name by now
  uint64_t device = 0;
  uint64_t inode = 0;
  uint64_t offset = 0;       // the first byte that was not consumed
  uint32_t head_length = 0;  // how many first bytes `head_digest` covers; 0: the file was empty
  std::string head_digest;   // stable_id() of them: tells a file from another one that got its inode number
  friend bool operator==(const FilePosition&, const FilePosition&) = default;
};

}  // namespace denwaban
