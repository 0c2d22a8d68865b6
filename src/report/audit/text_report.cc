// SPDX-License-Identifier: GPL-3.0-or-later
#include "report/audit/text_report.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <tuple>

#include "audit/toll_severity.h"
#include "model/names.h"
#include "report/audit/paragraph.h"
#include "report/audit/sentences.h"
#include "report/audit/urgency.h"
#include "text/message.h"
#include "text/printable.h"
#include "text/table.h"

namespace denwaban::report {
namespace {

using text::Role;
using text::say;

constexpr size_t kPageWidth = 100;
constexpr size_t kAlsoMax = 5;   // further findings of one rule, a line each
constexpr size_t kWaysMax = 10;  // in the audit's own report
constexpr size_t kHopsMax = 12;
constexpr size_t kConditionsMax = 4;  // of what leads out of the dialplan, in one row
constexpr size_t kLineWidth = 160;

size_t width_of(const TextLook& look) {
  return look.width == 0 ? kPageWidth : std::clamp<size_t>(look.width, 40, 120);
}

std::string heading(const TextLook& look, std::string_view id) {
  return "\n" + look.style.paint(Role::heading, say(id)) + "\n";
}

std::string where(const ConfigFinding& f, const TextLook& look) {
  std::string out = look.style.paint(Role::notice, place_text(f.place));
  if (!f.object.empty()) out += "  " + text::printable(f.object, 80);
  if (f.origin == Origin::missing && !f.key.empty())
    out += "  " + look.style.paint(Role::faint, say("audit.not_written", {{"key", f.key}}));
  else if (!f.place.text.empty() && f.place.text != f.object)
    out += "  " + text::printable(f.place.text, kLineWidth);
  return out;
}

std::string fix_lines(const ConfigFinding& f, const TextLook& look) {
  std::string out;
  std::string_view rest = f.fix;
  while (!rest.empty()) {
    size_t end = rest.find('\n');
    out += "      " + look.style.paint(Role::good, text::printable(rest.substr(0, end), kLineWidth)) + "\n";
    rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 1);
  }
  return out.empty() ? out : "    " + say("audit.write") + "\n" + out;
}

std::string in_full(const ConfigFinding& f, const TextLook& look) {
  std::string out =
      fmt::format("\n  {}  {}  {}\n", look.style.paint(text::role_of(f.severity), name_of(f.severity)),
                  look.style.paint(Role::heading, title_of(f)), look.style.paint(Role::faint, f.rule));
  if (f.inert) out += "    " + say("audit.inert") + "\n";
  out += "    " + where(f, look) + "\n";
  out += paragraph_text(why_of(f), "    ", width_of(look));
  size_t hops = look.all ? f.trail.size() : std::min(f.trail.size(), kHopsMax);
  for (size_t i = 0; i < hops; ++i)
    out += "    " +
           look.style.paint(Role::faint, fmt::format("{}  {}", place_text(f.trail[i]),
                                                     text::printable(f.trail[i].text, kLineWidth))) +
           "\n";
  if (hops < f.trail.size()) out += "    " + say("audit.more_hops", {{"count", f.trail.size() - hops}}) + "\n";
  return out + fix_lines(f, look);
}

std::string also_line(const std::string& place) { return "    " + say("audit.also") + " " + place + "\n"; }

std::string also_lines(const ConfigFinding& f, const TextLook& look, size_t most) {
  std::string out;
  for (size_t i = 0; i < std::min(most, f.also.size()); ++i)
    out += also_line(look.style.paint(Role::notice, place_text(f.also[i].place)) + "  " +
                     text::printable(f.also[i].object, 80));
  return out;
}

std::string all_of_one_rule(const std::vector<const ConfigFinding*>& findings, const TextLook& look) {
  std::string out;
  for (const ConfigFinding* f : findings) out += in_full(*f, look) + also_lines(*f, look, f->also.size());
  return out;
}

// The findings of one rule: the first in full, further ones a line each, the rest counted.
std::string of_one_rule(const std::vector<const ConfigFinding*>& findings, const TextLook& look) {
  if (look.all) return all_of_one_rule(findings, look);
  const ConfigFinding& first = *findings.front();
  std::string out = in_full(first, look) + also_lines(first, look, kAlsoMax);
  size_t shown = std::min(kAlsoMax, first.also.size());
  size_t others = first.also.size();
  for (size_t i = 1; i < findings.size(); ++i) {
    others += 1 + findings[i]->also.size();
    if (shown == kAlsoMax) continue;
    out += also_line(where(*findings[i], look));
    ++shown;
  }
  return others == shown ? out : out + "    " + say("audit.more_of_rule", {{"count", others - shown}}) + "\n";
}

std::string of_urgency(const Review& review, Urgency urgency, const TextLook& look) {
  std::vector<std::vector<const ConfigFinding*>> rules;
  for (const ConfigFinding& f : review.findings) {
    if (f.inert || urgency_of(f.severity) != urgency) continue;
    auto same = std::find_if(rules.begin(), rules.end(),
                             [&](const auto& list) { return list.front()->rule == f.rule; });
    if (same == rules.end()) same = rules.insert(rules.end(), std::vector<const ConfigFinding*>());
    same->push_back(&f);
  }
  if (rules.empty()) return "";
  std::string out = heading(look, urgency_sentence(urgency));
  for (const auto& findings : rules) out += of_one_rule(findings, look);
  return out;
}

std::string inert_ones(const Review& review, const TextLook& look) {
  std::string out;
  uint64_t count = 0;
  for (const ConfigFinding& f : review.findings) {
    if (!f.inert) continue;
    ++count;
    if (look.all) out += in_full(f, look) + also_lines(f, look, f.also.size());
  }
  if (count == 0) return "";
  return look.all ? heading(look, "audit.heading.inert") + out
                  : "\n" + say("audit.inert_count", {{"count", count}}) + "\n";
}

// The weakest of the ways from one entry to one trunk, or out of the dialplan, and how many others there are.
struct WayRow {
  TollPath path;
  size_t others = 0;
  std::vector<std::string> conditions;  // of those out of the dialplan
  std::vector<std::string> entries;     // names of all who have this way, the row's own among them
};

void add_condition(WayRow& row, const TollPath& path) {
  auto& all = row.conditions;
  if (path.trunk.empty() && std::find(all.begin(), all.end(), path.condition) == all.end()) all.push_back(path.condition);
}

std::vector<WayRow> rows_of(const std::vector<TollPath>& paths, bool all) {
  using Ends = std::tuple<EntryKind, std::string_view, std::string_view, std::string_view>;
  std::map<Ends, size_t> known;
  std::vector<WayRow> rows;
  for (const TollPath& path : paths) {
    auto [at, fresh] = known.try_emplace(Ends{path.entry.kind, path.entry.name, path.entry.context, path.trunk}, rows.size());
    if (fresh || all)
      rows.push_back({path, 0, {}, {}});
    else
      ++rows[at->second].others;
    add_condition(fresh || all ? rows.back() : rows[at->second], path);
  }
  for (WayRow& row : rows) {
    if (row.conditions.size() < 2) continue;
    row.path.condition.clear();
    for (size_t i = 0; i < row.conditions.size() && i < kConditionsMax; ++i)
      row.path.condition += (i ? "; " : "") + row.conditions[i];
    if (row.conditions.size() > kConditionsMax) row.path.condition += "; …";
  }
  return rows;
}

std::string route(const WayRow& row) {
  const TollPath& path = row.path;
  return fmt::format("{} -> {}", row.entries.size() > 1 ? entries_text(path.entry, row.entries) : entry_text(path.entry),
                     path.trunk.empty() ? say("audit.no_trunk") : text::printable(path.trunk));
}

bool are_alike(const WayRow& a, const WayRow& b) {
  auto told = [](const WayRow& row) {
    const TollPath& path = row.path;
    return std::tie(path.entry.kind, path.entry.context, path.entry.authenticated, path.trunk, path.gate, path.verdict,
                    path.condition, path.classes, path.numbers, path.example, path.then_numbers, path.then_example,
                    path.caller_id, path.sent, row.others);
  };
  return told(a) == told(b);
}

// Whoever has the same way as another is named beside him.
std::vector<WayRow> with_entries_joined(std::vector<WayRow> rows) {
  std::vector<WayRow> joined;
  for (WayRow& row : rows) {
    auto same = std::ranges::find_if(joined, [&](const WayRow& one) { return are_alike(one, row); });
    std::string name = row.path.entry.name;
    if (same == joined.end() || name.empty())
      joined.push_back(std::move(row)), same = joined.end() - 1;
    same->entries.push_back(std::move(name));
  }
  return joined;
}

std::vector<WayRow> told_rows(const Review& review, const TextLook& look) {
  std::vector<WayRow> rows = rows_of(review.paths, look.all);
  return look.all ? rows : with_entries_joined(std::move(rows));
}

std::string ways(const Review& review, const TextLook& look) {
  if (review.paths.empty()) return "";
  text::Table table(
      {{say("audit.column.entry")}, {say("audit.column.verdict")}, {say("audit.column.numbers")}});
  const std::vector<WayRow> rows = told_rows(review, look);
  size_t shown = 0;
  for (const WayRow& row : rows) {
    const TollPath& path = row.path;
    if (shown == kWaysMax && !look.all) break;
    ++shown;
    table.add({route(row),
               {verdict_text(path), text::role_of(audit::severity_of(path))},
               text::printable(path.then_numbers.empty() ? path.numbers : path.then_numbers, 60)});
  }
  std::string out = heading(look, "audit.heading.ways") + table.render(look.style, look.width);
  return out + (shown < rows.size()
                    ? say("audit.more_ways", {{"count", rows.size() - shown}}) + "\n"
                    : "");
}

std::string notes(const Review& review, const std::vector<std::string>& bounds, const TextLook& look) {
  std::string out;
  auto add = [&](const std::string& sentence) {
    out += paragraph_text(say("audit.note", {{"note", sentence}}), "", width_of(look));
  };
  for (const audit::Unread& unread : review.unread) add(say("audit.unread", {{"why", unread.why}}));
  for (const std::string& bound : bounds) add(say("audit.bound", {{"what", bound}}));
  for (const std::string& remark : review.remarks) add(remark);
  if (!review.excused.empty()) add(say("audit.suppressed", {{"count", review.excused.size()}}));
  if (review.known > 0) add(say("audit.known", {{"count", review.known}}));
  return out.empty() ? out : "\n" + out;
}

std::string read_line(const Review& review) {
  return say("audit.read", {{"folder", review.folder}, {"files", review.files}, {"lines", review.lines}}) +
         "\n";
}

std::string score_lines(const Review& review, const TextLook& look) {
  Role role = review.score >= 90 ? Role::good : review.score >= 60 ? Role::warning : Role::danger;
  std::string counts;
  for (Severity severity :
       {Severity::critical, Severity::high, Severity::medium, Severity::low, Severity::info})
    if (size_t count = count_of(review, severity); count > 0)
      counts += fmt::format("{}{} {}", counts.empty() ? "" : ", ", text::grouped(count), name_of(severity));
  if (counts.empty()) counts = say("audit.nothing");
  return fmt::format(
             "\n{}: {}\n",
             look.style.paint(role, say("audit.score", {{"score", static_cast<uint64_t>(review.score)}})),
             counts) +
         paragraph_text(say("audit.formula"), "", width_of(look));
}

std::string way_in_full(const WayRow& row, size_t number, const TextLook& look) {
  const TollPath& path = row.path;
  std::string out =
      fmt::format("\n{}. {}\n   {}\n", number, look.style.paint(Role::heading, route(row)),
                  look.style.paint(text::role_of(audit::severity_of(path)), verdict_text(path)));
  if (std::string dialled = dialled_text(path); !dialled.empty())
    out += paragraph_text(dialled, "   ", width_of(look));
  size_t widest = 0;
  for (const SourceLine& step : path.steps) widest = std::max(widest, text::display_width(place_text(step)));
  for (const SourceLine& step : path.steps) {
    std::string context = step.context.empty() ? "" : fmt::format("[{}] ", text::printable(step.context, 80));
    out += fmt::format("     {}  {}{}\n", look.style.paint(Role::notice, text::pad(place_text(step), widest)),
                       context, text::printable(step.text, kLineWidth));
  }
  return row.others == 0 ? out : out + "   " + say("audit.other_ways", {{"count", row.others}}) + "\n";
}

}  // namespace

std::string audit_text(const Review& review, const TextLook& look) {
  std::string out = read_line(review);
  for (Urgency urgency : {Urgency::now, Urgency::soon, Urgency::consider})
    out += of_urgency(review, urgency, look);
  return out + inert_ones(review, look) + ways(review, look) + notes(review, review.bounds, look) +
         score_lines(review, look);
}

std::string toll_paths_text(const Review& review, const TextLook& look) {
  std::string out = read_line(review);
  size_t number = 0;
  for (const WayRow& row : told_rows(review, look)) out += way_in_full(row, ++number, look);
  if (review.paths.empty()) out += "\n" + paragraph_text(no_ways_text(review), "", width_of(look));
  std::string reserved;
  for (const std::string& sentence : reservations(review))
    reserved += paragraph_text(say("audit.note", {{"note", sentence}}), "", width_of(look));
  return out + (reserved.empty() ? "" : "\n" + reserved) + notes(review, bounds_of_ways(review), look);
}

}  // namespace denwaban::report
