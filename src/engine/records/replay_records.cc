// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/records/replay_records.h"

#include <algorithm>
#include <queue>
#include <unordered_set>
#include <utility>

#include "engine/records/record_input.h"
#include "track/calls/record_identity.h"

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

class Merge {
 public:
  Merge(const std::vector<ReplayInput>& inputs, std::span<const pbx::TrunkHost> trunks, MomentListener& listener,
        const ReplayCalls* sessions)
      : inputs_(inputs), sessions_(sessions), records_(trunks), moments_(listener) {
    result_.inputs.resize(inputs.size());
    files_.reserve(inputs.size());
    for (uint32_t i = 0; i < inputs.size(); ++i) {
      files_.push_back(open_records(inputs[i], i, result_.inputs[i]));
      bytes_total_ += inputs[i].size;
    }
  }

  RecordsResult run(const std::function<bool(uint64_t, uint64_t)>& progress) {
    for (auto& file : files_) go_on(*file);
    for (uint64_t count = 1; !turns_.empty() && !result_.stopped; ++count) {
      RecordInput& file = *files_[turns_.top().second];
      turns_.pop();
      tell(file);
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

  void go_on(RecordInput& file) {
    if (file.next()) turns_.emplace(file.time(), file.source());
    if (files_.size() > kOpenMax) file.park();
  }

  void tell(RecordInput& file) {
    Call call = file.take(records_);
    const auto& until = inputs_[file.source()].ended_before;
    if (until && call.ended.value_or(call.began) >= *until) return;
    if (is_known(track::identity_of(file.record(), call.began))) {
      ++result_.twice;
      return;
    }
    if (sessions_ != nullptr && was_heard(file.record())) ++result_.heard;
    if (result_.calls++ == 0 || call.began < result_.first) result_.first = call.began;
    result_.last = std::max(result_.last, call.ended.value_or(call.began));
    moments_.add(std::move(call), file.time());
  }

  bool is_known(const track::RecordIdentity& identity) {
    bool known = !moments_known_.insert(identity.by_moment);
    // One table alone has one clock.
    if (files_.size() > 1 && identity.by_id) known |= !ids_known_.insert(*identity.by_id);
    return known;
  }

  // Without a Linkedid the Uniqueid of the call's first channel is the same.
  bool was_heard(const parse::CdrRow& record) const {
    std::string_view linked = record[parse::CdrField::linked_id];
    return sessions_->knows(linked.empty() ? record[parse::CdrField::unique_id] : linked);
  }

  uint64_t bytes_done() const {
    uint64_t done = 0;
    for (const auto& file : files_) done += file->bytes_taken();
    return done;
  }

  void add_up() {
    for (const auto& input : result_.inputs) {
      result_.counts.bytes += input.counts.bytes;
      result_.counts.lines += input.counts.lines;
      result_.counts.unrecognised += input.counts.unrecognised;
    }
  }

  const std::vector<ReplayInput>& inputs_;
  const ReplayCalls* sessions_;
  RecordsResult result_;
  track::CallRecords records_;
  Moments moments_;
  std::vector<std::unique_ptr<RecordInput>> files_;
  std::priority_queue<Turn, std::vector<Turn>, std::greater<>> turns_;
  Known moments_known_, ids_known_;
  uint64_t bytes_total_ = 0;
};

}  // namespace

RecordsResult replay_records(const std::vector<ReplayInput>& inputs, std::span<const pbx::TrunkHost> trunks,
                             MomentListener& listener, const ReplayCalls* sessions,
                             const std::function<bool(uint64_t, uint64_t)>& progress) {
  return Merge(inputs, trunks, listener, sessions).run(progress);
}

}  // namespace denwaban::engine
