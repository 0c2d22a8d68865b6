// SPDX-License-Identifier: GPL-3.0-or-later
// Whom chan_pjsip takes for an endpoint without a password.
#include <algorithm>

#include "audit/dialplan/lua_names.h"
#include "audit/rules/pjsip/checks.h"
#include "audit/rules/pjsip/endpoints.h"
#include "audit/rules/severity.h"
#include "pbx/host_spec.h"

namespace denwaban::audit::pjs {
namespace {

bool is_too_wide(const IpPrefix& network) {
  return network.length() <= (network.address().is_v4() ? 16 : 32);
}

bool is_loaded(const Check& check, std::string_view module) { return check.estate().modules.loaded(module); }

// A line with `match=`: what is wrong with one of its parts.
void judge_match(Check& check, const Object& identify, const ObjectReference& match) {
  std::string_view text = match.name;
  if (text.starts_with('!')) return;
  auto network = pbx::parse_network(text);
  if (network && !is_too_wide(*network)) return;
  if (!network && !pbx::parse_host(text)) return;
  ConfigFinding& found = check.about(identify, match.option);
  fact(found, "match", text);
  if (!network) {
    found.severity = Severity::low;
    fact(found, "name", "yes");
  } else if (network->address().is_private()) {
    found.severity = Severity::medium;
  }
  found.fix = in_section(identify, "match=192.0.2.10");
}

}  // namespace

void anonymous_endpoint(Check& check) {
  for (const Object& endpoint : check.estate().pjsip.endpoints) {
    if (!is_anonymous(endpoint) || has_auth(endpoint)) continue;
    std::string context = context_of(endpoint);
    Reach reach = check.survey().reach.of(context, "PJSIP/");
    ConfigFinding& found = check.about(endpoint);
    found.severity = severity_of_open_door(reach);
    found.inert |= !is_loaded(check, "res_pjsip_endpoint_identifier_anonymous");
    fact(found, "context", context);
    fact(found, "reach", reach_words(reach));
    found.fix = in_section(endpoint, "context=nobody");
  }
}

void endpoint_without_auth(Check& check) {
  Relations relations(check.estate().pjsip);
  for (const Object& endpoint : check.estate().pjsip.endpoints) {
    if (is_anonymous(endpoint) || has_auth(endpoint) || !is_identified_by_name(endpoint)) continue;
    ConfigFinding& found = check.about(endpoint, endpoint.option("identify_by"));
    found.key = "identify_by";
    bool reaches = check.survey().reach.reaches_trunk(context_of(endpoint), "PJSIP/" + endpoint.name);
    if (reaches) found.severity = Severity::critical;
    if (is_kept_apart(check.estate(), endpoint)) found.severity = reaches ? Severity::high : Severity::medium;
    found.inert |= !is_loaded(check, "res_pjsip_endpoint_identifier_user");
    fact(found, "name", endpoint.name);
    fact(found, "context", context_of(endpoint));
    found.fix = in_section(
        endpoint, relations.is_trunk(endpoint) ? "identify_by=ip" : "auth=" + endpoint.name + "-auth");
  }
}

void open_registration(Check& check) {
  Relations relations(check.estate().pjsip);
  for (const Object& aor : check.estate().pjsip.aors) {
    Option contacts = aor.option("max_contacts", "0");
    if (contacts.value.empty() || contacts.value == "0") continue;
    const auto& users = relations.users_of_aor(aor.name);
    auto open = std::find_if(users.begin(), users.end(), [](const Object* e) {
      return !has_auth(*e) && (is_identified_by_name(*e) || is_anonymous(*e));
    });
    if (open == users.end()) continue;
    ConfigFinding& found = check.about(aor, contacts);
    fact(found, "endpoint", (*open)->title());
    found.fix = in_section(**open, "auth=" + (*open)->name + "-auth");
  }
}

void identified_too_widely(Check& check) {
  const Pjsip& pjsip = check.estate().pjsip;
  for (const Object& identify : pjsip.identifies)
    for (const ObjectReference& match : pjsip.references(identify, "match"))
      judge_match(check, identify, match);
}

void identified_by_header(Check& check) {
  const Pjsip& pjsip = check.estate().pjsip;
  std::set<std::string_view> asked;
  for (const Object& endpoint : pjsip.endpoints)
    if (has_auth(endpoint)) asked.insert(endpoint.name);
  for (const Object& identify : pjsip.identifies) {
    Option header = identify.option_of({"match_header", "match_request_uri"});
    if (!header.written() || identify.option("match").written()) continue;
    ConfigFinding& found = check.about(identify, header);
    if (asked.contains(identify.option("endpoint").value)) found.severity = Severity::medium;
    found.fix = in_section(identify, "match=192.0.2.10");
  }
}

void identify_without_effect(Check& check) {
  const Pjsip& pjsip = check.estate().pjsip;
  std::map<std::string_view, const Object*> endpoints;
  for (const Object& endpoint : pjsip.endpoints) endpoints[endpoint.name] = &endpoint;
  bool database = has_database(check.estate());
  for (const Object& identify : pjsip.identifies) {
    bool empty = !identify.option_of({"match", "match_header", "match_request_uri"}).written();
    auto named = endpoints.find(identify.option("endpoint").value);
    bool nobody = named == endpoints.end() && !database;
    bool unasked = named != endpoints.end() && !empty &&
                   !identify.option_of({"match_header", "match_request_uri"}).written() &&
                   !is_identified_by_address(*named->second);
    if (!empty && !nobody && !unasked) continue;
    ConfigFinding& found = check.about(identify, identify.option(empty ? "match" : "endpoint"));
    fact(found, "empty", empty ? "yes" : "");
    fact(found, "nobody", !empty && nobody ? "yes" : "");
    fact(found, "unasked", unasked ? "yes" : "");
    found.fix =
        unasked ? in_section(*named->second, "identify_by=ip") : in_section(identify, "match=192.0.2.10");
  }
}

void messages_of_strangers(Check& check) {
  for (const Object& endpoint : check.estate().pjsip.endpoints) {
    Option context = endpoint.option("message_context");
    if (!context.written() || context.value.empty() || has_auth(endpoint)) continue;
    if (!is_identified_by_name(endpoint) && !is_anonymous(endpoint)) continue;
    ConfigFinding& found = check.about(endpoint, context);
    fact(found, "context", context.value);
    found.fix = in_section(endpoint, "auth=" + endpoint.name + "-auth");
  }
}

void options_of_strangers(Check& check) {
  for (const Object& endpoint : check.estate().pjsip.endpoints) {
    Option allowed = endpoint.option("allow_unauthenticated_options", "no");
    if (allowed.yes())
      check.about(endpoint, allowed).fix = in_section(endpoint, "allow_unauthenticated_options=no");
  }
}

void context_missing(Check& check) {
  const parse::Dialplan& dialplan = check.estate().dialplan;
  bool known = (dialplan.has_config || dialplan.has_ael) && check.estate().sources.unread().empty();
  const LuaNames lua(check.estate());
  for (const Object& endpoint : check.estate().pjsip.endpoints) {
    Option context = endpoint.option("context", "default");
    bool undefined = known && !dialplan.find(context.value) && !lua.may_name(context.value);
    if (context.written() && !undefined) continue;
    ConfigFinding& found = check.about(endpoint, context);
    found.key = "context";
    fact(found, "context", context.value);
    fact(found, "missing", context.written() ? "" : "yes");
    fact(found, "undefined", undefined ? "yes" : "");
    found.fix = in_section(endpoint, "context=from-" + endpoint.name);
  }
}

}  // namespace denwaban::audit::pjs
