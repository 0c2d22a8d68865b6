// SPDX-License-Identifier: GPL-3.0-or-later
#include "audit/paths/relevant_names.h"

#include <algorithm>
#include <vector>

#include "audit/dialplan/arguments.h"
#include "audit/dialplan/call_files.h"

namespace denwaban::audit {
namespace {

bool is_word(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '~';
}

std::string_view without_underscores(std::string_view name) {
  while (name.starts_with('_')) name.remove_prefix(1);
  return name;
}

std::string small(std::string_view text) {
  std::string result(text);
  for (char& c : result)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return result;
}

// "${${X:1}}", "${${UPPER(X)}}", "${$[…]}": the name is made of texts that stand nowhere as they are. Of "${${X}}" it is one that
// something assigns to X.
bool names_anything(std::string_view text) {
  if (text.starts_with("${$[")) return true;
  if (!text.starts_with("${${")) return false;
  const std::string_view inner = text.substr(4, text.find('}') - 4);
  return inner.find_first_of("(:$") != std::string_view::npos;
}

}  // namespace

bool is_kept_text(std::string_view name) {
  if (name == kCallerNumber || name == kChannelType) return true;
  bool kept = name.starts_with("CDR(") || name.starts_with("SHARED(") || name.starts_with("HASH(");
  return kept && name.ends_with(')');
}

// The last word of "CDR(x-name)", under which its value is kept: a text that asks for it has that word, too.
static std::string_view field_of_record(std::string_view name) {
  if (!is_kept_text(name)) return {};
  size_t open = name.find('(') + 1;
  name = trim(name.substr(open, name.size() - open - 1));
  size_t begin = name.size();
  while (begin > 0 && is_word(name[begin - 1])) --begin;
  return without_underscores(name.substr(begin));
}

// Every word counts as a name: functions take names of variables as words, too.
struct RelevantNames::Words {
  std::vector<std::string_view> names, prefixes;
  bool all = false;

  explicit Words(std::string_view text) {
    for (size_t at = 0; at < text.size();) {
      all = all || names_anything(text.substr(at));
      if (!is_word(text[at])) {
        ++at;
        continue;
      }
      size_t end = at;
      while (end < text.size() && is_word(text[end])) ++end;
      std::string_view name = without_underscores(text.substr(at, end - at));
      (text.substr(end).starts_with("${") || text.substr(end).starts_with("$[") ? prefixes : names)
          .push_back(name);
      at = end;
    }
  }
};

RelevantNames::RelevantNames(const parse::Dialplan& plan, bool (*decides)(std::string_view app)) {
  // Asterisk itself reads these.
  std::vector<Words> decisive{Words("TRANSFER_CONTEXT FORWARD_CONTEXT GOTO_ON_BLINDXFR GOSUB_RESULT MACRO_RESULT")};
  Assignments assignments;
  for (const parse::Context& context : plan.contexts)
    for (const parse::Extension& extension : context.extensions) {
      if (extension.match_cid) decisive.emplace_back(kCallerNumber);
      for (const parse::Priority& priority : extension.priorities) {
        std::string_view text = priority.arguments;
        if (is_app(priority.app, "ExecIf")) {
          // One assignment behind a condition, the commonest kind.
          size_t set = text.find("?Set(");
          if (set != std::string_view::npos && text.ends_with(')') &&
              text.find("):", set) == std::string_view::npos &&
              assigned(text.substr(set + 5, text.size() - set - 6), assignments))
            text = text.substr(0, set);
          note_nested_growth(text);
          decisive.emplace_back(text);
        } else if (is_app(priority.app, "Return")) {
          assignments["GOSUB_RETVAL"].push_back(text);
        } else if (is_app(priority.app, "Set")) {
          if (!assigned(text, assignments)) decisive.emplace_back(text);
        } else if (decides(small(trim(priority.app))) || orders_call(text)) {
          decisive.emplace_back(text);
        }
      }
    }
  while (!decisive.empty()) {
    Words words = std::move(decisive.back());
    decisive.pop_back();
    for (std::string_view value : take(words, assignments)) decisive.emplace_back(value);
  }
}

// "name=value" of a plain name, of LOCAL(name), or of something that is no variable; false: anything else.
bool RelevantNames::assigned(std::string_view text, Assignments& assignments) {
  size_t equal = text.find('=');
  if (equal == std::string_view::npos) return false;
  std::string_view name = trim(text.substr(0, equal));
  if (std::string_view field = field_of_record(name); !field.empty()) {
    assignments[field].push_back(text.substr(equal + 1));
    return true;
  }
  for (std::string_view function :
       {"CDR(", "CALLERID(", "CHANNEL(", "TIMEOUT(", "DB(", "CONNECTEDLINE(", "REDIRECTING("})
    if (name.starts_with(function) && name.ends_with(')')) return true;
  if (name.starts_with("LOCAL(") && name.ends_with(')')) name = name.substr(6, name.size() - 7);
  name = without_underscores(name);
  if (!std::all_of(name.begin(), name.end(), is_word)) return false;
  const std::string_view value = text.substr(equal + 1);
  note_growth(name, value);
  assignments[name].push_back(value);
  return true;
}

// "$[${i} + 1]", "${LIST},${ONE}".
void RelevantNames::note_growth(std::string_view name, std::string_view value) {
  if (value.find("${" + std::string(name) + "}") != std::string_view::npos) counters_.emplace(name);
}

// Set(name=value) within ExecIf and the like.
void RelevantNames::note_nested_growth(std::string_view text) {
  constexpr std::string_view kSet = "Set(";
  for (size_t at = text.find(kSet); at != std::string_view::npos; at = text.find(kSet, at + kSet.size())) {
    const std::string_view assignment = text.substr(at + kSet.size());
    const size_t equal = assignment.find('=');
    if (equal == std::string_view::npos) return;
    const std::string_view name = without_underscores(trim(assignment.substr(0, equal)));
    if (!name.empty() && std::all_of(name.begin(), name.end(), is_word)) note_growth(name, assignment.substr(equal + 1));
  }
}

// Adds the words; what is assigned to them is asked next, once.
std::vector<std::string_view> RelevantNames::take(const Words& words, Assignments& assignments) {
  std::vector<std::string_view> values;
  auto take_out = [&](Assignments::iterator it) {
    values.insert(values.end(), it->second.begin(), it->second.end());
    return assignments.erase(it);
  };
  all_ = all_ || words.all;
  for (std::string_view name : words.names) {
    names_.emplace(name);
    if (auto it = assignments.find(name); it != assignments.end()) take_out(it);
  }
  for (std::string_view prefix : words.prefixes) {
    if (prefix.empty()) continue;
    if (!prefixes_.emplace(prefix).second) continue;
    auto it = assignments.lower_bound(prefix);
    while (it != assignments.end() && it->first.starts_with(prefix)) it = take_out(it);
  }
  return values;
}

bool RelevantNames::has(std::string_view name) const {
  if (std::string_view field = field_of_record(name); !field.empty()) name = field;
  if (all_ || names_.find(name) != names_.end()) return true;
  for (size_t length = 1; length <= name.size(); ++length)
    if (prefixes_.find(name.substr(0, length)) != prefixes_.end()) return true;
  return false;
}

}  // namespace denwaban::audit
