// SPDX-License-Identifier: GPL-3.0-or-later
// Suspects to bytes and back.
#include <algorithm>

#include "detect/suspects.h"

namespace denwaban::detect {

void Suspects::save(ByteWriter& out) const {
  out.put(static_cast<uint32_t>(index_.size()));
  for (const auto& s : suspects_) {
    if (!s) continue;
    out.put(s->address);
    out.put(static_cast<uint32_t>(s->names.size()));
    for (Names::Id id : s->names) out.put(names_.text(id));
    out.put(s->other_names);
    out.put(s->failures);
    out.put(s->failures_proven);
    out.put(s->last);
    out.put(static_cast<uint32_t>(s->counts.size()));
    for (const Count& c : s->counts) {
      c.known.save(out);
      c.history.save(out);
      out.put(c.names.to_string());
    }
  }
}

bool Suspects::load(ByteReader& in) {
  constexpr uint32_t kCountsMax = 64;
  constexpr uint32_t kHistoryMax = 1'000;
  uint32_t count = in.get_count(48);
  if (count > limits_.suspects) return false;
  for (uint32_t i = 0; i < count; ++i) {
    auto suspect = std::make_unique<Suspect>();
    suspect->address = in.get_address();
    suspect->key = source_of(suspect->address);
    uint32_t names = in.get_count(4);
    if (names > kNamesMax) return false;
    for (uint32_t n = 0; n < names && !in.failed(); ++n) {
      std::string name = in.get_text(2 * Event::kAccountLengthMax);
      Names::Id id = names_.acquire(name, hash(index_.hash_function().seed, name));
      if (id == Names::kNone) return false;
      suspect->names.push_back(id);
    }
    suspect->other_names = in.get<uint64_t>();
    suspect->failures = in.get<uint32_t>();
    suspect->failures_proven = in.get<uint32_t>();
    suspect->last = in.get_time();
    uint32_t counts = in.get_count(16);
    if (counts > kCountsMax) return false;
    for (uint32_t c = 0; c < counts; ++c) {
      suspect->counts.emplace_back();
      Count& read = suspect->counts.back();
      if (!read.known.load(in) || !read.history.load(in) || read.history.size() > kHistoryMax) return false;
      std::string bits = in.get_text(kNamesMax + 1);
      if (bits.size() != kNamesMax + 1 || bits.find_first_not_of("01") != std::string::npos) return false;
      read.names = NameSet(bits);
    }
    if (in.failed() || find(suspect->address)) return false;
    put(std::move(suspect));
  }
  return !in.failed();
}

}  // namespace denwaban::detect
