// SPDX-License-Identifier: GPL-3.0-or-later
// What chan_sip does for people that it does not know.
#include <algorithm>

#include "audit/rules/chan_sip/checks.h"
#include "audit/rules/chan_sip/devices.h"
#include "audit/rules/edits.h"
#include "audit/rules/severity.h"
#include "parse/dialplan/match.h"
#include "text/message.h"

namespace denwaban::audit::sip {
namespace {

// What strangers could use of a dialplan that lets them in: a call, a menu, a mailbox, a program.
bool serves(std::string_view app) {
  return is_app(app, {"Dial",       "RetryDial", "Queue",      "Page",     "VoiceMail", "VoiceMailMain", "DISA",     "MeetMe",
                      "ConfBridge", "Directory", "Background", "Read",     "Stasis",    "AGI",           "FastAGI",  "EAGI",
                      "DeadAGI",    "System",    "TrySystem",  "Originate", "ChanSpy",  "ExtenSpy",      "FollowMe", "Pickup",
                      "ParkedCall", "Record",    "WaitExten",  "MinivmRecord", "ExternalIVR", "Bridge",  "MessageSend"});
}

// How far guests get. Where the dialplan turns them away on a condition of constants, as FreePBX does by ALLOW_SIP_ANON, the
// extensions are there and serve nobody.
Reach reach_of_guests(const Check& check, std::string_view context) {
  Reach reach = check.survey().reach.of(context, "SIP/");
  const Outline& outline = check.survey().outline;
  if (reach != Reach::extensions || !check.estate().freepbx) return reach;
  bool served = std::any_of(outline.acts().begin(), outline.acts().end(), [&](const PlanLine& line) {
    return outline.by_strangers(*line.priority) && serves(line.priority->app);
  });
  return served ? reach : Reach::nothing;
}

// Devices that take [general]'s context must get it written before it is changed there.
std::string who_inherits(const ChanSip& sip, const std::string& context) {
  constexpr size_t kShown = 5;
  std::string lines;
  size_t count = 0;
  for (const SipDevice& device : sip.devices)
    if (!device.object.own("context").written() && ++count <= kShown)
      lines += device.object.title() + "\ncontext=" + context + "\n";
  if (count > kShown) lines += "; and so for " + std::to_string(count - kShown) + " more that have no context of their own\n";
  return lines;
}

void guest_context(Check& check, const Option& option, const std::string& context) {
  Reach reach = reach_of_guests(check, context);
  if (reach == Reach::nothing) return;
  ConfigFinding& found = check.about(check.estate().chan_sip.general, option);
  found.severity = reach == Reach::undefined ? Severity::low : severity_of_open_door(reach);
  fact(found, "context", context);
  fact(found, "reach", reach_words(reach));
  bool of_domain = parse::same_name(option.key, "domain");
  const std::string first = of_domain ? std::string() : who_inherits(check.estate().chan_sip, context);
  found.fix = in_general(of_domain ? "domain=" + option.value.substr(0, option.value.find(',')) + ",nobody"
                                   : "context=nobody");
  found.fix = first + found.fix;
}

bool has_hints(const parse::Dialplan& dialplan) {
  for (const parse::Context& context : dialplan.contexts)
    for (const parse::Extension& extension : context.extensions)
      if (extension.has_hint) return true;
  return false;
}

}  // namespace

namespace {

// A database or another exchange decides what can be called from there.
bool asks_elsewhere(const parse::Dialplan& plan, std::string_view context) {
  std::vector<parse::SearchStep> steps = parse::search_order(plan, context);
  return std::any_of(steps.begin(), steps.end(), [](const parse::SearchStep& step) {
    return step.context && !step.context->switches.empty();
  });
}

}  // namespace

void guests_allowed(Check& check) {
  const ChanSip& sip = check.estate().chan_sip;
  if (!sip.has_file || !sip.guests) return;
  Reach reach = reach_of_guests(check, sip.guest_context);
  Option option = sip.general.option("allowguest", "yes");
  ConfigFinding& found = check.about(sip.general, option);
  found.severity = severity_of_open_door(reach);
  fact(found, "context", sip.guest_context);
  bool unseen = reach == Reach::nothing && asks_elsewhere(check.estate().dialplan, sip.guest_context);
  if (unseen) found.severity = Severity::high;
  fact(found, "reach", unseen ? text::say("audit.reach.unseen") : reach_words(reach));
  found.fix = in_general("allowguest=no");
  found.edit = edit_of(sip.general, option, "allowguest=no");
}

void guest_contexts(Check& check) {
  const ChanSip& sip = check.estate().chan_sip;
  if (!sip.has_file || !sip.guests) return;
  guest_context(check, sip.general.option("context", "default"), sip.guest_context);
  for (const DomainContext& domain : sip.domain_contexts) guest_context(check, domain.option, domain.context);
}

void domains_do_not_keep_calls_out(Check& check) {
  const ChanSip& sip = check.estate().chan_sip;
  Option domain = sip.general.option("domain");
  Option external = sip.general.option("allowexternaldomains", "yes");
  if (!domain.written() || !external.yes()) return;
  ConfigFinding& found = check.about(sip.general, external.written() ? external : domain);
  found.fix = in_general("allowexternaldomains=no");
}

void peers_made_by_anybody(Check& check) {
  const ChanSip& sip = check.estate().chan_sip;
  Option option = sip.general.option("autocreatepeer", "no");
  if (!option.yes() && !parse::same_name(option.value, "persist")) return;
  ConfigFinding& found = check.about(sip.general, option);
  fact(found, "context", sip.guest_context);
  fact(found, "reach", reach_words(check.survey().reach.of(sip.guest_context)));
  found.fix = in_general("autocreatepeer=no");
  found.edit = edit_of(sip.general, option, "autocreatepeer=no");
}

void options_unanswered_for(Check& check) {
  const ChanSip& sip = check.estate().chan_sip;
  Option option = sip.general.option("auth_options_requests", "no");
  if (!sip.has_file || option.yes()) return;
  check.about(sip.general, option).fix = in_general("auth_options_requests=yes");
}

void messages_of_strangers(Check& check) {
  const ChanSip& sip = check.estate().chan_sip;
  Option asked = sip.general.option("auth_message_requests", "yes");
  const Option own = sip.general.option("outofcall_message_context", sip.guest_context);
  // Who is asked and is nobody's is a guest (check_user_full); where his calls arrive is told of already.
  const bool as_guest = sip.guests && own.written() && own.value != sip.guest_context;
  if ((asked.yes() && !as_guest) || !sip.general.option("accept_outofcall_message", "yes").yes()) return;
  const std::string& context = own.value;
  ConfigFinding& found = check.about(sip.general, asked.yes() ? own : asked);
  found.severity = check.survey().reach.of(context) == Reach::undefined ? Severity::medium : Severity::high;
  fact(found, "context", context);
  fact(found, "guests", asked.yes() ? "yes" : "");
  found.fix = in_general(asked.yes() ? "allowguest=no" : "auth_message_requests=yes");
  if (!asked.yes()) found.edit = edit_of(sip.general, asked, "auth_message_requests=yes");
}

void hints_shown(Check& check) {
  const ChanSip& sip = check.estate().chan_sip;
  Option allowed = sip.general.option("allowsubscribe", "yes");
  if (!sip.has_file || !allowed.yes() || sip.general.option("subscribecontext").written()) return;
  if (!has_hints(check.estate().dialplan)) return;
  check.about(sip.general, allowed).fix = in_general("allowsubscribe=no");
}

}  // namespace denwaban::audit::sip
