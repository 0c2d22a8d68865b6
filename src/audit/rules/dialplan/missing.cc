// SPDX-License-Identifier: GPL-3.0-or-later
// DWB-DP-006: names of contexts, labels, extensions, devices and queues that are not there, and contexts that
// nothing leads to.
#include <algorithm>
#include <set>

#include "audit/dialplan/device_names.h"
#include "audit/dialplan/live_contexts.h"
#include "audit/dialplan/lua_names.h"
#include "audit/dialplan/samples.h"
#include "audit/rules/dialplan/common.h"
#include "parse/dialplan/match.h"
#include "text/message.h"

namespace denwaban::audit {
namespace {

using Kind = parse::DialplanProblem::Kind;

constexpr size_t kLookupsMax = 20'000;
constexpr size_t kNamesShown = 4;

bool is_wanted_by_design(const Estate& estate, std::string_view context) {
  return estate.freepbx && (context.ends_with("-custom") || context.find("custom") != std::string_view::npos);
}

// Contexts that the parking lots make (res/res_parking.c, and main/features.c before Asterisk 12).
bool is_of_a_parking_lot(const Estate& estate, std::string_view context) {
  static constexpr std::string_view kMade[] = {"parkedcalls", "parkedcallstimeout", "park-dial", "park-hints"};
  if (std::ranges::find(kMade, context) != std::end(kMade)) return true;
  for (const char* name : {"res_parking.conf", "features.conf"}) {
    const parse::ConfigFile* config = estate.sources.file(name);
    if (!config) continue;
    for (const parse::ConfigCategory& lot : config->categories)
      if (parse::same_name(lot.value("context"), context)) return true;
  }
  return false;
}

bool context_exists(const Estate& estate, std::string_view context) {
  return estate.dialplan.find(context) || is_of_a_parking_lot(estate, context);
}

bool is_constant(std::string_view text) { return text.find_first_of("${[") == std::string_view::npos; }

// AEL's own names are right by construction.
bool is_told(const Estate& estate, const parse::Priority& priority) {
  return !is_generated(estate, priority.place) && priority.registrar != parse::Registrar::ael;
}

void missing_includes(Check& check) {
  const Estate& estate = check.estate();
  for (const parse::DialplanProblem& problem : estate.dialplan.problems) {
    if (problem.kind != Kind::include_missing || is_wanted_by_design(estate, problem.what) ||
        context_exists(estate, problem.what) || is_generated(estate, problem.place))
      continue;
    ConfigFinding& found = about_place(check, problem.place, problem.context, "include => " + problem.what);
    found.key = "include";
    fact(found, "missing", problem.what);
    fact(found, "place", "1");
    found.fix = "; define [" + printable(problem.what) + "], or delete this include";
  }
}

// Contexts, extensions and labels that lines go to.
class JumpTargets {
 public:
  explicit JumpTargets(Check& check) : check_(check), estate_(check.estate()), lua_(estate_) {}
  void look(const PlanLine& line) {
    if (is_app(line.priority->app, "Queue")) return;  // which argument is the subroutine depends on the release
    for (const Jump& jump : jumps(line.priority->app, line.priority->arguments)) {
      returns_ = jump.returns;
      look(line, jump.target);
    }
  }

 private:
  void look(const PlanLine& line, const JumpTarget& target) {
    std::string context = with_globals(estate_, target.context);
    if (!is_constant(context) || is_wanted_by_design(estate_, context)) return;
    if (lua_.may_name(context.empty() ? line.context->name : context)) return;
    if (!context.empty() && !context_exists(estate_, context)) return tell(line, context, "place");
    const std::string& place = context.empty() ? line.context->name : context;
    if (!estate_.dialplan.find(place)) return;
    if (target.extension.empty() && context.empty())
      return look_in(line, place, line.extension->name, target.priority);
    std::string extension = with_globals(estate_, target.extension);
    if (extension == "${EXTEN}" && !context.empty() && target.priority == "1") return look_for_own_number(line, context);
    if (is_constant(extension) && !extension.empty()) look_in(line, place, extension, target.priority);
  }

