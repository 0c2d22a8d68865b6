// SPDX-License-Identifier: GPL-3.0-or-later
#include <fmt/format.h>

#include <algorithm>

#include "model/names.h"
#include "serve/desk/questions.h"

namespace denwaban::serve {
namespace {

Result<std::optional<report::MonthNumber>> month_in(const Asked& asked, const char* key) {
  std::string text = asked.text(key);
  if (text.empty()) return std::optional<report::MonthNumber>();
  auto month = report::parse_month(text);
  if (!month) return fail(ErrorKind::usage, fmt::format("not a month: \"{}\": write it like 2026-11", text));
  return month;
}

}  // namespace

Answered findings(Office& office, const Asked& asked) {
  FindingQuestion question;
  if (std::string text = asked.text("address"); !text.empty()) {
    question.address = IpAddress::parse(text);
    if (!question.address) return fail(ErrorKind::usage, fmt::format("not an address: \"{}\"", text));
  }
  if (std::string text = asked.text("detector"); !text.empty()) {
    question.detector = parse_name<Detector>(text);
    question.fraud_detector = parse_name<FraudDetector>(text);
    if (!question.detector && !question.fraud_detector)
      return fail(ErrorKind::usage, fmt::format("no detector is called \"{}\"", text));
  }
  if (std::string text = asked.text("severity"); !text.empty()) {
    question.severity_min = parse_name<Severity>(text);
    if (!question.severity_min)
      return fail(ErrorKind::usage, fmt::format("no severity is called \"{}\"", text));
  }
  if (std::string text = asked.text("since"); !text.empty()) {
    auto time = parse_rfc3339(text);
    if (!time) return tl::unexpected(time.error());
    question.since = *time;
  }
  if (auto limit = asked.number("limit"); limit && *limit > 0) question.limit = static_cast<size_t>(*limit);
  auto found = office.findings(question);
  if (!found) return tl::unexpected(found.error());
  std::string answer;
  for (const std::string& finding : *found) answer += finding + "\n";
  return answer;
}

Answered observe(Office& office, const Asked& asked) {
  report::Question question;
  auto month = month_in(asked, "month"), against = month_in(asked, "against");
  if (!month) return tl::unexpected(month.error());
  if (!against) return tl::unexpected(against.error());
  question.month = *month;
  question.against = *against;
  for (const ordered_json& name : asked.request.value("by", ordered_json::array())) {
    auto dimension = report::parse_dimension(name.is_string() ? name.get<std::string>() : std::string());
    if (!dimension) return fail(ErrorKind::usage, fmt::format("nothing is counted by {}", name.dump()));
    question.by.push_back(*dimension);
  }
  if (auto top = asked.number("top"); top && *top > 0)
    question.top = static_cast<size_t>(std::min<int64_t>(*top, 1000));
  auto lines = office.observed(question);
  if (!lines) return tl::unexpected(lines.error());
  std::string answer;
  for (const std::string& text : *lines) answer += text + "\n";
  return answer;
}

// The open ones; with `all` those that ended lately, too.
Answered calls(Office& office, const Asked& asked) {
  auto lines = office.calls(asked.flag("all"));
  if (!lines) return tl::unexpected(lines.error());
  std::string answer;
  for (const std::string& text : *lines) answer += text + "\n";
  return answer;
}

Answered status(Office& office, const Asked&) { return office.status() + "\n"; }

}  // namespace denwaban::serve
