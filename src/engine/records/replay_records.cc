// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/records/replay_records.h"

#include <algorithm>
#include <queue>
#include <unordered_set>
#include <utility>

#include "base/hash.h"
#include "engine/records/record_file.h"
#include "track/calls/call_records.h"

namespace denwaban::engine {
namespace {

constexpr size_t kOpenMax = 64;             // files with a descriptor at a time
constexpr uint64_t kProgressEvery = 10'000;  // calls

// Which calls were told of lately. Bounded: of the older half nothing is known any more.
class Known {
 public:
  bool insert(uint64_t key) {
    if (older_.contains(key) || !newer_.insert(key).second) return false;
    if (newer_.size() >= kHalf) older_ = std::exchange(newer_, {});
    return true;
  }

 private:
  static constexpr size_t kHalf = 500'000;
  std::unordered_set<uint64_t> newer_, older_;
};

// What no two calls share: the channel's name carries a count of its own.
uint64_t key_of(const Call& call) {
  uint64_t key = hash(HashSeed{}, static_cast<uint64_t>(to_epoch_ms(call.began)));
  key = mix(key, static_cast<uint64_t>(to_epoch_ms(call.ended.value_or(call.began))));
  for (const std::string* text : {&call.channel, &call.peer, &call.dialled, &call.caller_number})
    key = mix(key, hash(HashSeed{}, *text));
  return key;
}

class Merge {
 public:
  Merge(const std::vector<ReplayInput>& inputs, std::span<const pbx::TrunkHost> trunks, MomentListener& listener)
      : records_(trunks), moments_(listener) {
    result_.inputs.resize(inputs.size());
    files_.reserve(inputs.size());
    for (uint32_t i = 0; i < inputs.size(); ++i) {
      files_.emplace_back(inputs[i], i, result_.inputs[i]);
      bytes_total_ += inputs[i].size;
    }
  }

  RecordsResult run(const std::function<bool(uint64_t, uint64_t)>& progress) {
    for (RecordFile& file : files_) go_on(file);
    for (uint64_t count = 1; !turns_.empty() && !result_.stopped; ++count) {
      RecordFile& file = files_[turns_.top().second];
      turns_.pop();
      tell(file.take(records_), file.time());
      go_on(file);
      if (progress && count % kProgressEvery == 0) result_.stopped = !progress(bytes_done(), bytes_total_);
    }
    moments_.finish();
    result_.late = moments_.late();
    add_up();
    return std::move(result_);
  }

 private:
  using Turn = std::pair<Time, uint32_t>;  // between equals the earlier path

  void go_on(RecordFile& file) {
    if (file.next()) turns_.emplace(file.time(), file.source());
    if (files_.size() > kOpenMax) file.park();
  }

  void tell(Call call, Time told) {
    if (!known_.insert(key_of(call))) {
      ++result_.twice;
      return;
    }
    if (result_.calls++ == 0 || call.began < result_.first) result_.first = call.began;
    result_.last = std::max(result_.last, call.ended.value_or(call.began));
    moments_.add(std::move(call), told);
  }

  uint64_t bytes_done() const {
    uint64_t done = 0;
    for (const RecordFile& file : files_) done += file.bytes_taken();
    return done;
  }

  void add_up() {
    for (const auto& input : result_.inputs) {
      result_.counts.bytes += input.counts.bytes;
      result_.counts.lines += input.counts.lines;
      result_.counts.unrecognised += input.counts.unrecognised;
    }
  }

  RecordsResult result_;
  track::CallRecords records_;
  Moments moments_;
  std::vector<RecordFile> files_;
  std::priority_queue<Turn, std::vector<Turn>, std::greater<>> turns_;
  Known known_;
  uint64_t bytes_total_ = 0;
};

}  // namespace

RecordsResult replay_records(const std::vector<ReplayInput>& inputs, std::span<const pbx::TrunkHost> trunks,
                             MomentListener& listener, const std::function<bool(uint64_t, uint64_t)>& progress) {
  return Merge(inputs, trunks, listener).run(progress);
}

}  // namespace denwaban::engine