  // Goto(short,${EXTEN},1) where no extension of that context takes a number that this line's own does.
  void look_for_own_number(const PlanLine& line, const std::string& context) {
    if (line.extension->is_pattern() ? !is_app(line.priority->app, "Goto") : sample_numbers(line.extension->name).empty()) return;
    for (const parse::SearchStep& step : parse::search_order(estate_.dialplan, context)) {
      if (!step.context->switches.empty() || ++lookups_ > kLookupsMax) return;
      for (const parse::Extension& one : step.context->extensions) {
        std::string_view pattern = one.name;
        if (one.is_pattern()) pattern.remove_prefix(1);
        if (one.name == "i" || common_number(line.extension->name, pattern, 0)) return;
      }
    }
    tell(line, line.extension->name + "@" + context, "unmatched");
  }

  // A label, number or extension that nothing has there.
  void look_in(const PlanLine& line, const std::string& context, const std::string& extension,
               const std::string& priority) {
    // What begins with digits is their number to Asterisk, whatever follows: "1:".
    bool number = !priority.empty() && priority[0] >= '0' && priority[0] <= '9';
    if (!is_constant(priority) || priority.empty() || priority.find_first_of("+ ,()") != std::string::npos)
      return;
    if (number && extension == line.extension->name) return look_for_number(line, context, priority);
    std::vector<std::string> samples = sample_numbers(extension);
    if (samples.empty()) samples.push_back(extension);
    for (const std::string& sample : samples) {
      if (++lookups_ > kLookupsMax) return;
      parse::ExtensionMatch match =
          number
              ? parse::find_extension(estate_.dialplan, context, sample, "", std::stoi(priority.substr(0, 8)))
              : parse::find_label(estate_.dialplan, context, sample, "", priority);
      if (match.priority || !match.switches.empty()) return;
      if (std::any_of(line.extension->priorities.begin(), line.extension->priorities.end(),
                      [&](const parse::Priority& one) {
                        return extension == line.extension->name && one.label == priority;
                      }))
        return;
    }
    // A subroutine that is not there ends the call, whatever i says (apps/app_stack.c).
    if (!returns_ && parse::find_extension(estate_.dialplan, context, "i", "", 1).priority &&
        extension != line.extension->name)
      return;
    if (names_itself(context, extension, priority)) return;
    tell(line, number ? extension + "@" + context : text::say("audit.label", {{"label", priority}}), "label");
  }

  // "Goto(1111)" where 1111 is an extension: priority 1111 of this one is not there. Without one the call ends on purpose, as
  // often as not.
  void look_for_number(const PlanLine& line, const std::string& context, const std::string& number) {
    auto finds = [&](const std::string& extension, int priority) {
      parse::ExtensionMatch match = parse::find_extension(estate_.dialplan, context, extension, "", priority);
      return match.priority || !match.switches.empty();
    };
    if (number.find_first_not_of("0123456789") != std::string::npos || ++lookups_ > kLookupsMax) return;
    std::vector<std::string> samples = sample_numbers(line.extension->name);
    if (samples.empty()) samples.push_back(line.extension->name);
    const int priority = std::stoi(number.substr(0, 8));
    const bool there = std::any_of(samples.begin(), samples.end(), [&](const std::string& s) { return finds(s, priority); });
    if (there || !finds(number, 1)) return;
    tell(line, text::say("audit.priority", {{"priority", number}}), "label", number + ",1");
  }

  // "_X." as a target is that very pattern.
  bool names_itself(const std::string& context, const std::string& extension,
                    const std::string& priority) const {
    const parse::Context* own = estate_.dialplan.find(context);
    return std::any_of(own->extensions.begin(), own->extensions.end(), [&](const parse::Extension& one) {
      return one.name == extension &&
             std::any_of(one.priorities.begin(), one.priorities.end(), [&](const parse::Priority& p) {
               return p.label == priority || std::to_string(p.number) == priority;
             });
    });
  }

