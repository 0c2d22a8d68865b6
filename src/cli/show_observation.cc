// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/show_observation.h"

#include <fmt/format.h>

#include "report/words.h"
#include "text/message.h"
#include "text/table.h"

namespace denwaban::cli {
namespace {

using report::Observation;
using text::Align;
using text::Role;

constexpr size_t kNameMax = 44, kBarMax = 24;
constexpr size_t kMonthsMax = 12;

// Eighths of a column.
std::string bar(uint64_t count, uint64_t most) {
  static constexpr const char* kPart[] = {"", "▏", "▎", "▍", "▌", "▋", "▊", "▉"};
  if (most == 0) return "";
  auto eighths =
      static_cast<size_t>(static_cast<double>(count) / static_cast<double>(most) * kBarMax * 8 + 0.5);
  std::string out;
  for (size_t i = 0; i < eighths / 8; ++i) out += "█";
  return out + kPart[eighths % 8];
}

std::string part_text(const Observation& observation, const Observation::Part& part, const Look& look) {
  std::string out = "\n" + look.style.paint(Role::heading, report::title_of(part.dimension)) + "  " +
                    look.style.paint(Role::faint, report::about(part.dimension)) + "\n";
  if (part.rows.empty()) return out + "  " + text::say("observe.nothing_here") + "\n";
  bool compared = !observation.against.empty();
  std::vector<text::Column> columns{{"", Align::left},
                                    {text::say("observe.attempts"), Align::right},
                                    {text::say("observe.share"), Align::right}};
  if (compared) columns.push_back({text::say("observe.change"), Align::right});
  if (look.width >= 80) columns.push_back({"", Align::left});
  text::Table table(columns);
  uint64_t shown = 0;
  auto add = [&](const std::string& name, uint64_t count, uint64_t before, Role role) {
    std::vector<text::Cell> cells{{text::printable(name, kNameMax), role},
                                  {text::grouped(count)},
                                  {report::percent_text(count, part.total), Role::faint}};
    if (compared) cells.emplace_back(report::change_text(observation, count, before));
    cells.emplace_back(bar(count, part.rows.front().count), Role::notice);
    table.add(std::move(cells));
    shown += count;
  };
  for (const Observation::Row& row : part.rows)
    add("  " + report::words_for(part.dimension, row.key), row.count, row.before, Role::plain);
  if (shown < part.total) {
    uint64_t before = part.total_before;
    for (const Observation::Row& row : part.rows) before -= std::min(before, row.before);
    add("  " + text::say("observe.rest"), part.total - shown, before, Role::faint);
  }
  return out + table.render(look.style, look.width);
}

std::string months_text(const Observation& observation, const Look& look) {
  if (observation.months.size() < 2) return "";
  text::Table table({{"", Align::left},
                     {text::say("observe.attempts"), Align::right},
                     {text::say("observe.addresses"), Align::right},
                     {"", Align::left}});
  uint64_t most = 0;
  for (const auto& month : observation.months) most = std::max(most, month.attempts);
  size_t first = observation.months.size() > kMonthsMax ? observation.months.size() - kMonthsMax : 0;
  for (size_t i = first; i < observation.months.size(); ++i) {
    const auto& month = observation.months[i];
    table.add({{"  " + month.month},
               {text::grouped(month.attempts)},
               {text::grouped(month.addresses)},
               {look.width >= 80 ? bar(month.attempts, most) : "", Role::notice}});
  }
  return "\n" + look.style.paint(Role::heading, text::say("observe.by_month")) + "\n" +
         table.render(look.style, look.width);
}

}  // namespace

std::string show_observation(const Observation& observation, const Look& look) {
  std::string out;
  if (observation.month.empty()) {
    out = text::say("observe.nothing") + "\n";
  } else {
    out = look.style.paint(Role::heading, text::say("observe.title.month",
                                                    {{"month", report::month_words(observation.month)}})) +
          "\n" + report::headline(observation) + "\n";
    if (std::string change = report::change_sentence(observation); !change.empty()) out += change + "\n";
    if (std::string proven = report::proven_sentence(observation); !proven.empty()) out += proven + "\n";
    out += months_text(observation, look);
    for (const Observation::Part& part : observation.parts)
      if (!part.rows.empty() || observation.parts.size() == 1) out += part_text(observation, part, look);
  }
  for (const std::string& remark : observation.remarks)
    out += "\n" + look.style.paint(Role::notice, text::printable(remark, 400));
  return observation.remarks.empty() ? out : out + "\n";
}

}  // namespace denwaban::cli
