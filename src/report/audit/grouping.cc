// SPDX-License-Identifier: GPL-3.0-or-later
#include "report/audit/grouping.h"

#include <fmt/format.h>

#include <map>
#include <string>

#include "report/audit/sentences.h"

namespace denwaban::report {
namespace {

// Nothing to mend line by line: nobody wrote it, or it is how the whole file is kept, such as numbers for names, or one line of
// [general] mends it.
bool is_habit(const ConfigFinding& f) {
  bool unwritten = f.origin == Origin::missing || f.origin == Origin::inherited;
  bool custom = f.severity <= (f.key.empty() ? Severity::medium : Severity::low);
  bool mended_once = f.severity <= Severity::medium && f.fix.starts_with("[general]");
  return !f.edit && f.place.context.empty() && !f.object.empty() && (unwritten || custom || mended_once);
}

// Telephones that a file gives the same context, each in a line of its own, have one way out.
std::string door_of(const ConfigFinding& f) {
  if (f.trail.empty()) return {};
  const SourceLine& first = f.trail.front();
  const bool alike = f.rule.starts_with("DWB-TP-") && first.text.starts_with("context=");
  return first.file + ":" + (alike ? first.text + "\n" + title_of(f) : std::to_string(first.line));
}

std::string of_one_line(const ConfigFinding& f) {
  const std::string door = door_of(f);
  return f.place.line > 0 ? fmt::format("{}\n{}", f.place.line, door) : f.id;
}

std::string cause_of(const ConfigFinding& f) {
  std::string cause = is_habit(f) ? why_of(f) + "\n" + f.value.value_or("") : of_one_line(f);
  return fmt::format("{}\n{}\n{}\n{}\n{}\n{}", f.rule, static_cast<int>(f.severity), f.inert, f.place.file, f.key, cause);
}

}  // namespace

std::vector<ConfigFinding> group_by_cause(std::vector<ConfigFinding> findings) {
  std::map<std::string, size_t> known;
  std::vector<ConfigFinding> grouped;
  for (ConfigFinding& finding : findings) {
    auto [first, is_new] = known.try_emplace(cause_of(finding), grouped.size());
    // Twice of one object: that are two things to mend.
    if (is_new || grouped[first->second].object == finding.object)
      grouped.push_back(std::move(finding));
    else
      grouped[first->second].also.push_back({finding.id, finding.place, finding.object});
  }
  return grouped;
}

}  // namespace denwaban::report
