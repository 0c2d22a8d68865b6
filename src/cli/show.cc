// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/show.h"

#include <fmt/format.h>

#include "model/names.h"
#include "text/printable.h"
#include "text/sentences.h"
#include "text/table.h"

namespace denwaban::cli {
namespace {

using text::Role;

std::string clock_text(Time time) {
  std::string full = to_rfc3339(time);  // 2026-11-21T19:30:01.123Z
  return full.substr(0, 10) + " " + full.substr(11, 8);
}

std::string who(const Subject& subject) {
  if (subject.account) return fmt::format("account {}", text::printable(*subject.account, 40));
  if (subject.prefix) return text::prefix_text(*subject.prefix);
  return subject.address ? subject.address->to_string() : "-";
}

std::string joined(std::span<const std::string> words, uint64_t total, size_t most) {
  std::string out;
  for (size_t i = 0; i < words.size() && i < most; ++i)
    out += (i > 0 ? ", " : "") + text::printable(words[i], 40);
  if (total > most) out += fmt::format(" … ({} in all)", total);
  return out;
}

}  // namespace

std::string show_finding(const ToldFinding& told, const Look& look) {
  const Finding& f = told.finding;
  std::string severity = look.style.paint(text::role_of(f.severity), std::string(name_of(f.severity)));
  std::string out = fmt::format("{}  {}\n", severity, text::printable(told.texts.title, 300));
  out += fmt::format("    {}\n", text::printable(told.texts.why, 600));
  out += fmt::format("    {} to {} UTC, {}, {} attempts, address {}, finding {}\n", clock_text(f.first),
                     clock_text(f.last), name_of(f.service), f.count, name_of(f.proof), f.id);
  if (!f.accounts.empty()) out += fmt::format("    accounts: {}\n", joined(f.accounts, f.accounts_total, 12));
  for (size_t i = 0; i < told.texts.evidence.size() && i < 6; ++i) {
    const EvidenceText& evidence = told.texts.evidence[i];
    std::string place =
        evidence.line > 0 ? fmt::format("{}:{}", evidence.file, evidence.line) : evidence.file;
    out += look.style.paint(Role::faint,
                            fmt::format("      {}  {}", place, text::printable(evidence.text, 240))) +
           "\n";
  }
  return out;
}

std::string show_findings(std::span<const ToldFinding> told, const Look& look) {
  text::Table table(
      {{"LAST (UTC)"}, {"SEVERITY"}, {"DETECTOR"}, {"WHO"}, {"COUNT", text::Align::right}, {"WHY"}});
  for (const ToldFinding& one : told) {
    const Finding& f = one.finding;
    table.add({clock_text(f.last),
               {std::string(name_of(f.severity)), text::role_of(f.severity)},
               std::string(name_of(f.detector)),
               who(f.subject),
               fmt::format("{}", f.count),
               one.texts.why});
  }
  return table.empty() ? "nothing was found\n" : table.render(look.style, look.width);
}

std::string show_decisions(std::span<const Decision> decisions, const Look& look) {
  text::Table table({{"TIME (UTC)"}, {"ACTION"}, {"WHOM"}, {"WHY"}});
  for (const Decision& d : decisions) {
    Role role = d.action == Action::ban    ? Role::danger
                : d.action == Action::shed ? Role::warning
                                           : Role::plain;
    table.add({clock_text(d.time),
               {std::string(name_of(d.action)), role},
               text::decision_target(d),
               text::decision_sentence(d)});
  }
  return table.empty() ? std::string() : table.render(look.style, look.width);
}

}  // namespace denwaban::cli
