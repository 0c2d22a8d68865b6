// SPDX-License-Identifier: GPL-3.0-or-later
// `denwaban replay`: the pipeline over the past.
#include <fmt/format.h>

#include <chrono>
#include <memory>
#include <optional>

#include "cli/commands.h"
#include "cli/config.h"
#include "cli/fraud_past.h"
#include "cli/past.h"
#include "cli/replay_evidence.h"
#include "cli/terminal.h"
#include "engine/assemble.h"
#include "engine/replay.h"
#include "engine/replay_report.h"
#include "guard/find_atlas.h"
#include "model/call_json.h"
#include "model/fraud_json.h"
#include "model/names.h"
#include "text/sentences.h"

namespace denwaban::cli {
namespace {

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

void print_calls(const std::vector<Call>& calls, bool json, Time last, const Look& look, Output& output) {
  if (calls.empty()) return;
  std::vector<std::string> lines;
  for (const Call& call : calls) lines.push_back(call_json(call, last));
  if (json)
    for (const std::string& line : lines) output.line(line);
  else if (auto shown = show_calls(lines, look))
    output.line(*shown);
}

FindingTexts texts_of(const Finding& finding, ReplayEvidence& evidence) {
  return {text::finding_title(finding), text::finding_why(finding), evidence.texts_of(finding.evidence)};
}

std::vector<EvidenceRef> evidence_of(engine::ReplayReport& report, Severity mildest) {
  std::vector<EvidenceRef> refs;
  report.each([&](const Finding& finding) {
    if (finding.severity >= mildest) refs.insert(refs.end(), finding.evidence.begin(), finding.evidence.end());
  });
  return refs;
}

void print_json(engine::ReplayReport& report, const Summary& summary, ReplayEvidence& evidence,
                FraudPast& fraud, const std::vector<Call>& calls, Time last) {
  Output output;
  report.each([&](const Finding& finding) {
    output.line(finding_json(finding, texts_of(finding, evidence), Stream::replay));
  });
  fraud.each([&](const FraudFinding& finding, const FindingTexts& texts) {
    output.line(fraud_finding_json(finding, texts, Stream::replay));
  });
  report.each_decision([&](const Decision& decision) { output.line(decision_json(decision)); });
  print_calls(calls, true, last, {}, output);
  output.line(summary_json(summary));
}

void print_human(engine::ReplayReport& report, const Summary& summary, ReplayEvidence& evidence, FraudPast& fraud,
                 const Global& global, Severity mildest, const std::vector<Call>& calls, Time last) {
  Look look = look_of(global);
  size_t milder = 0;
  Output output;
  report.each([&](const Finding& finding) {
    if (finding.severity < mildest)
      ++milder;
    else
      output.line(show_finding({finding, texts_of(finding, evidence)}, look));
  });
  fraud.each([&](const FraudFinding& finding, const FindingTexts& texts) {
    if (finding.severity < mildest)
      ++milder;
    else
      output.line(show_fraud(finding, texts, look));
  });
  std::vector<Decision> taken;
  report.each_decision([&](const Decision& decision) {
    if (decision.action != Action::unban) taken.push_back(decision);
  });
  if (!taken.empty())
    output.line(look.style.paint(text::Role::heading, "what would have been decided") + "\n" +
                show_decisions(taken, look));
  Look at_the_end = look;
  at_the_end.now = last;
  print_calls(calls, false, last, at_the_end, output);
  output.text(fmt::format(
      "{} lines, {}{} events, {}{} findings{}, {} bans in {:.2f} s\n", summary.lines,
      summary.packets > 0 ? fmt::format("{} packets, ", summary.packets) : "", summary.events,
      summary.calls > 0 ? fmt::format("{} calls, ", summary.calls) : "",
      summary.findings, milder > 0 ? fmt::format(" ({} milder ones not shown: --severity info)", milder) : "",
      summary.bans, summary.seconds));
  if (auto sentence = fraud.sentence()) output.line(*sentence);
  if (summary.unrecognised > 0)
    output.text(fmt::format("{} lines were not recognised\n", summary.unrecognised));
}

int exit_status(const Material& material, const engine::ReplayResult& result, std::optional<Severity> worst,
                const std::string& fail_on) {
  if (complain_about(material, result) || material.failed) return 2;
  auto limit = parse_name<Severity>(fail_on);
  return limit && worst && *worst >= *limit ? 1 : 0;
}

}  // namespace

int run(const Global& global, const Replay& command) {
  auto started = std::chrono::steady_clock::now();
  auto settings = load_settings(global);
  if (!settings) return 2;
  auto material = find_inputs(global, command.past, settings->settings);
  if (!material) return complain(material.error());
  if (material->inputs.empty() && material->records.empty()) {
    if (!material->failed)
      complain(
          fmt::format("nothing to replay in {}: looked there, and in the folders in it, for Asterisk's logs "
                      "(messages, full, security; packed ones, too), call records (Master.csv) and captures of packets "
                      "(pcap, pcapng)",
                      fmt::join(command.past.paths, ", ")));
    return 2;
  }

  pbx::Exchange exchange = engine::read_exchange(settings->settings);
  engine::PipelineOptions options = engine::pipeline_options(settings->settings, exchange);
  options.policy.dry_run = true;
  engine::ReplayReport report;
  knowledge::Atlas atlas = guard::find_atlas(settings->settings);
  auto pipeline = std::make_unique<engine::Pipeline>(options, HashSeed{}, report);
  pipeline->know(&atlas);
  pipeline->policy().protect(trunks_of(exchange));
  engine::ReplayCalls calls(exchange.trunks, command.calls);
  engine::ReplayResult result = run_past(*material, command.past, *pipeline, &calls);
  pipeline.reset();  // its memory serves the report
  FraudPast fraud(material->records, settings->settings, exchange);
  if (Status ready = fraud.run(&calls); !ready) return complain(ready.error());

  auto mildest =
      global.json ? Severity::info : parse_name<Severity>(command.severity).value_or(Severity::low);
  ReplayEvidence evidence(material->inputs, result.inputs, evidence_of(report, mildest));
  Summary summary;
  const engine::RecordsResult& records = fraud.result();
  summary.lines = result.counts.lines + records.counts.lines;
  summary.packets = result.counts.packets;
  summary.events = result.counts.events;
  summary.findings = report.findings_total() + fraud.findings_total();
  summary.bans = report.bans();
  summary.bytes = result.counts.bytes + records.counts.bytes;
  summary.unrecognised = result.counts.unrecognised + records.counts.unrecognised;
  summary.dropped = report.dropped() + calls.dropped() + fraud.dropped();
  summary.calls = calls.count() + records.calls - records.heard;
  std::vector<Call> told = command.calls ? calls.all() : std::vector<Call>();
  summary.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - started).count();
  if (global.json)
    print_json(report, summary, evidence, fraud, told, result.last);
  else
    print_human(report, summary, evidence, fraud, global, mildest, told, result.last);
  if (fraud.complain_about_inputs()) material->failed = true;
  return exit_status(*material, result, std::max(report.worst(), fraud.worst()), command.fail_on);
}

}  // namespace denwaban::cli
