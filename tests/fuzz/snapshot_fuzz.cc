// SPDX-License-Identifier: GPL-3.0-or-later
// Any file as a snapshot, also one whose checksum is right: no crash, and what is read and written again is
// the same.
#include <cstdint>
#include <cstring>
#include <string>

#include "base/check.h"
#include "store/crc32c.h"
#include "store/snapshot.h"

using namespace denwaban;
using namespace denwaban::store;

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  std::string_view bytes(reinterpret_cast<const char*>(data), size);
  (void)decode_snapshot(bytes);
  std::string file = "DWBSNAP1";
  const uint32_t version = 1, sum = crc32c(bytes);
  file.append(reinterpret_cast<const char*>(&version), 4);
  file.append(reinterpret_cast<const char*>(&sum), 4);
  file.append(bytes);
  if (auto snapshot = decode_snapshot(file)) {
    auto again = decode_snapshot(encode_snapshot(*snapshot));
    DENWABAN_CHECK(again.has_value());
    DENWABAN_CHECK(again->files == snapshot->files);
    DENWABAN_CHECK(again->sections.size() == snapshot->sections.size());
  }
  return 0;
}
