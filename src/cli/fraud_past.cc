// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/fraud_past.h"

#include <fmt/format.h>

#include <algorithm>

#include "cli/replay_evidence.h"
#include "cli/terminal.h"
#include "engine/assemble_fraud.h"
#include "model/names.h"
#include "text/fraud_sentences.h"
#include "text/message.h"
#include "text/printable.h"

namespace denwaban::cli {
namespace {

// Dial strings hold passwords, if somebody wrote them there: SIP/name:secret@provider/0301234567.
std::string without_secrets(std::string text) {
  for (size_t at = text.find('@'); at != text.npos; at = text.find('@', at + 1)) {
    size_t begin = text.find_last_of("/,\"&", at) + 1;  // behind it, or the front
    if (text.compare(begin, 4, "sip:") == 0) begin += 4;
    size_t colon = text.find(':', begin);
    if (colon == text.npos || colon > at) continue;
    text.replace(colon + 1, at - colon - 1, "…");
    at = text.find('@', colon);
  }
  return text;
}

std::string clock_text(Time time) { return to_rfc3339(time).substr(0, 16).replace(10, 1, " "); }

}  // namespace

Status FraudPast::run(const engine::ReplayCalls* sessions) {
  if (inputs_.empty()) return {};
  auto options = engine::fraud_options(settings_, exchange_, SystemClock().now());
  if (!options) return tl::unexpected(options.error());
  report_.emplace(std::move(*options));
  Progress progress;
  auto show = [&](uint64_t done, uint64_t total) {
    if (total > 0) progress.show(done, total);
    return true;
  };
  result_ = engine::replay_records(inputs_, exchange_.trunks, *report_, sessions, show);
  report_->finish();
  return {};
}

void FraudPast::each(const std::function<void(const FraudFinding&, const FindingTexts&)>& take) {
  if (!report_) return;
  std::vector<EvidenceRef> refs;
  for (const FraudFinding& finding : report_->findings())
    refs.insert(refs.end(), finding.evidence.begin(), finding.evidence.end());
  ReplayEvidence evidence(inputs_, result_.inputs, refs);
  for (const FraudFinding& finding : report_->findings()) {
    FindingTexts texts{text::fraud_title(finding), text::fraud_why(finding), evidence.texts_of(finding.evidence)};
    for (EvidenceText& place : texts.evidence) place.text = without_secrets(std::move(place.text));
    take(finding, texts);
  }
}

std::optional<std::string> FraudPast::sentence() const {
  if (!report_) return std::nullopt;
  engine::FraudReport::Bill bill = report_->bill();
  if (bill.findings == 0) return std::nullopt;
  return text::say("fraud.bill", {{"findings", bill.findings},
                                  {"cost", text::money_text(bill.cost)},
                                  {"saved", text::money_text(bill.after_alarm)}});
}

bool FraudPast::complain_about_inputs() const {
  bool failed = false;
  for (const auto& input : result_.inputs) {
    if (!input.error) continue;
    complain(input.error->message);
    failed = true;
  }
  if (result_.late > 0) complain(text::say("fraud.late", {{"count", result_.late}}));
  return failed;
}

std::optional<Severity> FraudPast::worst() const {
  if (!report_ || report_->findings().empty()) return std::nullopt;
  return std::ranges::max(report_->findings(), {}, &FraudFinding::severity).severity;
}

std::string show_fraud(const FraudFinding& f, const FindingTexts& texts, const Look& look) {
  constexpr size_t kShown = 6;
  std::string severity = look.style.paint(text::role_of(f.severity), std::string(name_of(f.severity)));
  std::string out = fmt::format("{}  {}\n    {}\n", severity, text::printable(texts.title, 300), text::printable(texts.why, 600));
  out += fmt::format("    alarm {} UTC, {} calls, {} lost before it and {} after, finding {}\n", clock_text(f.raised), f.count,
                     text::money_text(f.cost_at_alarm),
                     text::money_text({Amount{f.cost.amount.micros - f.cost_at_alarm.amount.micros}, f.cost.currency}), f.id);
  for (size_t i = 0; i < std::min(texts.evidence.size(), kShown); ++i) {
    const EvidenceText& place = texts.evidence[i];
    std::string where = place.line > 0 ? fmt::format("{}:{}", place.file, place.line) : place.file;
    out += look.style.paint(text::Role::faint, fmt::format("      {}  {}", where, text::printable(place.text, 240))) + "\n";
  }
  return out;
}

}  // namespace denwaban::cli
