// SPDX-License-Identifier: GPL-3.0-or-later
#include "guard/lessons.h"

#include <algorithm>
#include <filesystem>
#include <map>

#include "engine/assemble_records.h"
#include "engine/records/replay_records.h"
#include "sources/clock_inference.h"
#include "sources/discover.h"

namespace denwaban::guard {
namespace {

constexpr size_t kRemarksMax = 5;

class Pupil final : public engine::MomentListener {
 public:
  Pupil(const Lesson& lesson, fraud::Detectors& detectors) : lesson_(lesson), detectors_(detectors) {}

  void hear(const Call& call, CallChange change, Time now) override {
    bool meant = call.began >= lesson_.since && call.began < lesson_.until;
    bool missed_end = change == CallChange::ended && lesson_.open.contains(call.id);
    if (!meant && !missed_end) return;
    ++calls_;
    detectors_.hear(call, change, now, told_);
    take_in();
  }
  void pass_time(Time now) override {
    if (calls_ == 0) return;
    detectors_.advance(std::min(now, lesson_.until), told_);
    take_in();
  }
  std::vector<FraudFinding> found() {
    std::vector<FraudFinding> all;
    for (auto& [key, finding] : by_id_) all.push_back(std::move(finding));
    std::ranges::sort(all, {}, [](const FraudFinding& one) { return std::pair(one.raised, one.id); });
    return all;
  }

 private:
  void take_in() {
    for (FraudFinding& finding : told_) {
      finding.evidence.clear();  // of tables that nobody numbers here
      finding.calls.clear();
      by_id_[finding.id] = std::move(finding);
      if (by_id_.size() > Lessons::kFoundMax)
        by_id_.erase(std::ranges::min_element(by_id_, {}, [](const auto& entry) { return entry.second.raised; }));
    }
    told_.clear();
  }

  const Lesson& lesson_;
  fraud::Detectors& detectors_;
  uint64_t calls_ = 0;
  std::vector<FraudFinding> told_;
  std::map<std::string, FraudFinding> by_id_;
};

engine::ReplayInput input_of(const pbx::RecordPlace& place, const Lesson& lesson) {
  engine::ReplayInput input;
  input.path = place.name();
  input.form = engine::InputForm::records;
  input.clock.zone = place.utc ? TimeZone() : lesson.zone;
  input.place = std::make_shared<const pbx::RecordPlace>(place);
  input.since = lesson.since;
  return input;
}

}  // namespace

std::vector<engine::ReplayInput> tables_of(const Lesson& lesson) {
  std::vector<std::string> there;
  for (const std::string& path : lesson.paths)
    if (std::error_code none; std::filesystem::exists(path, none)) there.push_back(path);
  sources::DiscoverOptions how;
  for (const pbx::RecordMapping& mapping : lesson.config.mappings)
    if (auto layout = parse::CdrLayout::of_mapping(mapping.columns)) how.layouts.push_back(*layout);
  sources::Discovery found = sources::discover(there, how);
  std::erase_if(found.inputs, [](const sources::FoundInput& one) { return one.kind != parse::InputKind::cdr; });
  sources::ClockWishes wishes;
  wishes.zone = lesson.zone;
  auto clocks = sources::infer_clocks(found.inputs, wishes, lesson.zone);
  std::vector<engine::ReplayInput> inputs;
  for (size_t i = 0; i < found.inputs.size(); ++i)
    inputs.push_back({found.inputs[i].info.path, clocks[i].clock, found.inputs[i].info.size, engine::InputForm::records});
  for (auto& input : inputs) engine::know_file(input, lesson.config, lesson.zone);
  for (const pbx::RecordPlace& place : lesson.databases) inputs.push_back(input_of(place, lesson));
  return inputs;
}

Learned learn(Lesson lesson, const std::function<bool()>& stop) {
  Learned learned;
  auto inputs = tables_of(lesson);
  for (engine::ReplayInput& input : inputs) input.ended_before = lesson.ended_before;
  learned.tables = inputs.size();
  learned.until = lesson.until;
  if (inputs.empty()) return learned;
  fraud::Detectors detectors(lesson.options, HashSeed::random());
  if (ByteReader in(lesson.state); !detectors.load(in)) return learned;
  Pupil pupil(lesson, detectors);
  auto result =
      engine::replay_records(inputs, lesson.trunks, pupil, nullptr, [&](uint64_t, uint64_t) { return !stop(); });
  for (const auto& input : result.inputs)
    if (input.error && learned.remarks.size() < kRemarksMax) learned.remarks.push_back(input.error->message);
  learned.calls = result.calls;
  learned.found = pupil.found();
  if (!result.stopped) learned.detectors = std::move(detectors);
  return learned;
}

Lessons::~Lessons() {
  stop_ = true;
  if (thread_.joinable()) thread_.join();
}

void Lessons::start(Lesson lesson) {
  if (thread_.joinable()) return;
  done_ = false;
  thread_ = std::thread([this, lesson = std::move(lesson)]() mutable {
    learned_ = learn(std::move(lesson), [this] { return stop_.load(); });
    done_ = true;
  });
}

std::optional<Learned> Lessons::take() {
  if (!thread_.joinable() || !done_) return std::nullopt;
  thread_.join();
  return std::exchange(learned_, Learned());
}

}  // namespace denwaban::guard
