// SPDX-License-Identifier: GPL-3.0-or-later
#include "track/calls/record_identity.h"

#include "base/hash.h"

namespace denwaban::track {

using parse::CdrField;

RecordIdentity identity_of(const parse::CdrRow& row, Time began) {
  constexpr int64_t kQuarter = 900;  // zones differ by quarters of an hour
  HashSeed seed;
  int64_t second = to_epoch_ms(began) / 1000;
  std::string_view channel = row[CdrField::channel], peer = row[CdrField::destination_channel];
  uint64_t channels = mix(hash(seed, channel), hash(seed, peer));
  channels = mix(channels, hash(seed, static_cast<uint64_t>(row.duration)));
  RecordIdentity identity;
  identity.by_moment = mix(channels, hash(seed, static_cast<uint64_t>(second)));
  if (channel.empty() || peer.empty())
    identity.by_moment = mix(identity.by_moment, mix(hash(seed, row[CdrField::source]), hash(seed, row[CdrField::destination])));
  if (std::string_view id = row[CdrField::unique_id]; !id.empty())
    identity.by_id = mix(mix(channels, hash(seed, id)), hash(seed, static_cast<uint64_t>(second % kQuarter)));
  return identity;
}

}  // namespace denwaban::track