  void tell(const PlanLine& line, const std::string& missing, std::string_view nature, const std::string& meant = {}) {
    const bool own = nature == "label" && missing.find('@') == std::string::npos;  // of the extension's own, so to each its own
    const std::string of = own ? line.extension->name : std::string();
    if (!told_.insert(line.context->name + '\n' + of + '\n' + missing).second) return;
    ConfigFinding& found = about_line(check_, line, line.priority->app);
    fact(found, "missing", missing);
    fact(found, nature, "1");
    if (!meant.empty()) fact(found, "meant", meant);
    found.fix = meant.empty() ? "; define " + printable(missing) + ", or delete this line" : "Goto(" + meant + ")";
  }

  Check& check_;
  const Estate& estate_;
  const LuaNames lua_;
  std::set<std::string> told_;
  size_t lookups_ = 0;
  bool returns_ = false;  // the jump that is looked at calls a subroutine
};

// "SIP/ghost"; empty: it is there, or nothing is known.
std::string missing_device(const DeviceNames& devices, const DialLeg& leg) {
  std::string_view text = leg.resource;
  size_t slash = text.find('/'), at = text.find('@');
  if (at != std::string_view::npos && (slash == std::string_view::npos || at < slash))
    text = text.substr(at + 1), slash = text.find('/');
  const std::string name(text.substr(0, slash));
  if (name.empty() || !is_constant(name) || name.find_first_of(".:&") != std::string::npos) return {};
  const Whereabouts where = devices.of(leg.technology, name);
  bool gone = where == Whereabouts::asked || where == Whereabouts::refused;
  return gone ? leg.technology + "/" + name : std::string();
}

bool has_queue(const Estate& estate, const std::string& name) {
  const parse::ConfigFile* queues = estate.sources.file("queues.conf");
  const parse::ConfigFile* map = estate.sources.file("extconfig.conf");
  const parse::ConfigCategory* settings = map ? map->first("settings") : nullptr;
  bool in_database = settings && std::ranges::any_of(settings->variables, [](const parse::ConfigVariable& one) {
                       return parse::same_name(one.name, "queues");
                     });
  if (!queues || in_database || !is_constant(name) || name.empty()) return true;
  return std::ranges::any_of(queues->categories,
                             [&](const parse::ConfigCategory& one) { return parse::same_name(one.name, name); });
}

void missing_devices(Check& check) {
  const Estate& estate = check.estate();
  const DeviceNames devices(estate);
  std::set<std::string> told;
  auto tell = [&](const PlanLine& line, const std::string& missing) {
    if (missing.empty() || !told.insert(missing).second) return;
    ConfigFinding& found = about_line(check, line, line.priority->app);
    fact(found, "missing", missing);
    fact(found, "device", "1");
    found.fix = "; define " + printable(missing) + ", or delete this line";
  };
  for (const PlanLine& line : check.survey().outline.acts()) {
    if (is_generated(estate, line.priority->place)) continue;
    if (is_app(line.priority->app, {"Dial", "Page"}))
      for (const DialLeg& leg : dial_call(with_globals(estate, line.priority->arguments)).legs)
        if (is_constant(leg.technology)) tell(line, missing_device(devices, leg));
    if (!is_app(line.priority->app, "Queue")) continue;
    std::string queue(argument(application_arguments(with_globals(estate, line.priority->arguments)), 0));
    if (!has_queue(estate, queue)) tell(line, "Queue(" + queue + ")");
  }
}

// Names that say what they are for.
bool is_nowhere(std::string_view context) {
  static constexpr std::string_view kNames[] = {
      "unauthenticated", "nobody", "nowhere", "none",  "invalid", "dead", "blackhole",
      "reject",          "deny",   "bogus",   "dummy", "void",    "null"};
  return std::any_of(std::begin(kNames), std::end(kNames),
                     [&](std::string_view name) { return parse::same_name(name, context); });
}

// Whether calls arrive in [general]'s context: those of guests, or of a device that names none.
bool is_arrived_in(const ChanSip& sip) {
  const bool guests = sip.general.option("allowguest", "yes").yes();
  return guests || std::ranges::any_of(sip.devices, [](const SipDevice& one) { return !one.object.own("context").written(); });
}

// Where accounts' calls should arrive. Of endpoints DWB-PJS-013 tells it.
void missing_arrivals(Check& check) {
  const Estate& estate = check.estate();
  bool read = estate.dialplan.has_config || estate.dialplan.has_ael;
  if (!read || !estate.sources.unread().empty()) return;
  const LuaNames lua(estate);
  std::set<std::string> told;
  auto is_gone = [&](const std::string& context) {
    bool meant = !context.empty() && context != "*" && !is_nowhere(context);
    return meant && !context_exists(estate, context) && !lua.may_name(context);
  };
  auto tell = [](ConfigFinding& found, const std::string& missing) {
    fact(found, "context", found.object);
    fact(found, "missing", missing);
    fact(found, "place", "1");
    found.fix = "; in extensions.conf\n[" + printable(missing) + "]";
  };
  auto look = [&](const Object& object, const Option& option) {
    if (option.written() && is_gone(option.value)) tell(check.about(object, option), option.value);
  };
  if (estate.chan_sip.has_file && estate.modules.loaded("chan_sip")) {
    if (is_arrived_in(estate.chan_sip)) look(estate.chan_sip.general, estate.chan_sip.general.option("context"));
    for (const char* name : {"subscribecontext", "outofcall_message_context"})
      look(estate.chan_sip.general, estate.chan_sip.general.option(name));
    for (const SipDevice& device : estate.chan_sip.devices)
      for (const char* name : {"context", "subscribecontext"}) look(device.object, device.object.own(name));
  }
  if (estate.iax.has_file && estate.modules.loaded("chan_iax2"))
    for (const IaxDevice& device : estate.iax.devices)
      if (device.is_user) look(device.object, device.object.own("context"));
  if (!estate.modules.loaded("chan_dahdi")) return;
  for (const DahdiChannels& group : estate.dahdi) {
    auto context = group.options.find("context");
    if (context == group.options.end() || !is_gone(context->second)) continue;
    SourceLine place = estate.sources.line_of(*group.config, *group.variable);
    place.text = printable("channel => " + group.channels);
    tell(check.about(std::move(place), "channel " + printable(group.channels), "context"), context->second);
  }
}

// A file that is missing may have the devices whose calls arrive in a context.
bool has_hidden_devices(const Sources& sources) {
  constexpr std::string_view kFiles[] = {"pjsip.conf", "sip.conf", "iax.conf", "users.conf", "chan_dahdi.conf"};
  return !sources.unread().empty() || std::ranges::any_of(kFiles, [&](std::string_view file) {
           const parse::ConfigFile* config = sources.file(file);
           return config && std::ranges::any_of(config->problems, &parse::ConfigProblem::hides);
         });
}

// One finding for all: each of them is one include away from being used.
void dead_contexts(Check& check) {
  LiveContexts live(check.estate());
  std::vector<const parse::Context*> dead;
  for (const parse::Context& context : check.estate().dialplan.contexts)
    if (!(context.extensions.empty() && context.includes.empty()) && context.registrar != "pbx_ael" && live.is_dead(context.name))
      dead.push_back(&context);
  if (dead.empty() || has_hidden_devices(check.estate().sources)) return;
  std::string names;
  for (size_t i = 0; i < std::min(dead.size(), kNamesShown); ++i) names += (i ? ", " : "") + dead[i]->name;
  if (dead.size() > kNamesShown) names += ", …";
  ConfigFinding& found = about_place(check, dead[0]->place, dead[0]->name, "[" + dead[0]->name + "]");
  found.key = "context";
  fact(found, "dead", names);
  for (size_t i = 1; i < dead.size() && i < 64; ++i)
    found.trail.push_back(
        source_line(check.estate(), dead[i]->place, dead[i]->name, "[" + dead[i]->name + "]"));
  found.fix = "; delete what is not used";
}

// What is named and does not exist: whoever defines it later opens what nobody looks at any more.
void missing_names(Check& check) {
  missing_includes(check);
  JumpTargets targets(check);
  for (const PlanLine& line : check.survey().outline.lines())
    if (is_told(check.estate(), *line.priority)) targets.look(line);
  missing_devices(check);
  missing_arrivals(check);
  dead_contexts(check);
}

constexpr Rule kRules[] = {{"DWB-DP-006", Severity::low, "", "JPCERT-AT-2010-0032", missing_names}};

}  // namespace

std::span<const Rule> dialplan_missing_rules() { return kRules; }

}  // namespace denwaban::audit
