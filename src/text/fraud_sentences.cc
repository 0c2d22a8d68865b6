// SPDX-License-Identifier: GPL-3.0-or-later
#include "text/fraud_sentences.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <vector>

#include "model/names.h"
#include "text/message.h"
#include "text/printable.h"
#include "text/span.h"

namespace denwaban::text {
namespace {

constexpr size_t kNameWidthMax = 40;

std::string subject_text(const FraudSubject& subject, Language language) {
  if (!subject.account.empty())
    return say("finding.account", {{"account", printable(subject.account, kNameWidthMax)}}, language);
  if (!subject.trunk.empty()) return say("fraud.trunk", {{"trunk", printable(subject.trunk, kNameWidthMax)}}, language);
  if (!subject.number.empty()) return "+" + printable(subject.number, kNameWidthMax);
  return say("fraud.exchange", {}, language);
}

std::string country_text(const std::string& code, Language language) {
  std::string id = "country." + code;
  return find_pattern(id, language) ? say(id, {}, language) : printable(code, kNameWidthMax);
}

// The first few; the finding holds them all.
std::string countries_text(const FraudFinding& finding, Language language) {
  constexpr size_t kShown = 4;
  std::string text;
  for (size_t i = 0; i < std::min(finding.countries.size(), kShown); ++i)
    text += (i > 0 ? ", " : "") + country_text(finding.countries[i], language);
  return finding.countries.size() > kShown ? text + " …" : text;
}

// Whole numbers can be counted ("{calls|# call|# calls}"), all else is text.
Argument argument_of(const FraudFact& fact, Language language) {
  if (fact.name == "tester") return {fact.name, printable(fact.value, kNameWidthMax)};  // an account, no count
  uint64_t number = 0;
  const char* end = fact.value.data() + fact.value.size();
  auto [stop, error] = std::from_chars(fact.value.data(), end, number);
  if (error == std::errc() && stop == end && !fact.value.empty()) return {fact.name, number};
  if (fact.name == "country") return {fact.name, country_text(fact.value, language)};
  return {fact.name, printable(fact.value, kNameWidthMax)};
}

// Facts stand before what the finding says by itself: a detector may say it better.
std::vector<Argument> arguments_of(const FraudFinding& f, Language language) {
  std::vector<Argument> arguments;
  for (const FraudFact& fact : f.facts) arguments.push_back(argument_of(fact, language));
  Seconds span = std::chrono::round<Seconds>(f.last - f.first);
  arguments.emplace_back("subject", subject_text(f.subject, language));
  arguments.emplace_back("count", f.count);
  arguments.emplace_back("accounts", uint64_t{f.accounts.size()});
  arguments.emplace_back("numbers", uint64_t{f.numbers.size()});
  arguments.emplace_back("number", f.numbers.empty() ? std::string() : "+" + printable(f.numbers.front(), kNameWidthMax));
  arguments.emplace_back("countries", countries_text(f, language));
  arguments.emplace_back("span", span.count() > 0 ? span_text(span, language) : std::string());
  arguments.emplace_back("cost_at_alarm", money_text(f.cost_at_alarm));
  arguments.emplace_back("cost", f.cost.amount.micros > 0 ? money_text(f.cost) : std::string());
  return arguments;
}

// The pattern's own sentence, else the detector's.
std::string sentence(std::string_view what, const FraudFinding& f, Language language) {
  std::string general = fmt::format("fraud.{}.{}", what, name_of(f.detector));
  std::string special = fmt::format("{}.{}", general, f.pattern);
  return say(find_pattern(special, language) ? special : general, arguments_of(f, language), language);
}

}  // namespace

std::string fraud_title(const FraudFinding& finding, Language language) { return sentence("title", finding, language); }
std::string fraud_why(const FraudFinding& finding, Language language) { return sentence("why", finding, language); }

std::string money_text(const Money& money) {
  constexpr int64_t kHundredth = Amount::kUnit / 100;
  std::string amount = money.amount.text();
  if (money.amount.micros >= kHundredth || money.amount.micros <= -kHundredth) amount.resize(amount.find('.') + 3);
  return fmt::format("{} {}", amount, money.currency.text());
}

}  // namespace denwaban::text
