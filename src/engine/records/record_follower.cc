// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/records/record_follower.h"

#include <algorithm>
#include <utility>

#include "parse/cdr/row_index.h"
#include "sources/input.h"
#include "track/calls/record_identity.h"

namespace denwaban::engine {
namespace {

constexpr uint8_t kVersion = 1;
constexpr uint32_t kFilesMax = 10'000;
constexpr size_t kPathMax = 4'096;

// A server that does not answer is asked again by the next step.
sources::RecordOptions options_of(const ReplayInput& input) {
  sources::RecordOptions options;
  options.zone = input.clock.zone;
  options.patience = {};
  options.limits = {std::chrono::seconds(5),
                    std::chrono::seconds(15)};  // whoever ends the guard waits for no more
  return options;
}

Time face_of(const TimeZone& zone, Time time) { return TimeZone().to_utc(zone.to_civil(time)); }

}  // namespace

void RecordFollower::begin(Time from) {
  from_ = latest_ = from;
  files_.clear();
  tables_.clear();
  known_.clear();
}

RecordFollower::Step RecordFollower::take(const std::vector<ReplayInput>& inputs,
                                          std::span<const pbx::TrunkHost> trunks, Time now) {
  Step step;
  now_ = now;
  records_ = track::CallRecords(trunks);
  for (const ReplayInput& input : inputs) {
    if (step.calls.size() >= kCallsMax) break;
    input.place ? read_table(input, step) : read_file(input, step);
  }
  // What is not there any more was rotated away.
  std::erase_if(files_, [&](const auto& file) {
    return std::ranges::find(inputs, file.first, &ReplayInput::path) == inputs.end();
  });
  std::ranges::stable_sort(step.calls, {}, [](const Call& call) { return call.ended.value_or(call.began); });
  forget_old();
  return step;
}

void RecordFollower::read_file(const ReplayInput& input, Step& step) {
  auto opened = sources::Input::open(input.path);
  if (!opened) {
    step.remarks.push_back(opened.error().message);
    return;
  }
  const sources::InputInfo& info = (*opened)->info();
  const bool seen = files_.contains(input.path);
  if (!seen && files_.size() >= kFilesMax) return;
  File& state = files_[input.path];
  const bool same = state.device == info.device && state.inode == info.inode;
  const bool packed = info.compression != sources::Compression::none;
  // Of what does not grow any more nothing is news but once: rotated files are left as they were.
  if (same && (packed || info.size == state.offset)) return;
  if (!same || info.size < state.offset) state.offset = 0;
  state.device = info.device;
  state.inode = info.inode;
  if (!seen && info.modified < from_ - kWrittenLate) {
    state.offset = packed ? 0 : info.size;
    return;
  }
  if (Status skipped = (*opened)->skip_to(state.offset); !skipped) {
    step.remarks.push_back(skipped.error().message);
    return;
  }
  read_rows(input, **opened, state, step);
}

void RecordFollower::read_rows(const ReplayInput& input, sources::Input& file, File& state, Step& step) {
  std::vector<char> buffer(4 * parse::kCsvRowMax);
  parse::RowIndex index;
  parse::CsvRow row;
  for (size_t held = 0; step.calls.size() < kCallsMax;) {
    auto got = file.read(std::span(buffer).subspan(held));
    if (!got) step.remarks.push_back(got.error().message);
    if (!got || *got == 0) return;  // half a row waits for its end
    held += *got;
    size_t taken = 0;
    index.forget();
    for (std::string_view bytes(buffer.data(), held); taken < held; taken += row.length) {
      index.read(bytes.substr(taken), false, row);
      if (row.length == 0) break;
      if (!state.layout || state.layout->columns() != row.columns) {
        auto header = parse::CdrLayout::of_header(row.all());
        const bool told = input.layout && input.layout->columns() == row.columns;
        auto layout = header ? header : told ? *input.layout : parse::CdrLayout::of_row(row.all());
        if (layout) state.layout = layout;
        if (header) continue;
      }
      auto record = state.layout ? parse::read_cdr(row, *state.layout) : std::nullopt;
      if (record) take_record(*record, input, step);
    }
    state.offset += taken;
    std::copy(buffer.begin() + static_cast<ptrdiff_t>(taken), buffer.begin() + static_cast<ptrdiff_t>(held), buffer.begin());
    held -= taken;
  }
}

void RecordFollower::read_table(const ReplayInput& input, Step& step) {
  const std::string name = input.place->name();
  if (!tables_.contains(name) && tables_.size() >= kFilesMax) return;
  Table& state = tables_[name];
  if (!state.table) {
    state.table = std::make_unique<sources::RecordTable>(*input.place, options_of(input));
    const Time face = face_of(input.clock.zone, from_ - kWrittenLate);
    state.table->go_on_from(state.position.row != 0 || state.position.ended != Time{}
                                ? state.position
                                : sources::RecordPosition{0, face, face});
  }
  while (step.calls.size() < kCallsMax) {
    auto more = state.table->next();
    if (!more) step.remarks.push_back(more.error().message);
    if (!more || !*more) break;
    take_record(state.table->record(), input, step);
  }
  state.position = state.table->position();
}

void RecordFollower::take_record(const parse::CdrRow& record, const ReplayInput& input, Step& step) {
  Call call = records_.call_of(record, input.clock.zone, {});
  if (is_new(record, call)) step.calls.push_back(std::move(call));
}

bool RecordFollower::is_new(const parse::CdrRow& record, const Call& call) {
  const Time ended = call.ended.value_or(call.began);
  if (ended < from_) return false;
  const track::RecordIdentity identity = track::identity_of(record, call.began);
  bool fresh = known_.emplace(identity.by_moment, ended).second;
  if (identity.by_id) fresh &= known_.emplace(*identity.by_id, ended).second;
  latest_ = std::max(latest_, std::min(ended, now_));
  return fresh;
}

// What ended long before the latest is not news any more, and needs not be known.
void RecordFollower::forget_old() {
  from_ = std::max(from_, latest_ - kWrittenLate);
  std::erase_if(known_, [&](const auto& one) { return one.second < from_; });
  if (known_.size() > kKnownMax) {
    from_ = latest_;
    std::erase_if(known_, [&](const auto& one) { return one.second < from_; });
  }
}

void RecordFollower::save(ByteWriter& out) const {
  out.put(kVersion);
  out.put(from_);
  out.put(latest_);
  out.put(static_cast<uint32_t>(files_.size()));
  for (const auto& [path, file] : files_) {
    out.put(path);
    out.put(file.device);
    out.put(file.inode);
    out.put(file.offset);
  }
  out.put(static_cast<uint32_t>(tables_.size()));
  for (const auto& [name, table] : tables_) {
    out.put(name);
    out.put(table.position.row);
    out.put(table.position.began);
    out.put(table.position.ended);
  }
  out.put(static_cast<uint32_t>(known_.size()));
  for (const auto& [key, ended] : known_) {
    out.put(key);
    out.put(ended);
  }
}

bool RecordFollower::load(ByteReader& in) {
  begin({});
  bool good = in.get<uint8_t>() == kVersion;
  const Time from = in.get_time(), latest = in.get_time();
  for (uint32_t i = 0, count = in.get_count(28); i < count && !in.failed(); ++i) {
    File& file = files_[in.get_text(kPathMax)];
    file.device = in.get<uint64_t>();
    file.inode = in.get<uint64_t>();
    file.offset = in.get<uint64_t>();
  }
  for (uint32_t i = 0, count = in.get_count(28); i < count && !in.failed(); ++i) {
    sources::RecordPosition& position = tables_[in.get_text(kPathMax)].position;
    position.row = in.get<int64_t>();
    position.began = in.get_time();
    position.ended = in.get_time();
  }
  for (uint32_t i = 0, count = in.get_count(16); i < count && !in.failed(); ++i) {
    const auto key = in.get<uint64_t>();
    known_[key] = in.get_time();
  }
  if (!good || in.failed()) {
    begin({});
    return false;
  }
  from_ = from;
  latest_ = latest;
  return true;
}

}  // namespace denwaban::engine
