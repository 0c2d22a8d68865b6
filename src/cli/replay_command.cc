// SPDX-License-Identifier: GPL-3.0-or-later
// `denwaban replay`: the pipeline over the past.
#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <memory>
#include <optional>

#include "cli/commands.h"
#include "cli/config.h"
#include "cli/replay_evidence.h"
#include "cli/terminal.h"
#include "engine/assemble.h"
#include "engine/replay.h"
#include "engine/replay_report.h"
#include "model/names.h"
#include "sources/clock_inference.h"
#include "sources/discover.h"
#include "sources/log_name.h"

namespace denwaban::cli {
namespace {

class PipelineSink final : public engine::EventSink {
 public:
  PipelineSink(engine::Pipeline& pipeline, const std::vector<engine::ReplayInput>& inputs)
      : pipeline_(pipeline) {
    std::map<std::string, uint16_t> numbers;
    for (const auto& input : inputs)
      channels_.push_back(
          numbers.emplace(sources::log_name(input.path), static_cast<uint16_t>(numbers.size()))
              .first->second);
  }
  void consume(std::vector<Event>& batch, Time) override {
    if (channels_.size() > 1)
      for (Event& event : batch) event.channel = channels_[event.evidence.source];
    pipeline_.take(batch);
  }
  void end_of_input(uint32_t) override {}

 private:
  engine::Pipeline& pipeline_;
  std::vector<uint16_t> channels_;
};

// What is to be replayed, and what was said on the way.
struct Material {
  std::vector<engine::ReplayInput> inputs;
  bool failed = false;
};

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
  return kind == parse::InputKind::ami_session ? engine::InputForm::ami : engine::InputForm::log;
}

Result<Material> find_inputs(const Global& global, const Replay& command) {
  sources::ClockWishes wishes;
  if (!command.timezone.empty()) {
    wishes.zone = TimeZone::parse(command.timezone);
    if (!wishes.zone)
      return fail(ErrorKind::usage,
                  fmt::format("unknown time zone \"{}\": write it like Europe/Berlin, UTC or +0900",
                              command.timezone));
  }
  if (command.year != 0) wishes.year = command.year;
  sources::Discovery found = sources::discover(command.paths);
  Material material;
  material.failed = tell_skipped(found.skipped);
  auto clocks = sources::infer_clocks(found.inputs, wishes, TimeZone::local());
  for (size_t i = 0; i < found.inputs.size(); ++i) {
    if (!clocks[i].note.empty() && !global.json) complain(clocks[i].note);
    material.inputs.push_back({found.inputs[i].info.path, clocks[i].clock, found.inputs[i].info.size,
                               form_of(found.inputs[i].kind)});
  }
  return material;
}

// Written in pieces: a call to the system for each line would cost more than the line.
class Output {
 public:
  ~Output() { flush(); }
  void text(std::string_view text) {
    buffer_ += text;
    if (buffer_.size() > kPiece) flush();
  }
  void line(std::string_view text) {
    buffer_ += text;
    this->text("\n");
  }

 private:
  static constexpr size_t kPiece = 64 * 1024;
  void flush() {
    print(buffer_);
    buffer_.clear();
  }
  std::string buffer_;
};

void print_json(engine::ReplayReport& report, const Summary& summary, ReplayEvidence& evidence) {
  Output output;
  report.each([&](const Finding& finding) {
    output.line(finding_json(finding, evidence.texts_of(finding), Stream::replay));
  });
  report.each_decision([&](const Decision& decision) { output.line(decision_json(decision)); });
  output.line(summary_json(summary));
}

void print_human(engine::ReplayReport& report, const Summary& summary, ReplayEvidence& evidence,
                 const Global& global, Severity mildest) {
  Look look = look_of(global);
  size_t milder = 0;
  Output output;
  report.each([&](const Finding& finding) {
    if (finding.severity < mildest)
      ++milder;
    else
      output.line(show_finding({finding, evidence.texts_of(finding)}, look));
  });
  std::vector<Decision> taken;
  report.each_decision([&](const Decision& decision) {
    if (decision.action != Action::unban) taken.push_back(decision);
  });
  if (!taken.empty())
    output.line(look.style.paint(text::Role::heading, "what would have been decided") + "\n" +
                show_decisions(taken, look));
  output.text(fmt::format(
      "{} lines, {}{} events, {} findings{}, {} bans in {:.2f} s\n", summary.lines,
      summary.packets > 0 ? fmt::format("{} packets, ", summary.packets) : "", summary.events,
      summary.findings, milder > 0 ? fmt::format(" ({} milder ones not shown: --severity info)", milder) : "",
      summary.bans, summary.seconds));
  if (summary.unrecognised > 0)
    output.text(fmt::format("{} lines were not recognised\n", summary.unrecognised));
}

// This machine's exchange, if it has one: its trunks are spared in the past, too.
policy::Protected trunks_of(const settings::Settings& settings) {
  pbx::TrunkBook book;
  book.follow(engine::read_exchange(settings).trunks);
  return {engine::protect_trunks(book.entries())};
}

int exit_status(const engine::ReplayResult& result, bool failed, std::optional<Severity> worst,
                const std::string& fail_on) {
  for (const auto& input : result.inputs) {
    if (!input.error) continue;
    complain(input.error->message);
    failed = true;
  }
  if (failed) return 2;
  auto limit = parse_name<Severity>(fail_on);
  return limit && worst && *worst >= *limit ? 1 : 0;
}

}  // namespace

int run(const Global& global, const Replay& command) {
  auto started = std::chrono::steady_clock::now();
  auto settings = load_settings(global);
  if (!settings) return 2;
  auto material = find_inputs(global, command);
  if (!material) return complain(material.error());
  if (material->inputs.empty() && material->failed) return 2;

  engine::PipelineOptions options = engine::pipeline_options(settings->settings);
  options.policy.dry_run = true;
  engine::ReplayReport report;
  auto pipeline = std::make_unique<engine::Pipeline>(options, HashSeed{}, report);
  pipeline->policy().protect(trunks_of(settings->settings));
  PipelineSink sink(*pipeline, material->inputs);
  engine::ReplayOptions how;
  how.threads = static_cast<unsigned>(command.threads);
  Progress progress;
  how.progress = [&](uint64_t done, uint64_t total) {
    progress.show(done, total);
    return true;
  };
  engine::ReplayResult result = engine::replay(material->inputs, sink, how);
  pipeline->finish();
  pipeline.reset();  // its memory serves the report

  auto mildest =
      global.json ? Severity::info : parse_name<Severity>(command.severity).value_or(Severity::low);
  ReplayEvidence evidence(material->inputs, result.inputs, report, mildest);
  Summary summary;
  summary.lines = result.counts.lines;
  summary.packets = result.counts.packets;
  summary.events = result.counts.events;
  summary.findings = report.findings_total();
  summary.bans = report.bans();
  summary.bytes = result.counts.bytes;
  summary.unrecognised = result.counts.unrecognised;
  summary.dropped = report.dropped();
  summary.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - started).count();
  if (global.json)
    print_json(report, summary, evidence);
  else
    print_human(report, summary, evidence, global, mildest);
  return exit_status(result, material->failed, report.worst(), command.fail_on);
}

}  // namespace denwaban::cli
