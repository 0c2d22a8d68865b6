// SPDX-License-Identifier: GPL-3.0-or-later
#include "text/sentences.h"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

#include "model/names.h"
#include "text/message.h"
#include "text/printable.h"
#include "text/span.h"

namespace denwaban::text {
namespace {

constexpr size_t kNameWidthMax = 40;  // of an account in a sentence

std::string account_of(const Finding& f, Language language) {
  if (f.subject.account) return printable(*f.subject.account, kNameWidthMax);
  if (!f.accounts.empty()) return printable(f.accounts.front(), kNameWidthMax);
  return say("finding.account_unknown", {}, language);
}

std::string subject_text(const Subject& subject, Language language) {
  if (subject.address) return subject.address->to_string();
  if (subject.prefix) return prefix_text(*subject.prefix);
  if (subject.account)
    return say("finding.account", {{"account", printable(*subject.account, kNameWidthMax)}}, language);
  return say("finding.someone", {}, language);
}

// The first few; the finding holds them all.
std::string details_of(const Finding& f) {
  constexpr size_t kShown = 4;
  std::string text;
  for (size_t i = 0; i < std::min(f.details.size(), kShown); ++i)
    text += (i > 0 ? ", " : "") + printable(f.details[i], kNameWidthMax);
  return f.details.size() > kShown ? text + " …" : text;
}

std::vector<Argument> arguments_of(const Finding& f, Language language) {
  Seconds span = std::chrono::round<Seconds>(f.last - f.first);
  return {
      {"subject", subject_text(f.subject, language)},
      {"account", account_of(f, language)},
      {"count", f.count},
      {"accounts", std::max<uint64_t>(f.accounts_total, f.accounts.size())},
      {"addresses", std::max<uint64_t>(f.addresses_total, f.addresses.size())},
      {"proven", f.addresses_proven},
      {"span", span.count() > 0 ? span_text(span, language) : std::string()},
      {"service", say(fmt::format("finding.service.{}", name_of(f.service)), {}, language)},
      {"details", details_of(f)},
  };
}

// The pattern's own sentence, else the detector's.
std::string sentence(std::string_view what, const Finding& f, Language language) {
  std::string general = fmt::format("finding.{}.{}", what, name_of(f.detector));
  std::string special = fmt::format("{}.{}", general, f.pattern);
  return say(find_pattern(special, language) ? special : general, arguments_of(f, language), language);
}

}  // namespace

std::string prefix_text(const IpPrefix& prefix) {
  return prefix.is_host() ? prefix.address().to_string() : prefix.to_string();
}

std::string finding_title(const Finding& finding, Language language) {
  return sentence("title", finding, language);
}

std::string finding_why(const Finding& finding, Language language) {
  std::string why = sentence("why", finding, language);
  // Among several addresses the sentence itself says how many are proven.
  bool one_source = finding.detector != Detector::campaign && finding.detector != Detector::account_guessing &&
                    finding.subject != Subject{};
  if (!one_source) return why;
  return fmt::format("{}; {}", why,
                     say(fmt::format("finding.proof.{}", name_of(finding.proof)), {}, language));
}

std::string duration_text(std::optional<Seconds> span, Language language) {
  if (!span) return say("decision.forever", {}, language);
  return say("decision.for", {{"span", span_text(*span, language)}}, language);
}

std::string decision_sentence(const Decision& d, Language language) {
  std::vector<Argument> arguments = {
      {"duration", duration_text(d.span, language)},
      {"port", uint64_t{d.port}},
      {"port_text", std::to_string(d.port)},
      {"level", uint64_t{d.level}},
      {"by", d.by.empty() ? say("decision.hand", {}, language) : d.by},
      {"note", d.note},
  };
  // Nothing done about calls is not the same as nobody banned.
  bool idle = d.action == Action::none && d.reason >= Reason::turned_off;
  std::string did =
      say(fmt::format("decision.{}{}", idle ? "idle" : name_of(d.action), d.dry_run ? ".dry" : ""), arguments, language);
  std::string because = say(fmt::format("decision.because.{}", name_of(d.reason)), arguments, language);
  if (because.empty()) return did;
  return fmt::format("{}{}{}", did, d.reason == Reason::by_hand ? " " : ": ", because);
}

namespace {

std::string calls_target(const Decision& d, const CallTarget& about, Language language) {
  auto shown = [](std::string_view text) { return printable(text, kNameWidthMax); };
  if (about.call.empty() && about.trunk.empty()) return subject_text(d.subject, language);
  return say(about.call.empty() ? "decision.about.trunk" : "decision.about.call",
             {{"account", shown(d.subject.account.value_or(""))},
              {"trunk", shown(about.trunk)},
              {"place", shown(about.place)},
              {"number", shown(about.number)}},
             language);
}

}  // namespace

std::string decision_target(const Decision& d, Language language) {
  if (d.about) return calls_target(d, *d.about, language);
  bool is_set = d.target != IpPrefix();
  std::string whom = is_set ? prefix_text(d.target) : subject_text(d.subject, language);
  if (d.port == 0) return whom;
  return say("decision.target_port", {{"target", whom}, {"port_text", std::to_string(d.port)}}, language);
}

}  // namespace denwaban::text
