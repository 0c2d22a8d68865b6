// SPDX-License-Identifier: GPL-3.0-or-later
// Any bytes as a HEP datagram and as a HEP stream: views stay inside, memory stays bounded, and a stream
// gives the same frames whatever its segments are.
#include <cstddef>
#include <cstdint>
#include <string>

#include "base/check.h"
#include "parse/hep.h"

using namespace denwaban;
using namespace denwaban::parse;

namespace {

void check_inside(std::string_view view, std::string_view bytes) {
  DENWABAN_CHECK(view.data() == nullptr ||
                 (view.data() >= bytes.data() && view.data() + view.size() <= bytes.data() + bytes.size()));
}

void check_message(std::string_view bytes) {
  HepMessage hep;
  HepReading reading = read_hep(bytes, Time{}, hep);
  for (std::string_view view : {hep.datagram.payload, hep.key, hep.correlation}) check_inside(view, bytes);
  DENWABAN_CHECK(reading != HepReading::message || !hep.datagram.payload.empty());
  DENWABAN_CHECK(same_key(hep.key, std::string(hep.key)));
  DENWABAN_CHECK(!name_of(reading).empty());
}

std::string frames_of(std::string_view bytes, size_t piece) {
  HepStream stream;
  std::string all;
  bool good = true;
  for (; good && !bytes.empty(); bytes.remove_prefix(std::min(piece, bytes.size()))) {
    good = stream.feed(bytes.substr(0, piece), [&](std::string_view frame) {
      check_message(frame);
      all.append(frame).push_back('|');
    });
    DENWABAN_CHECK(stream.kept() <= HepStream::kFrameMax);
  }
  return all + (good ? "good" : "bad");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  std::string bytes(reinterpret_cast<const char*>(data), size);
  check_message(bytes);
  if (size > 0) DENWABAN_CHECK(frames_of(bytes, 1 + data[size / 2] % 40u) == frames_of(bytes, size));
  return 0;
}
