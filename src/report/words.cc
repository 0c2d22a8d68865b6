// SPDX-License-Identifier: GPL-3.0-or-later
#include "report/words.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "text/message.h"
#include "text/printable.h"

namespace denwaban::report {
namespace {

double ratio(uint64_t part, uint64_t whole) { return static_cast<double>(part) / static_cast<double>(whole); }

std::string catalogued(const std::string& id, const std::string& else_text) {
  return text::find_pattern(id) ? text::say(id) : text::printable(else_text, 80);
}

uint64_t countries_in(const Observation& observation) {
  uint64_t count = 0;
  for (const Observation::Part& part : observation.parts)
    if (part.dimension == Dimension::country)
      count = static_cast<uint64_t>(std::ranges::count_if(
          part.rows, [](const auto& row) { return row.key != "unknown" && row.key != "private"; }));
  return count;
}

}  // namespace

std::string title_of(Dimension dimension) {
  return text::say(fmt::format("observe.of.{}", name_of(dimension)));
}
std::string about(Dimension dimension) {
  return text::say(fmt::format("observe.about.{}", name_of(dimension)));
}

std::string words_for(Dimension dimension, const std::string& key) {
  switch (dimension) {
    case Dimension::kind:
      return catalogued("observe.kind." + key, key);
    case Dimension::service:
      return catalogued("observe.service." + key, key);
    case Dimension::country:
      if (key == "unknown" || key == "private") return text::say("observe." + key);
      return catalogued("country." + key, key);
    case Dimension::network:
      if (key == "unknown" || key == "private") return text::say("observe." + key);
      return text::printable(key, 80);
    case Dimension::transport: {
      std::string upper = key;
      for (char& c : upper)
        if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 32);
      return text::printable(upper, 80);
    }
    default:
      return text::printable(key, 80);
  }
}

std::string month_words(const std::string& month) {
  if (month.size() != 7) return month;
  return text::say("month." + month.substr(5), {{"year", month.substr(0, 4)}});
}

std::string headline(const Observation& observation) {
  return text::say("observe.headline", {{"attempts", observation.attempts},
                                        {"addresses", observation.addresses},
                                        {"countries", countries_in(observation)}});
}

std::string percent_text(uint64_t part, uint64_t whole) {
  if (whole == 0) return "–";
  double percent = 100 * ratio(part, whole);
  if (percent > 0 && percent < 0.1) return "< 0.1 %";
  return fmt::format("{:.1f} %", percent);
}

std::string change_text(const Observation& observation, uint64_t now, uint64_t before) {
  if (observation.against.empty()) return "";
  if (before == 0) return now == 0 ? "" : text::say("observe.new");
  double times = ratio(now, before);
  if (times >= 3) return fmt::format("×{:.1f}", times);
  double percent = 100 * (times - 1);
  if (std::abs(percent) < 0.5) return "±0 %";
  return fmt::format("{}{:.0f} %", percent < 0 ? "−" : "+", std::abs(percent));
}

std::string change_sentence(const Observation& observation) {
  if (observation.against.empty()) return "";
  text::Argument month("month", month_words(observation.against));
  uint64_t now = observation.attempts, before = observation.attempts_before;
  if (before == 0) return text::say("observe.none_before", {month});
  double times = ratio(now, before);
  if (times >= 3)
    return text::say("observe.times", {text::Argument("times", fmt::format("{:.1f}", times)), month});
  auto percent = static_cast<uint64_t>(std::llround(std::abs(100 * (times - 1))));
  if (percent == 0) return text::say("observe.same", {month});
  return text::say(times > 1 ? "observe.more" : "observe.fewer", {text::Argument("percent", percent), month});
}

std::string proven_sentence(const Observation& observation) {
  if (observation.attempts == 0) return "";
  auto percent = static_cast<uint64_t>(std::llround(100 * ratio(observation.proven, observation.attempts)));
  return text::say("observe.proven", {{"percent", percent}});
}

}  // namespace denwaban::report
