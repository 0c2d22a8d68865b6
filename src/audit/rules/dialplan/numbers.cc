// SPDX-License-Identifier: GPL-3.0-or-later
// DWB-DP: which numbers go out.
#include <algorithm>
#include <optional>

#include "audit/dialplan/samples.h"
#include "audit/rules/dialplan/common.h"
#include "audit/rules/dialplan/walked.h"
#include "audit/rules/pjsip/endpoints.h"
#include "knowledge/numbering.h"
#include "parse/dialplan/match.h"

namespace denwaban::audit {
namespace {

using knowledge::NumberClass;

// Ways abroad that most of the world shares, for exchanges whose country is not known.
// One country alone is a restriction: both halves of a pair must go out.
constexpr std::string_view kAbroad[][2] = {
    {"00[1-4]XXXXXXX.", "00[5-9]XXXXXXX."}, {"011[1-4]XXXXXXX.", "011[5-9]XXXXXXX."}, {"+[1-4]XXXXXXX.", "+[5-9]XXXXXXX."}};

struct Costly {
  std::string pattern;
  std::string also;  // must go out as well; empty: nothing
};

std::vector<Costly> costly_patterns(const Estate& estate) {
  std::vector<Costly> all;
  const knowledge::NumberingPlan* plan = knowledge::find_plan(estate.options.country);
  if (!plan) {
    for (const auto& pair : kAbroad) all.push_back({std::string(pair[0]), std::string(pair[1])});
    return all;
  }
  for (NumberClass one :
       {NumberClass::international, NumberClass::abroad_in_plan, NumberClass::premium, NumberClass::carrier_select})
    for (std::string_view pattern : knowledge::patterns(*plan, one)) all.push_back({std::string(pattern), {}});
  return all;
}

// What a trunk is sent: constant digits and what is dialled from its nth character on.
struct SentNumber {
  std::string prefix;
  size_t skipped = 0;
};

// Of "SIP/trunk/9${EXTEN:1}": nullopt where the number is made of something else.
std::optional<SentNumber> sent_number(const std::string& leg) {
  std::vector<Reference> all = references(leg);
  if (all.size() != 1 || all[0].name != "EXTEN" || (all[0].sliced && (!all[0].offset || *all[0].offset < 0 || all[0].length)))
    return std::nullopt;
  size_t slash = leg.rfind('/', all[0].begin);
  SentNumber sent;
  sent.prefix =
      leg.substr(slash == std::string::npos ? 0 : slash + 1, all[0].begin - (slash == std::string::npos ? 0 : slash + 1));
  sent.skipped = all[0].offset ? static_cast<size_t>(*all[0].offset) : 0;
  return sent;
}

// What must be dialled for the trunk to be sent a number of that pattern; nullopt: the prefix makes it another number.
std::optional<std::string> wanted_behind(std::string_view pattern, const std::string& prefix) {
  for (char c : prefix) {
    if (pattern.empty()) return std::nullopt;
    bool fits = pattern.front() == c || (pattern.front() == 'X' && c >= '0' && c <= '9') ||
                (pattern.front() == 'Z' && c >= '1' && c <= '9');
    if (pattern.front() == '.') return std::string(".");
    if (!fits) return std::nullopt;
    pattern.remove_prefix(1);
  }
  return pattern.empty() ? std::string("!") : std::string(pattern);
}

bool asks_first(const parse::Extension& extension, int before) {
  return std::any_of(extension.priorities.begin(), extension.priorities.end(), [&](const parse::Priority& p) {
    return p.number < before && is_app(p.app, {"Authenticate", "VMAuthenticate"});
  });
}

// A costly number that this line sends out, as it is dialled; asked for as Asterisk does, so that what is refused before stays
// refused.
std::optional<std::string> costly_number(const Check& check, const PlanLine& line, const SentNumber& sent,
                                         std::string_view pattern) {
  std::optional<std::string> behind = wanted_behind(pattern, sent.prefix);
  if (!behind) return std::nullopt;
  std::optional<std::string> number = common_number(line.extension->name, *behind, sent.skipped);
  if (!number) return std::nullopt;
  if (line.extension->priorities.empty()) return std::nullopt;
  const int first = line.extension->priorities.front().number;  // a jump may come to another one than 1
  parse::ExtensionMatch match =
      parse::find_extension(check.estate().dialplan, line.context->name, *number, line.extension->cid, first);
  return match.extension == line.extension ? number : std::nullopt;
}

bool is_dear(const TollPath& path) { return path.international || path.premium || path.verdict == Verdict::opaque; }

// The ways to this line were followed, and whoever gets there, nor anybody else who gets to its trunk, dials no such number:
// what may come in is less than what the line would take.
bool is_kept_cheap(const Check& check, const PlanLine& line) {
  const std::vector<TollPath>& paths = check.survey().paths;
  SourceLine place = source_line(check.estate(), *line.context, *line.extension, *line.priority);
  auto ends_here = [&](const TollPath& path) {
    return !path.trunk.empty() && !path.steps.empty() && path.steps.back().file == place.file &&
           path.steps.back().line == place.line;
  };
  auto here = std::find_if(paths.begin(), paths.end(), ends_here);
  return here != paths.end() && std::none_of(paths.begin(), paths.end(), [&](const TollPath& path) {
    return (path.trunk == here->trunk || path.trunk.empty()) && is_dear(path);
  });
}

bool has_class(const TollPath& path, std::string_view name) {
  return std::find(path.classes.begin(), path.classes.end(), name) != path.classes.end();
}

// One foreign number that is always the same is nobody's choice.
bool is_chosen_by_thieves(const TollPath& path) {
  return !has_class(path, "injection") && (path.premium || !has_class(path, "fixed"));
}

// What the search for toll paths saw of costly numbers that go out here.
struct Walked {
  std::optional<std::string> sent;  // one, as the trunk is sent it; nullopt: none, or a PIN is asked for each
  bool asked = false;               // a PIN, or a condition on the run, stands before each of them
  bool conditional = false;         // for `sent` the condition
};

Walked costly_as_walked(const WalkedLines& walked, const PlanLine& line) {
  Walked found;
  for (const TollPath* path : walked.ending_at(line)) {
    const bool dear = path->international || path->premium;
    if (!dear || !is_chosen_by_thieves(*path) || path->sent.find_first_of("$&") != std::string::npos) continue;
    found.asked = true;
    if (path->asked == Gate::pin || path->asked == Gate::weak_pin) continue;
    const bool conditional = path->asked == Gate::unknown;
    if (!found.sent || (found.conditional && !conditional)) found.sent = path->sent, found.conditional = conditional;
  }
  return found;
}

// _005511XXXXXXXX: somebody chose the country, and a thief's numbers are elsewhere. "+1" alone is many countries.
bool keeps_to_one_country(const Check& check, const PlanLine& line) {
  std::optional<SentNumber> sent = sent_number(outside_leg(check.estate(), line.priority->app, line.priority->arguments));
  if (!sent || !line.extension->is_pattern()) return false;
  std::string_view name = std::string_view(line.extension->name).substr(1);
  std::string_view literal = name.substr(0, name.find_first_not_of("+0123456789"));
  std::string number = sent->prefix + std::string(literal.substr(std::min(sent->skipped, literal.size())));
  for (std::string_view abroad : {"011", "00", "+"})
    if (number.starts_with(abroad)) return number.size() >= abroad.size() + 2;
  return false;
}

void costly_numbers(Check& check) {
  std::vector<LineFound> hits;
  WalkedLines walked(check);
  auto severity = [&](const PlanLine& line) {
    return keeps_to_one_country(check, line) ? Severity::low : severity_there(walked, line, Severity::high);
  };
  for (const PlanLine& line : check.survey().outline.acts()) {
    if (is_generated(check.estate(), line.priority->place)) continue;
    const Walked seen = costly_as_walked(walked, line);
    if (seen.sent) {
      LineFound hit{line, seen.conditional ? Severity::low : severity(line), *seen.sent};
      hit.nature = seen.conditional ? "condition" : "plain";
      hits.push_back(std::move(hit));
    }
    if (seen.asked) continue;
    std::string leg = outside_leg(check.estate(), line.priority->app, line.priority->arguments);
    if (leg.empty() || asks_first(*line.extension, line.priority->number) || is_kept_cheap(check, line)) continue;
    std::optional<std::string> number = costly_example(check, line, leg);
    if (!number) continue;
    hits.push_back({line, severity(line), *number});
    hits.back().nature = "plain";
  }
  tell_by_context(check, hits, "exten",
                  "; before the general pattern, and ended by Hangup\nexten => _00.,1,Hangup(21)\nexten => "
                  "_011.,1,Hangup(21)\nexten => _+X.,1,Hangup(21)");
}

// A digit to get a line at all: whoever guesses numbers does not get out by chance.
void no_outside_prefix(Check& check) {
  const PlanLine* plain = nullptr;
  for (const PlanLine& line : check.survey().outline.acts()) {
    std::string leg = outside_leg(check.estate(), line.priority->app, line.priority->arguments);
    if (leg.empty() || is_generated(check.estate(), line.priority->place)) continue;
    std::optional<SentNumber> sent = sent_number(leg);
    if (!sent || !line.extension->is_pattern()) continue;
    if (sent->skipped > 0 && std::isdigit(static_cast<unsigned char>(line.extension->name[1]))) return;
    if (!plain && sent->skipped == 0 && (sent->prefix.empty() || sent->prefix == "+")) plain = &line;
  }
  if (!plain) return;
  ConfigFinding& found = about_line(check, *plain, "exten");
  found.fix = "exten => _9X.,1,Dial(SIP/trunk/${EXTEN:1})";
}

// Whether a call of that number that begins there ends without calling anybody; jumps are followed as far as they are constant.
bool ends_at_once(const Estate& estate, const parse::ExtensionMatch& from, std::string_view number, int hops = 0) {
  constexpr int kHopsMax = 8;
  for (const parse::Priority& priority : from.extension->priorities) {
    if (priority.number < from.priority->number) continue;
    if (is_app(priority.app, {"Hangup", "Busy", "Congestion"})) return true;
    if (is_app(priority.app, "Goto")) {
      const JumpTarget target = jump_target(priority.arguments);
      const std::string context = target.context.empty() ? from.context->name : with_globals(estate, target.context);
      std::string extension = with_globals(estate, target.extension);
      if (extension.empty() || extension == "${EXTEN}") extension = number;
      const auto digits = target.priority.find_first_not_of("0123456789");
      const bool known = (context + extension + target.priority).find('$') == std::string::npos && hops < kHopsMax;
      if (!known || target.priority.empty() || target.priority.size() > 4) return false;
      parse::ExtensionMatch to =
          digits == std::string::npos
              ? parse::find_extension(estate.dialplan, context, extension, "", std::stoi(target.priority))
              : parse::find_label(estate.dialplan, context, extension, "", target.priority);
      if (!to.switches.empty() || !estate.dialplan.find(context)) return false;
      return !to.priority || ends_at_once(estate, to, extension, hops + 1);
    }
    if (!is_app(priority.app, {"NoOp", "Playback", "Answer", "Wait", "Verbose", "Log", "Progress", "Playtones", "Set"}))
      return false;
  }
  return true;  // where the priorities run out the call ends
}

std::vector<std::string> telephone_contexts(const Estate& estate) {
  std::vector<std::string> all;
  for (const SipDevice& device : estate.chan_sip.devices)
    if (device.dynamic() && estate.modules.loaded("chan_sip")) all.push_back(device.context());
  const pjs::Relations relations(estate.pjsip);
  for (const Object& endpoint : estate.pjsip.endpoints)
    if (!estate.pjsip.auths_of(endpoint).empty() && !relations.is_trunk(endpoint) && estate.modules.loaded("chan_pjsip"))
      all.push_back(endpoint.option("context", "default").value);
  std::sort(all.begin(), all.end());
  all.erase(std::unique(all.begin(), all.end()), all.end());
  return all;
}

bool is_served(const knowledge::NumberingPlan& plan, std::string_view number) {
  return std::find(plan.emergency.begin(), plan.emergency.end(), number) != plan.emergency.end();
}

void emergency_numbers(Check& check) {
  const Estate& estate = check.estate();
  const knowledge::NumberingPlan* plan = knowledge::find_plan(estate.options.country);
  if (!plan) return;
  for (const std::string& name : telephone_contexts(estate)) {
    const parse::Context* context = estate.dialplan.find(name);
    if (!context || !calls_trunk(check, name)) continue;
    std::string missing;
    for (const std::string& pattern : plan->emergency)
      for (const std::string& number : sample_numbers("_" + pattern)) {
        parse::ExtensionMatch match = parse::find_extension(estate.dialplan, name, number, "", 1);
        if (!match.switches.empty() || (match.priority && !ends_at_once(estate, match, number))) continue;
        if (number == "112" && is_served(*plan, "911")) continue;  // of mobile networks alone, where 911 is the number
        missing += (missing.empty() ? "" : ", ") + number;
      }
    if (missing.empty()) continue;
    ConfigFinding& found = about_place(check, context->place, name, "[" + name + "]");
    found.key = "exten";
    fact(found, "numbers", missing);
    found.fix = "exten => " + missing.substr(0, missing.find(',')) + ",1,Dial(SIP/trunk/${EXTEN})";
  }
}

constexpr Rule kRules[] = {
    {"DWB-DP-012", Severity::high, "", "JPCERT-AT-2010-0032", costly_numbers},
    {"DWB-DP-013", Severity::low, "", "JPCERT-AT-2010-0032", no_outside_prefix},
    {"DWB-DP-034", Severity::medium, "", "ITU-T E.161.1", emergency_numbers},
};

}  // namespace

std::optional<std::string> costly_example(const Check& check, const PlanLine& line, const std::string& sent_text) {
  std::optional<SentNumber> sent = sent_number(sent_text);
  if (!sent) return std::nullopt;
  for (const Costly& one : costly_patterns(check.estate())) {
    std::optional<std::string> number = costly_number(check, line, *sent, one.pattern);
    if (number && (one.also.empty() || costly_number(check, line, *sent, one.also))) return number;
  }
  return std::nullopt;
}

std::span<const Rule> dialplan_number_rules() { return kRules; }

}  // namespace denwaban::audit
