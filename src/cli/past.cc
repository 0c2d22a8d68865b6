// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/past.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "cli/past_records.h"
#include "cli/terminal.h"
#include "engine/assemble.h"
#include "engine/unopened.h"
#include "net/disk_files.h"
#include "pbx/read_exchange.h"
#include "sources/clock_inference.h"
#include "sources/discover.h"
#include "sources/log_name.h"

namespace denwaban::cli {
namespace {

// A folder holds other things, too: the first few are named, the rest counted. True: something that was asked
// for by name, or a log, could not be read.
bool tell_skipped(std::span<const sources::SkippedInput> skipped) {
  constexpr size_t kNamedMax = 5;
  bool failed = false;
  size_t harmless = 0;
  for (const auto& one : skipped) {
    failed |= one.failed;
    if (one.failed || ++harmless <= kNamedMax) complain(one.message);
  }
  if (harmless > kNamedMax)
    complain(fmt::format("{} more files are no logs that can be replayed", harmless - kNamedMax));
  return failed;
}

engine::InputForm form_of(parse::InputKind kind) {
  if (sources::is_capture(kind)) return engine::InputForm::capture;
  if (kind == parse::InputKind::cdr) return engine::InputForm::records;
  return kind == parse::InputKind::ami_session ? engine::InputForm::ami : engine::InputForm::log;
}

// One table may be named in several ways.
void add_records(Material& material, engine::ReplayInput input) {
  bool known = std::ranges::any_of(material.records, [&](const auto& one) { return one.path == input.path; });
  if (!known) material.records.push_back(std::move(input));
}

}  // namespace

PipelineSink::PipelineSink(engine::Pipeline& pipeline, const std::vector<engine::ReplayInput>& inputs,
                           engine::ReplayCalls* calls)
    : pipeline_(pipeline), calls_(calls) {
  std::map<std::string, uint16_t> numbers;
  for (const auto& input : inputs)
    channels_.push_back(
        numbers.emplace(sources::log_name(input.path), static_cast<uint16_t>(numbers.size())).first->second);
}

void PipelineSink::consume(std::vector<Event>& batch, Time) {
  if (channels_.size() > 1)
    for (Event& event : batch) event.channel = channels_[event.evidence.source];
  pipeline_.take(batch);
}

Result<Material> find_inputs(const Global& global, const Past& past, const settings::Settings& settings) {
  sources::ClockWishes wishes;
  if (!past.timezone.empty()) {
    wishes.zone = TimeZone::parse(past.timezone);
    if (!wishes.zone)
      return fail(
          ErrorKind::usage,
          fmt::format("unknown time zone \"{}\": write it like Europe/Berlin, UTC or +0900", past.timezone));
  }
  if (past.year != 0) wishes.year = past.year;
  wishes.order = parse::order_of_format(engine::read_exchange(settings).date_format);
  Material material;
  PastRecords records(settings, past);
  std::vector<std::string> paths;
  for (const std::string& path : past.paths) {
    if (!names_records(path)) {
      paths.push_back(path);
      continue;
    }
    auto named = records.named(path);
    if (!named) return tl::unexpected(named.error());
    for (engine::ReplayInput& input : *named) add_records(material, std::move(input));
  }
  sources::DiscoverOptions how;
  how.layouts = records.layouts();
  sources::Discovery found = sources::discover(paths, how);
  material.failed = tell_skipped(found.skipped);
  auto clocks = sources::infer_clocks(found.inputs, wishes, TimeZone::local());
  for (size_t i = 0; i < found.inputs.size(); ++i) {
    if (!clocks[i].note.empty() && !global.json) complain(clocks[i].note);
    const std::string& path = found.inputs[i].info.path;
    if (found.inputs[i].kind == parse::InputKind::sqlite) {
      bool sought = std::ranges::find(paths, path) == paths.end();
      if (auto input = records.in_file(path, sought)) add_records(material, std::move(*input));
      continue;
    }
    engine::ReplayInput input{path, clocks[i].clock, found.inputs[i].info.size,
                              form_of(found.inputs[i].kind)};
    if (input.form != engine::InputForm::records) {
      material.inputs.push_back(std::move(input));
      continue;
    }
    records.know(input);
    add_records(material, std::move(input));
  }
  std::ranges::sort(material.records, {}, &engine::ReplayInput::path);
  return material;
}

policy::Protected trunks_of(const pbx::Exchange& exchange) {
  pbx::TrunkBook book;
  book.follow(exchange.trunks);
  return {engine::protect_trunks(book.entries())};
}

engine::ReplayResult run_past(const Material& material, const Past& past, engine::Pipeline& pipeline,
                              engine::ReplayCalls* calls) {
  PipelineSink sink(pipeline, material.inputs, calls);
  engine::ReplayOptions how;
  how.threads = static_cast<unsigned>(past.threads);
  Progress progress;
  how.progress = [&](uint64_t done, uint64_t total) {
    progress.show(done, total);
    return true;
  };
  engine::ReplayResult result = engine::replay(material.inputs, sink, how);
  pipeline.finish();
  return result;
}

bool complain_about(const Material& material, const engine::ReplayResult& result) {
  bool failed = false;
  for (size_t i = 0; i < result.inputs.size(); ++i) {
    const auto& input = result.inputs[i];
    if (auto unopened = engine::unopened_sentence(material.inputs[i].path, input.unopened))
      complain(*unopened);
    if (!input.error) continue;
    complain(input.error->message);
    failed = true;
  }
  return failed;
}

}  // namespace denwaban::cli
