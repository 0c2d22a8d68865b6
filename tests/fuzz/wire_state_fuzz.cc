// SPDX-License-Identifier: GPL-3.0-or-later
// Any bytes as what a wire tracker kept over a restart: no crash, memory stays bounded, and what it takes it
// gives again. Bytes that it refuses leave it as new.
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "base/check.h"
#include "track/wire_tracker.h"

using namespace denwaban;
using namespace denwaban::track;

namespace {

std::string saved(const WireTracker& tracker) {
  ByteWriter out;
  tracker.save(out);
  return out.take();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  WireOptions options;
  options.transactions_max = options.nonces_max = 16;
  WireTracker tracker(options, HashSeed{}), again(options, HashSeed{});
  std::string state(reinterpret_cast<const char*>(data), size);
  if (!state.starts_with(saved(tracker).substr(0, 4))) state = saved(tracker).substr(0, 12) + state;
  ByteReader in(state);
  if (tracker.load(in)) {
    std::string first = saved(tracker);
    ByteReader twice(first);
    DENWABAN_CHECK(again.load(twice) && saved(again) == first);
  } else {
    DENWABAN_CHECK(saved(tracker).size() == saved(again).size());
  }
  DENWABAN_CHECK(tracker.bytes() < 1'000'000);
  std::vector<Event> events;
  tracker.flush(Time::max(), events);
  DENWABAN_CHECK(events.size() <= 16);  // refusals alone: nothing is made of silence
  return 0;
}
