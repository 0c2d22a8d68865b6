// SPDX-License-Identifier: GPL-3.0-or-later
// `denwaban replay`: the pipeline over the past.
#include <fmt/format.h>

#include <chrono>
#include <map>

#include "cli/commands.h"
#include "cli/config.h"
#include "cli/terminal.h"
#include "engine/assemble.h"
#include "engine/replay.h"
#include "engine/replay_report.h"
#include "model/names.h"
#include "net/disk_files.h"
#include "pbx/read_exchange.h"
#include "sources/clock_inference.h"
#include "sources/discover.h"
#include "sources/evidence.h"
#include "sources/log_name.h"
#include "text/sentences.h"

namespace denwaban::cli {
namespace {

class PipelineSink final : public engine::EventSink {
 public:
  PipelineSink(engine::Pipeline& pipeline, const std::vector<engine::ReplayInput>& inputs) : pipeline_(pipeline) {
    std::map<std::string, uint16_t> numbers;
    for (const auto& input : inputs)
      channels_.push_back(numbers.emplace(sources::log_name(input.path), static_cast<uint16_t>(numbers.size())).first->second);
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

// A folder holds other things, too: the first few are named, the rest counted. True: something that was asked for by name, or
// a log, could not be read.
bool tell_skipped(std::span<const sources::SkippedInput> skipped) {
  constexpr size_t kNamedMax = 5;
  bool failed = false;
  size_t harmless = 0;
  for (const auto& one : skipped) {
    failed |= one.failed;
    if (one.failed || ++harmless <= kNamedMax) complain(one.message);
  }
  if (harmless > kNamedMax) complain(fmt::format("{} more files are no logs that can be replayed", harmless - kNamedMax));
  return failed;
}

Result<Material> find_inputs(const Global& global, const Replay& command) {
  sources::ClockWishes wishes;
  if (!command.timezone.empty()) {
    wishes.zone = TimeZone::parse(command.timezone);
    if (!wishes.zone)
      return fail(ErrorKind::usage, fmt::format("unknown time zone \"{}\": write it like Europe/Berlin, UTC or +0900", command.timezone));
  }
  if (command.year != 0) wishes.year = command.year;
  sources::Discovery found = sources::discover(command.paths);
  Material material;
  material.failed = tell_skipped(found.skipped);
  auto clocks = sources::infer_clocks(found.inputs, wishes, TimeZone::local());
  for (size_t i = 0; i < found.inputs.size(); ++i) {
    if (!clocks[i].note.empty() && !global.json) complain(clocks[i].note);
    material.inputs.push_back({found.inputs[i].info.path, clocks[i].clock, found.inputs[i].info.size});
  }
  return material;
}

using Evidence = std::map<std::pair<uint32_t, uint64_t>, EvidenceText>;

// One pass over each input for all the lines that findings point at.
Evidence look_up(const std::vector<engine::ReplayInput>& inputs, std::span<const Finding> findings) {
  std::vector<std::vector<EvidenceRef>> wanted(inputs.size());
  for (const Finding& finding : findings)
    for (const EvidenceRef& ref : finding.evidence)
      if (ref.source < wanted.size()) wanted[ref.source].push_back(ref);
  Evidence evidence;
  for (size_t source = 0; source < inputs.size(); ++source) {
    if (wanted[source].empty()) continue;
    auto texts = sources::read_evidence(inputs[source].path, wanted[source]);
    if (!texts) {
      complain(texts.error().message);
      continue;
    }
    for (size_t i = 0; i < texts->size(); ++i)
      evidence[{static_cast<uint32_t>(source), wanted[source][i].offset}] = {inputs[source].path, (*texts)[i].line, (*texts)[i].text};
  }
  return evidence;
}

FindingTexts texts_of(const Finding& finding, const Evidence& evidence) {
  FindingTexts texts{text::finding_title(finding), text::finding_why(finding), {}};
  for (const EvidenceRef& ref : finding.evidence)
    if (auto found = evidence.find({ref.source, ref.offset}); found != evidence.end()) texts.evidence.push_back(found->second);
  return texts;
}

void print_json(std::span<const Finding> findings, const engine::ReplayReport& report, const Summary& summary, const Evidence& evidence) {
  for (const Finding& finding : findings) print(finding_json(finding, texts_of(finding, evidence), Stream::replay) + "\n");
  for (const Decision& decision : report.decisions()) print(decision_json(decision) + "\n");
  print(summary_json(summary) + "\n");
}

void print_human(std::span<const Finding> findings, const engine::ReplayReport& report, const Summary& summary,
                 const Evidence& evidence, const Global& global, Severity mildest) {
  Look look = look_of(global);
  size_t milder = 0;
  for (const Finding& finding : findings) {
    if (finding.severity < mildest) {
      ++milder;
      continue;
    }
    print(show_finding({finding, texts_of(finding, evidence)}, look) + "\n");
  }
  std::vector<Decision> taken;
  for (const Decision& decision : report.decisions())
    if (decision.action != Action::unban) taken.push_back(decision);
  if (!taken.empty()) print(look.style.paint(text::Role::heading, "what would have been decided") + "\n" + show_decisions(taken, look) + "\n");
  print(fmt::format("{} lines, {} events, {} findings{}, {} bans in {:.2f} s\n", summary.lines, summary.events, summary.findings,
                    milder > 0 ? fmt::format(" ({} milder ones not shown: --severity info)", milder) : "", summary.bans, summary.seconds));
  if (summary.unrecognised > 0) print(fmt::format("{} lines were not recognised\n", summary.unrecognised));
}

// This machine's exchange, if it has one: its trunks are spared in the past, too.
policy::Protected trunks_of(const settings::Settings& settings) {
  net::DiskFiles files;
  pbx::TrunkBook book;
  book.follow(pbx::read_exchange(files, settings.pbx.config_dir).trunks);
  return {engine::protect_trunks(book.entries())};
}

int exit_status(const engine::ReplayResult& result, bool failed, std::span<const Finding> findings, const std::string& fail_on) {
  for (const auto& input : result.inputs) {
    if (!input.error) continue;
    complain(input.error->message);
    failed = true;
  }
  if (failed) return 2;
  auto limit = parse_name<Severity>(fail_on);
  for (const Finding& finding : findings)
    if (limit && finding.severity >= *limit) return 1;
  return 0;
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
  engine::Pipeline pipeline(options, HashSeed{}, report);
  pipeline.policy().protect(trunks_of(settings->settings));
  PipelineSink sink(pipeline, material->inputs);
  engine::ReplayOptions how;
  how.threads = static_cast<unsigned>(command.threads);
  Progress progress;
  how.progress = [&](uint64_t done, uint64_t total) {
    progress.show(done, total);
    return true;
  };
  engine::ReplayResult result = engine::replay(material->inputs, sink, how);
  pipeline.finish();

  std::vector<Finding> findings = report.take_findings();
  Evidence evidence = look_up(material->inputs, findings);
  Summary summary;
  summary.lines = result.counts.lines;
  summary.events = result.counts.events;
  summary.findings = report.findings_total();
  summary.bans = report.bans();
  summary.bytes = result.counts.bytes;
  summary.unrecognised = result.counts.unrecognised;
  summary.dropped = report.dropped();
  summary.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - started).count();
  if (global.json)
    print_json(findings, report, summary, evidence);
  else
    print_human(findings, report, summary, evidence, global, parse_name<Severity>(command.severity).value_or(Severity::low));
  return exit_status(result, material->failed, findings, command.fail_on);
}

}  // namespace denwaban::cli
