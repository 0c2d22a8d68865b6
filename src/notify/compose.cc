// SPDX-License-Identifier: GPL-3.0-or-later
#include "notify/compose.h"

#include <algorithm>
#include <vector>

#include "model/names.h"
#include "text/fraud_sentences.h"
#include "text/message.h"
#include "text/printable.h"
#include "text/sentences.h"

namespace denwaban::notify {
namespace {

constexpr size_t kDoneMax = 10;

using Decisions = std::vector<const Decision*>;

Decisions about(const std::string& finding, std::span<const Decision> decisions) {
  Decisions ours;
  for (const Decision& decision : decisions)
    if (std::ranges::find(decision.because, finding) != decision.because.end()) ours.push_back(&decision);
  return ours;
}

// Ended calls and bans are the guard's daily work; people are told when it asks for them, or when something
// stays shut.
bool is_for_people(const Decision* decision) {
  return decision->action == Action::notify || decision->action == Action::lock_account ||
         decision->action == Action::close_trunk;
}

std::string undo_of(const Decision& decision) {
  if (decision.dry_run) return {};
  switch (decision.action) {
    case Action::lock_account:
      return "denwaban unlock " + text::printable(decision.subject.account.value_or(std::string()));
    case Action::close_trunk:
      return decision.about ? "denwaban unlock --trunk " + text::printable(decision.about->trunk)
                            : std::string();
    case Action::ban:
    case Action::shed:
      return "denwaban unban " + decision.target.to_string();
    default:
      return {};
  }
}

void add_line(std::string& text, std::string_view line) {
  if (!line.empty()) text.append(line).append("\n");
}

// What was done, and how it is undone.
std::string deeds(const Decisions& decisions) {
  std::string done, undo;
  uint64_t ended = 0, more = 0;
  size_t told = 0;
  for (const Decision* decision : decisions) {
    if (decision->action == Action::hang_up && !decision->dry_run) {
      ++ended;
    } else if (told++ < kDoneMax) {
      add_line(done, "- " + text::decision_target(*decision) + ": " + text::decision_sentence(*decision));
      add_line(undo, undo_of(*decision).empty() ? std::string() : "    " + undo_of(*decision));
    } else {
      ++more;
    }
  }
  if (ended > 0) add_line(done, "- " + text::say("notify.ended", {{"count", ended}}));
  if (more > 0) add_line(done, "- " + text::say("notify.more", {{"count", more}}));
  if (!undo.empty()) done += "\n" + text::say("notify.undo") + "\n" + undo;
  return done;
}

Notice notice_of(std::string id, Severity severity, const std::string& title, Time now) {
  Notice notice;
  notice.id = std::move(id);
  notice.time = now;
  notice.severity = severity;
  notice.title = text::printable(std::string(name_of(severity)) + ": " + title, Notice::kTitleMax);
  return notice;
}

std::string printable_lines(std::string_view lines) {
  std::string out;
  while (!lines.empty() && out.size() < Notice::kTextMax) {
    const size_t end = std::min(lines.find('\n'), lines.size());
    out += text::printable(lines.substr(0, end), 900) + "\n";
    lines.remove_prefix(std::min(end + 1, lines.size()));
  }
  return out;
}

void finish(Notice& notice, const std::string& why, const std::string& facts, const Decisions& decisions,
            std::string record) {
  notice.text = printable_lines(notice.title + "\n" + why + "\n\n" + facts + "\n" + text::say("notify.done") +
                                "\n" + deeds(decisions));
  if (record.size() <= Notice::kRecordMax) notice.record = std::move(record);
}

std::string list_of(const std::vector<std::string>& names) {
  std::string list;
  for (size_t i = 0; i < names.size() && i < kDoneMax; ++i) list += (i > 0 ? ", " : "") + names[i];
  return names.size() > kDoneMax ? list + " …" : list;
}

}  // namespace

std::optional<Notice> compose(const FraudFinding& finding, std::span<const Decision> decisions,
                              std::string record, Time now) {
  const Decisions ours = about(finding.id, decisions);
  if (std::ranges::none_of(ours, is_for_people)) return std::nullopt;
  Notice notice = notice_of(finding.id, finding.severity, text::fraud_title(finding), now);
  const std::string facts = text::say("notify.calls", {{"count", finding.count},
                                                       {"since", to_rfc3339(finding.first)},
                                                       {"cost", text::money_text(finding.cost)},
                                                       {"accounts", list_of(finding.accounts)},
                                                       {"trunk", finding.subject.trunk},
                                                       {"numbers", list_of(finding.numbers)}});
  finish(notice, text::fraud_why(finding), facts + "\n", ours, std::move(record));
  return notice;
}

std::optional<Notice> compose(const Finding& finding, std::span<const Decision> decisions, std::string record,
                              Time now) {
  const Decisions ours = about(finding.id, decisions);
  if (std::ranges::none_of(ours, is_for_people)) return std::nullopt;
  Notice notice = notice_of(finding.id, finding.severity, text::finding_title(finding), now);
  const std::string facts = text::say("notify.attempts", {{"count", finding.count},
                                                          {"since", to_rfc3339(finding.first)},
                                                          {"addresses", finding.addresses_total},
                                                          {"accounts", list_of(finding.accounts)}});
  finish(notice, text::finding_why(finding), facts + "\n", ours, std::move(record));
  return notice;
}

Notice trial(Time now) {
  Notice notice;
  notice.time = now;
  notice.severity = Severity::info;
  notice.title = text::say("notify.trial.title");
  notice.text = text::say("notify.trial.text") + "\n";
  return notice;
}

}  // namespace denwaban::notify
