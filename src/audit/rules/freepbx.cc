// SPDX-License-Identifier: GPL-3.0-or-later
// DWB-FPX: what FreePBX and Issabel generate, and what is set in their web interface. Fixes name the page there: the files are
// written again at the next "Apply Config".
#include <algorithm>
#include <set>

#include "audit/catalogue.h"
#include "audit/dialplan/samples.h"
#include "audit/host_facts.h"
#include "audit/rules/dialplan/common.h"
#include "knowledge/weak_words.h"
#include "parse/dialplan/match.h"

namespace denwaban::audit {
namespace {

bool same(std::string_view a, std::string_view b) { return parse::same_name(a, b); }

ConfigFinding& about_global(Check& check, const parse::GlobalVariable& global, bool secret = false) {
  ConfigFinding& found = about_place(check, global.place, "globals", global.name + "=" + (secret ? "***" : global.value));
  found.key = printable(global.name);
  if (!secret) found.value = printable(global.value);
  fact(found, "name", global.name);
  return found;
}

void anonymous_calls(Check& check) {
  const parse::GlobalVariable* global = check.estate().dialplan.global("ALLOW_SIP_ANON");
  if (global && same(global->value, "yes"))
    about_global(check, *global).fix = "; Settings > Asterisk SIP Settings > Allow Anonymous Inbound SIP Calls: No";
}

void guests_elsewhere(Check& check) {
  const ChanSip& sip = check.estate().chan_sip;
  if (!check.estate().freepbx || !sip.has_file || !sip.guests || sip.guest_context == "from-sip-external") return;
  Option context = sip.general.option("context", "default");
  ConfigFinding& found = check.about(sip.general, context);
  fact(found, "context", sip.guest_context);
  found.fix = "[general]\nallowguest=no\ncontext=from-sip-external";
}

struct DefaultSecret {
  std::string_view global;
  std::string_view value;
};

constexpr DefaultSecret kDefaults[] = {{"AMPMGRPASS", "amp111"},
                                       {"AMPDBPASS", "amp109"},
                                       {"AMPDBPASS", "passw0rd"},
                                       {"AMPMGRPASS", "passw0rd"},
                                       {"ARI_ADMIN_PASSWORD", "ari_password"}};

void default_secrets(Check& check) {
  for (const DefaultSecret& one : kDefaults) {
    const parse::GlobalVariable* global = check.estate().dialplan.global(one.global);
    if (global && global->value == one.value)
      about_global(check, *global, true).fix = "; Settings > Advanced Settings: a new password for " + std::string(one.global);
  }
  for (const Object& user : check.estate().management.manager_users) {
    Option secret = user.option("secret");
    if (!secret.written() || secret.value != "amp111") continue;
    ConfigFinding& found = check.about_secret(user, secret);
    found.place.text = "secret=***";
    fact(found, "name", "manager.conf " + user.title());
    found.fix = "; Settings > Advanced Settings > Asterisk Manager Password";
  }
}

bool is_route(const parse::Context& context) { return context.name.starts_with("outrt-"); }

void routes_for_everything(Check& check) {
  for (const parse::Context& context : check.estate().dialplan.contexts) {
    if (!is_route(context)) continue;
    for (const parse::Extension& extension : context.extensions) {
      if (extension.priorities.empty() ||
          (extension.name != "_." && extension.name != "_X." && extension.name != "_!" && extension.name != "_X!"))
        continue;
      ConfigFinding& found = about_line(check, {&context, &extension, &extension.priorities[0]}, "exten");
      fact(found, "pattern", extension.name);
      found.fix = "; Connectivity > Outbound Routes > Dial Patterns: one pattern for each kind of number that is wanted";
    }
  }
}

// Arguments of Macro(dialout-trunk,TRUNK,NUMBER,PIN,…) and of the other ways out; empty: another line.
std::vector<std::string> way_out(const parse::Priority& priority) {
  if (!is_app(priority.app, "Macro") || !priority.arguments.starts_with("dialout-")) return {};
  return application_arguments(priority.arguments);
}

void routes_without_pin(Check& check) {
  std::vector<LineFound> hits;
  std::set<const parse::Context*> told;
  for (const PlanLine& line : check.survey().outline.lines()) {
    if (!is_route(*line.context)) continue;
    std::vector<std::string> parts = way_out(*line.priority);
    if (parts.size() < 3) continue;
    std::string_view pin = argument(parts, 3);
    bool weak = !pin.empty() && !pin.starts_with('/') && pin.find('$') == std::string_view::npos &&
                knowledge::grade_pin(pin, {}) != knowledge::PinStrength::ok;
    if (!pin.empty() && !weak) continue;
    std::optional<std::string> number = costly_example(check, line, "trunk/" + std::string(argument(parts, 2)));
    if (number) hits.push_back({line, Severity::high, *number});
  }
  tell_by_context(check, hits, "PIN", "; Connectivity > Outbound Routes > Route Password or PIN Set, on routes abroad");
}

bool has_option(const Estate& estate, std::string_view global, char letter) {
  const parse::GlobalVariable* options = estate.dialplan.global(global);
  return options && find_option(app_options(options->value), letter);
}

bool transfers_reach_out(const Check& check) {
  const parse::GlobalVariable* context = check.estate().dialplan.global("TRANSFER_CONTEXT");
  return context && same(context->value, "from-internal-xfer") && calls_trunk(check, "from-internal-xfer");
}

bool takes_option_from_callers(const Check& check) {
  const std::vector<PlanLine>& lines = check.survey().outline.lines();
  return std::any_of(lines.begin(), lines.end(), [](const PlanLine& line) {
    return line.priority->arguments.find("INBOUND") != std::string::npos &&
           line.priority->arguments.find("OPTIONS") != std::string::npos &&
           (line.priority->arguments.find("STRREPLACE") != std::string::npos ||
            line.priority->arguments.find("FILTER") != std::string::npos ||
            line.priority->arguments.find("CUT(") != std::string::npos);
  });
}

constexpr std::string_view kNoTransfer = "; Settings > Advanced Settings > Asterisk Dial Options: without T";

void callers_transfer(Check& check) {
  const Estate& estate = check.estate();
  if (!transfers_reach_out(check) || !has_option(estate, "DIAL_OPTIONS", 'T') || takes_option_from_callers(check)) return;
  ConfigFinding& found = about_global(check, *estate.dialplan.global("DIAL_OPTIONS"));
  found.trail.push_back(
      source_line(estate, estate.dialplan.global("TRANSFER_CONTEXT")->place, "globals", "TRANSFER_CONTEXT=from-internal-xfer"));
  found.fix = kNoTransfer;
}

// DIRECTION is set in ext-did alone; who dials an extension's number at the trunk does not come through there.
void direct_dials(Check& check) {
  const Estate& estate = check.estate();
  if (!transfers_reach_out(check) || !has_option(estate, "DIAL_OPTIONS", 'T') || !estate.dialplan.find("from-did-direct"))
    return;
  for (const parse::Context& context : estate.dialplan.contexts) {
    if (context.name != "from-pstn" && context.name != "from-trunk" && context.name != "from-pstn-additional") continue;
    for (const parse::ContextInclude& include : context.includes) {
      if (include.context != "from-did-direct") continue;
      ConfigFinding& found = about_include(check, context, include);
      found.trail.push_back(source_line(estate, estate.dialplan.global("DIAL_OPTIONS")->place, "globals",
                                        "DIAL_OPTIONS=" + estate.dialplan.global("DIAL_OPTIONS")->value));
      found.fix = kNoTransfer;
    }
  }
}

void disa_without_pin(Check& check) {
  if (!check.estate().freepbx) return;
  for (const PlanLine& line : check.survey().outline.lines()) {
    if (!is_app(line.priority->app, "DISA") || !line.priority->arguments.starts_with("no-password") ||
        !is_generated(check.estate(), line.priority->place))
      continue;
    std::string target;
    bool asks = false;
    for (const parse::Priority& priority : line.extension->priorities) {
      asks = asks || is_app(priority.app, {"Authenticate", "VMAuthenticate"});
      size_t at = priority.arguments.find("DISACONTEXT=");
      if (is_app(priority.app, "Set") && at != std::string::npos) target = priority.arguments.substr(at + 12);
    }
    if (asks) continue;
    ConfigFinding& found = about_line(check, line, "DISA");
    fact(found, "target", printable(target));
    found.fix = "; Applications > DISA: a PIN of eight digits or more, and a context that calls only what is wanted";
  }
}

bool is_hand_written(const Estate& estate, parse::DialplanPlace place) { return !is_generated(estate, place); }

void shadowed_lines(Check& check) {
  const Estate& estate = check.estate();
  if (!estate.freepbx) return;
  std::set<std::string> told;
  for (const parse::DialplanProblem& problem : estate.dialplan.problems) {
    if (problem.kind != parse::DialplanProblem::Kind::duplicate_priority || problem.other.line == 0) continue;
    if (!is_hand_written(estate, problem.other) || !told.insert(problem.context + '\n' + problem.extension).second) continue;
    ConfigFinding& found = about_place(check, problem.other, problem.context,
                                       "exten => " + problem.extension + "," + std::to_string(problem.priority));
    found.object = printable(problem.extension + "@" + problem.context);
    fact(found, "extension", problem.extension);
    found.trail.push_back(source_line(estate, problem.place, problem.context, "exten => " + problem.extension));
    found.fix = "; compare with the generated lines after each update";
  }
  const parse::Context* custom = estate.dialplan.find("from-internal-custom");
  if (!custom || !estate.dialplan.find("from-internal-additional")) return;
  for (const parse::Extension& extension : custom->extensions) {
    std::vector<std::string> numbers = sample_numbers(extension.name);
    if (extension.priorities.empty() || numbers.empty()) continue;
    parse::ExtensionMatch match = parse::find_extension(estate.dialplan, "from-internal-additional", numbers[0], "", 1);
    if (!match.priority || match.context->name == custom->name || match.context->name == "bad-number") continue;
    ConfigFinding& found = about_line(check, {custom, &extension, &extension.priorities[0]}, "exten");
    found.trail = {source_line(estate, *match.context, *match.extension, *match.priority)};
    found.fix = "; give it a number of its own, or compare with the generated lines after each update";
  }
}

void secrets_in_files(Check& check) {
  const Estate& estate = check.estate();
  if (!estate.freepbx) return;
  for (std::string_view name : {"AMPMGRPASS", "AMPDBPASS"}) {
    const parse::GlobalVariable* global = estate.dialplan.global(name);
    if (!global || global->value.empty()) continue;
    about_global(check, *global, true).fix =
        "chmod 0640 /etc/asterisk/extensions_additional.conf\nchown asterisk:asterisk /etc/asterisk/extensions_additional.conf";
    return;
  }
}

void odd_ways(Check& check) {
  const Estate& estate = check.estate();
  for (const parse::GlobalVariable& global : estate.dialplan.globals) {
    if (!global.name.starts_with("OUT_") || !global.value.starts_with("AMP:")) continue;
    ConfigFinding& found =
        about_place(check, global.place, "globals", global.name + "=" + without_secrets("Dial", global.value));
    found.key = printable(global.name);
    fact(found, "custom", global.name);
    found.fix = "; Connectivity > Trunks: a trunk of its own kind in the place of the custom one";
  }
  for (const parse::Context& context : estate.dialplan.contexts) {
    if (!context.name.starts_with("ivr-")) continue;
    for (const parse::ContextInclude& include : context.includes) {
      if (!include.context.starts_with("from-did-direct-ivr")) continue;
      ConfigFinding& found = about_include(check, context, include);
      fact(found, "ivr", context.name);
      found.fix = "; Applications > IVR > Enable Direct Dial: Disabled";
    }
  }
}

// Ports of the web interface, the user's panel and ARI over HTTP.
constexpr uint16_t kWebPorts[] = {80, 81, 83, 443, 4443, 8001, 8003, 8080, 8088, 8089, 8443};

void exposed_interface(Check& check) {
  const HostFacts* host = check.estate().options.host;
  if (!check.estate().freepbx || !host || !host->sockets || (host->firewall && host->firewall->drops_by_default)) return;
  std::set<uint16_t> open;
  for (const HostSocket& socket : *host->sockets)
    if (socket.tcp && !socket.address.is_loopback() &&
        std::find(std::begin(kWebPorts), std::end(kWebPorts), socket.port) != std::end(kWebPorts))
      open.insert(socket.port);
  if (open.empty()) return;
  std::string ports;
  for (uint16_t port : open) ports += (ports.empty() ? "" : ", ") + std::to_string(port);
  ConfigFinding& found = check.about(SourceLine(), "web interface", "port");
  found.origin = Origin::missing;
  fact(found, "ports", ports);
  found.fix = "; Connectivity > Firewall: allow the web interface from the administrators' networks alone";
}

constexpr Rule kRules[] = {
    {"DWB-FPX-001", Severity::critical, "", "FreePBX core", anonymous_calls},
    {"DWB-FPX-002", Severity::critical, "chan_sip", "FreePBX core, JPCERT-AT-2010-0032", guests_elsewhere},
    {"DWB-FPX-003", Severity::critical, "", "NPA-2015-12-28, Q&A secure an Asterisk server", default_secrets},
    {"DWB-FPX-004", Severity::high, "", "FreePBX core", routes_for_everything},
    {"DWB-FPX-005", Severity::high, "", "JPCERT-AT-2010-0032", routes_without_pin},
    {"DWB-FPX-006", Severity::high, "", "Q&A secure an Asterisk server", callers_transfer},
    {"DWB-FPX-007", Severity::high, "", "FreePBX core", direct_dials},
    {"DWB-FPX-008", Severity::critical, "", "FreePBX core, Asterisk DISA documentation", disa_without_pin},
    {"DWB-FPX-009", Severity::medium, "", "FreePBX core", shadowed_lines},
    {"DWB-FPX-010", Severity::medium, "", "FreePBX core", secrets_in_files},
    {"DWB-FPX-011", Severity::high, "", "JPCERT-AT-2010-0032, Q&A secure an Asterisk server", exposed_interface},
    {"DWB-FPX-012", Severity::medium, "", "FreePBX core", odd_ways},
};

}  // namespace

std::span<const Rule> freepbx_rules() { return kRules; }

}  // namespace denwaban::audit
