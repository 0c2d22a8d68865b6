// SPDX-License-Identifier: GPL-3.0-or-later
// DWB-VM: voicemail.conf, and how the dialplan opens mailboxes.
#include <algorithm>
#include <optional>
#include <set>

#include "audit/catalogue.h"
#include "audit/dialplan/caller_ids.h"
#include "audit/rules/dialplan/common.h"
#include "audit/rules/severity.h"
#include "knowledge/weak_words.h"
#include "text/message.h"

namespace denwaban::audit {
namespace {

using parse::same_name;

const Voicemail& voicemail(Check& check) { return check.estate().voicemail; }

std::string title_of(const Mailbox& box) { return box.number + "@" + box.context; }

// The line holds the PIN: its text stays out.
ConfigFinding& about_box(Check& check, const Mailbox& box, std::string key) {
  ConfigFinding& found =
      check.about(check.estate().sources.line_of(*box.config, *box.variable), title_of(box), std::move(key));
  if (box.variable->file) found.origin = Origin::included;
  fact(found, "box", title_of(box));
  return found;
}

// Asterisk's own configs/basic-pbx and configs/samples, which thieves have read as well.
bool stands_in_sample(const Mailbox& box) {
  static constexpr std::pair<std::string_view, std::string_view> kSamples[] = {
      {"1101", "0717"}, {"1102", "7085"}, {"1103", "1809"}, {"1104", "0039"}, {"1105", "6618"}, {"1106", "9805"},
      {"1107", "7484"}, {"1108", "7788"}, {"1109", "5750"}, {"1110", "3702"}, {"1111", "1878"}, {"1112", "5497"},
      {"1113", "1637"}, {"1114", "3717"}, {"1115", "3088"}, {"1234", "4242"}, {"1234", "5678"}};
  return std::any_of(std::begin(kSamples), std::end(kSamples),
                     [&](const auto& one) { return one.first == box.number && one.second == box.pin; });
}

// "1234 ,Anna": the blank is a part of the PIN, and no keypad has one.
bool holds_a_blank(const Mailbox& box) { return box.pin.find_first_of(" \t") != std::string::npos; }

// The contexts of voicemail.conf whose mailboxes some line asks for a PIN of; nothing: of any, or not known.
std::optional<std::set<std::string>> asked_for_pins(Check& check) {
  const Estate& estate = check.estate();
  const bool read = estate.dialplan.has_config && !estate.dialplan.has_lua && estate.sources.unread().empty();
  if (!read || voicemail(check).general.option("searchcontexts", "no").yes()) return std::nullopt;
  std::set<std::string> all;
  for (const PlanLine& line : check.survey().outline.acts())
    for (const Doing& one : doings(line.priority->app, line.priority->arguments)) {
      if (is_app(one.app, {"AGI", "EAGI", "FastAGI", "DeadAGI", "Stasis", "Exec", "TryExec"})) return std::nullopt;
      if (!is_app(one.app, {"VoiceMailMain", "VMAuthenticate"})) continue;
      const std::string box(argument(application_arguments(one.arguments), 0));
      const size_t at = box.rfind('@');
      const std::string context = at == std::string::npos ? "default" : box.substr(at + 1);
      const std::string& known = at == std::string::npos ? box : context;  // "${BOX}" may hold an '@'
      if (known.find('$') != std::string::npos) return std::nullopt;
      all.insert(context);
    }
  return all;
}

void weak_pin(Check& check) {
  const auto asked = asked_for_pins(check);
  for (const Mailbox& box : voicemail(check).mailboxes) {
    if (holds_a_blank(box)) continue;
    auto strength = knowledge::grade_pin(box.pin, box.number);
    if (strength == knowledge::PinStrength::ok) continue;
    ConfigFinding& found = about_box(check, box, "PIN");
    const bool sample = stands_in_sample(box);
    fact(found, "weakness", text::say(sample ? "audit.pin.sample" : "audit.pin." + std::string(knowledge::to_string(strength))));
    if (box.pin.starts_with('-')) fact(found, "fixed", "yes");
    const bool is_asked = !asked || asked->contains(box.context);
    if (!is_asked) found.severity = Severity::low;
    fact(found, is_asked ? "asked" : "unasked", "yes");
    found.fix = "[" + box.context + "]\n" + box.number + " => <6 digits or more>,...";
  }
}

int number_of(const std::string& text) {
  bool digits = !text.empty() && text.size() < 6 && text.find_first_not_of("0123456789") == std::string::npos;
  return digits ? std::stoi(text) : 0;
}

void short_pins_allowed(Check& check) {
  constexpr int kLeast = 6;
  const Voicemail& vm = voicemail(check);
  Option least = vm.general.option("minpassword", "0");
  bool used = !vm.mailboxes.empty() || (vm.general.category && !vm.general.category->variables.empty());
  if (!used || number_of(least.value) >= kLeast) return;
  check.about(vm.general, least).fix = "[general]\nminpassword=6\nforcename=yes\nforcegreetings=yes";
}

// An option of [general] once, and of each mailbox that says otherwise.
template <class Value, class Judge>
void each_context(Check& check, const char* key, Value value_of, Judge judge) {
  const Voicemail& vm = voicemail(check);
  Option general = vm.general.option(key);
  auto complete = [&](ConfigFinding& found, const std::string& context) {
    Reach reach = check.survey().reach.of(context);
    fact(found, "context", context);
    fact(found, "reach", reach_words(reach));
    judge(found, reach);
  };
  auto wanted = [&](const std::string& context) {
    return !context.empty() &&
           (std::string_view(key) != "dialout" || check.survey().reach.reaches_trunk(context));
  };
  if (wanted(general.value)) {
    ConfigFinding& found = check.about(vm.general, general);
    complete(found, general.value);
    found.fix = "[general]\n;" + std::string(key) + "=" + general.value;
  }
  for (const Mailbox& box : vm.mailboxes) {
    if (value_of(box) == general.value || !wanted(value_of(box))) continue;
    ConfigFinding& found = about_box(check, box, key);
    complete(found, value_of(box));
  }
}

void dials_out(Check& check) {
  each_context(
      check, "dialout", [](const Mailbox& box) { return box.dialout; }, [](ConfigFinding&, Reach) {});
}

void calls_back(Check& check) {
  each_context(
      check, "callback", [](const Mailbox& box) { return box.callback; },
      [](ConfigFinding& found, Reach reach) {
        if (reach == Reach::undefined || reach == Reach::nothing) found.severity = Severity::low;
      });
}

void leads_out(Check& check) {
  const Voicemail& vm = voicemail(check);
  Option exit = vm.general.option("exitcontext");
  Option op = vm.general.option("operator", "no");
  if (!exit.value.empty()) {
    ConfigFinding& found = check.about(vm.general, exit);
    fact(found, "context", exit.value);
    found.fix = "[general]\n;exitcontext=" + exit.value;
  }
  if (op.yes()) {
    ConfigFinding& found = check.about(vm.general, op);
    fact(found, "operator", "yes");
    found.fix = "[general]\noperator=no";
  }
}

std::vector<PlanLine> voicemail_mains(const Check& check) {
  std::vector<PlanLine> all;
  for (const PlanLine& line : check.survey().outline.acts())
    if (same_name(line.priority->app, "VoiceMailMain") && line.priority->place.file < check.estate().dialplan.files.size())
      all.push_back(line);
  return all;
}

ConfigFinding& about_call(Check& check, const PlanLine& opened) {
  const parse::Dialplan& plan = check.estate().dialplan;
  SourceLine place{check.estate().sources.shown(plan.files[opened.priority->place.file]),
                   opened.priority->place.line, opened.context->name,
                   opened.priority->app + "(" + opened.priority->arguments + ")"};
  ConfigFinding& found = check.about(std::move(place), opened.extension->name + "@" + opened.context->name);
  fact(found, "extension", opened.extension->name);
  fact(found, "context", opened.context->name);
  return found;
}

// The caller ID as this release knows it: CALLERIDNUM and its like are empty since 1.6.
bool names_caller(const Check& check, std::string_view text) {
  if (text.find('}') == std::string_view::npos) return false;  // "${CALLERID(num)" names nothing
  const AsteriskVersion& version = check.estate().version();
  bool old = version.known && version.major == 1 && version.minor < 6;
  std::vector<Reference> all = references(text);
  return std::any_of(all.begin(), all.end(), [&](const Reference& one) {
    bool function = one.kind == Reference::Kind::function;
    return function ? same_name(one.name, "CALLERID") : old && one.name.starts_with("CALLERID");
  });
}

// What the first line that calls the subroutine gives it: "s" for "${ARG2}" of Gosub(vm,s,1(100,s)).
std::string given_argument(const Check& check, const PlanLine& line, std::string_view text) {
  if (!text.starts_with("${ARG") || text.size() != 7) return std::string(text);
  size_t number = static_cast<size_t>(text[5] - '1');
  std::string given;
  for (const PlanLine& from : check.survey().outline.lines())
    for (const Jump& jump : jumps(from.priority->app, from.priority->arguments)) {
      const std::string& context = jump.target.context.empty() ? from.context->name : jump.target.context;
      if (!jump.returns || context != line.context->name) continue;
      std::vector<std::string> arguments = split_arguments(jump.target.arguments);
      if (number < arguments.size() && given.empty()) given = arguments[number];
    }
  return given;
}

struct MailboxCall {
  bool skips = false;      // the PIN, by the option s
  bool by_caller = false;  // the caller ID says whose box
};

MailboxCall mailbox_call(const Check& check, const PlanLine& opened) {
  std::vector<std::string> arguments = application_arguments(opened.priority->arguments);
  std::string_view box = argument(arguments, 0);
  MailboxCall call;
  // Without a second argument s and p before the mailbox are options, in every release (app_voicemail.c, vm_execmain).
  for (; arguments.size() < 2 && (box.starts_with('s') || box.starts_with('p')); box.remove_prefix(1))
    call.skips = call.skips || box.starts_with('s');
  std::string options = given_argument(check, opened, argument(arguments, 1));
  call.skips = call.skips || (options.find("${") == std::string::npos && options.find('s') != std::string::npos);
  call.by_caller = names_caller(check, box) || names_caller(check, given_argument(check, opened, box));
  return call;
}

void without_pin(Check& check) {
  for (const PlanLine& opened : voicemail_mains(check)) {
    if (is_generated(check.estate(), opened.priority->place)) continue;  // FreePBX asks there who calls
    const auto [skips, by_caller] = mailbox_call(check, opened);
    if (!skips && !by_caller) continue;
    ConfigFinding& found = about_call(check, opened);
    if (skips) fact(found, "skips", "yes");
    if (by_caller) fact(found, "caller", "yes");
    if (skips && by_caller) fact(found, "both", "yes");
    const bool own_alone = by_caller && !callers_choose_their_id(check.estate(), check.survey().outline, opened);
    if (by_caller) fact(found, own_alone ? "fixed" : "chosen", "yes");
    if (own_alone) found.severity = Severity::low;
    if (!skips) found.severity = Severity::low;  // the PIN is asked for all the same
    found.fix = "VoiceMailMain()";
  }
}

// The contexts that a caller without a password has before him.
std::set<std::string> open_contexts(const Estate& estate) {
  std::set<std::string> open;
  if (!estate.chan_sip.has_file || !estate.chan_sip.guests || !estate.modules.loaded("chan_sip")) return open;
  std::vector<std::string> waiting = {estate.chan_sip.guest_context};
  while (!waiting.empty()) {
    std::string name = std::move(waiting.back());
    waiting.pop_back();
    const parse::Context* context = estate.dialplan.find(name);
    if (!context || !open.insert(name).second) continue;
    for (const parse::ContextInclude& include : context->includes) waiting.push_back(include.context);
  }
  return open;
}

void back_door(Check& check) {
  const Voicemail& vm = voicemail(check);
  std::set<std::string> open = open_contexts(check.estate());
  bool worth_it = std::any_of(vm.mailboxes.begin(), vm.mailboxes.end(), [](const Mailbox& box) {
    return !box.dialout.empty() || !box.callback.empty() ||
           knowledge::grade_pin(box.pin, box.number) != knowledge::PinStrength::ok;
  });
  if (!worth_it) return;
  for (const PlanLine& opened : voicemail_mains(check))
    if (open.count(opened.context->name) || check.survey().outline.from_outside(*opened.priority)) about_call(check, opened);
}

void runs_programs(Check& check) {
  const Object& general = voicemail(check).general;
  for (const char* key : {"externnotify", "externpass", "externpassnotify", "externpasscheck", "mailcmd"}) {
    Option option = general.option(key);
    bool usual = std::string_view(key) == "mailcmd" && option.value.find("sendmail") != std::string::npos;
    if (option.value.empty() || usual) continue;
    ConfigFinding& found = check.about(general, option);
    fact(found, "option", key);
    found.fix = "[general]\n;" + std::string(key) + "=";
  }
}

constexpr Rule kRules[] = {
    {"DWB-VM-001", Severity::high, "app_voicemail", "JPCERT-AT-2010-0032", weak_pin},
    {"DWB-VM-002", Severity::medium, "app_voicemail", "JPCERT-AT-2010-0032", short_pins_allowed},
    {"DWB-VM-003", Severity::high, "app_voicemail", "voicemail.conf.sample", dials_out},
    {"DWB-VM-004", Severity::high, "app_voicemail", "voicemail.conf.sample", calls_back},
    {"DWB-VM-005", Severity::medium, "app_voicemail", "voicemail.conf.sample", leads_out},
    {"DWB-VM-006", Severity::high, "app_voicemail", "app_voicemail documentation", without_pin},
    {"DWB-VM-007", Severity::high, "app_voicemail", "app_voicemail documentation", back_door},
    {"DWB-VM-008", Severity::medium, "app_voicemail", "voicemail.conf.sample", runs_programs},
};

}  // namespace

std::span<const Rule> voicemail_rules() { return kRules; }

}  // namespace denwaban::audit
