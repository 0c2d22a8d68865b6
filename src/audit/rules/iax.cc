// SPDX-License-Identifier: GPL-3.0-or-later
// DWB-IAX: chan_iax2 and DUNDi.
#include <algorithm>
#include <set>

#include "audit/access_list.h"
#include "audit/catalogue.h"
#include "audit/rules/edits.h"
#include "audit/rules/secrets.h"
#include "audit/rules/severity.h"
#include "pbx/host_spec.h"

namespace denwaban::audit {
namespace {

using parse::same_name;
using enum Severity;

constexpr int kVeryWide = 8;  // bits of a network that spares half the Internet

std::string in_section(const Object& object, std::string_view line) {
  return object.title() + "\n" + std::string(line);
}

Reach best_reach(const Check& check, const IaxDevice& device) {
  Reach best = Reach::undefined;
  for (const std::string& context : device.contexts()) {
    if (context == "*") return Reach::international;
    best = std::max(best, check.survey().reach.of(context, "IAX2/" + device.object.name));
  }
  return best;
}

AccessList access_of(const Check& check, const IaxDevice& device) {
  return AccessList(device.object, check.estate().access_lists);
}

bool is_open(const IaxDevice& device) { return device.is_user && !device.has_secret(); }

void report_open(Check& check, const IaxDevice& device) {
  Reach reach = best_reach(check, device);
  ConfigFinding& found = check.about(device.object);
  found.severity = severity_of_open_door(reach);
  if (access_of(check, device).restricts()) found.severity = std::min(found.severity, medium);
  if (device.refuses_everybody()) found.severity = low;
  fact(found, device.refuses_everybody() ? "refused" : "taken", "yes");
  fact(found, "device", device.object.title());
  fact(found, "context", device.contexts().front());
  fact(found, "reach", reach_words(reach));
  found.fix = in_section(device.object, "secret=" + new_secret());
}

void no_password(Check& check) {
  for (const IaxDevice& device : check.estate().iax.devices)
    if (is_open(device)) report_open(check, device);
}

void sample_guest(Check& check) {
  for (const IaxDevice& device : check.estate().iax.devices)
    if (same_name(device.object.name, "guest") && is_open(device)) report_open(check, device);
}

Account account_of(const IaxDevice& device) {
  Account account;
  account.names = {device.object.name, device.object.own("username").value,
                   caller_number(device.object.own("callerid").value)};
  std::erase(account.names, std::string());
  account.sent_only = !device.is_user && !device.dynamic();
  return account;
}

// A value may hold several passwords with ';' between them, and each line adds to those before it.
void weak_password(Check& check) {
  for (const IaxDevice& device : check.estate().iax.devices) {
    if (device.from_users_conf) continue;
    for (const Option& line : device.object.list({"secret"})) {
      std::string_view rest = line.value;
      bool reported = false;
      while (!rest.empty() && !reported) {
        Option part = line;
        part.value = std::string(rest.substr(0, rest.find(';')));
        rest.remove_prefix(std::min(rest.size(), part.value.size() + 1));
        const Account account = account_of(device);
        ConfigFinding* found = report_if_guessable(check, device.object, part, account);
        reported = found != nullptr;
        if (!found) continue;
        if (account.sent_only || device.refuses_everybody()) found->severity = low;
        fact(*found, account.sent_only ? "sent" : "asked", "yes");
      }
    }
  }
}

void no_call_token(Check& check) {
  const Iax& iax = check.estate().iax;
  for (const IaxDevice& device : iax.devices) {
    Option token = device.object.own("requirecalltoken", "yes");
    if (!token.no() && !same_name(token.value, "auto")) continue;
    fact(check.about(device.object, token), "device", device.object.title()).fix =
        in_section(device.object, "requirecalltoken=yes");
  }
  for (const Option& spared : iax.general.list({"calltokenoptional"})) {
    auto network = pbx::parse_network(spared.value);
    if (!network || network->length() > kVeryWide) continue;
    ConfigFinding& found = check.about(iax.general, spared);
    fact(found, "device", spared.value);
    found.edit = edit_of(iax.general, spared, "; calltokenoptional=" + spared.value);
  }
}

void chosen_context(Check& check) {
  for (const IaxDevice& device : check.estate().iax.devices) {
    std::vector<Option> lines = device.object.list({"context"});
    bool any = std::any_of(lines.begin(), lines.end(), [](const Option& o) { return o.value == "*"; });
    if (!device.is_user || (!any && lines.size() < 2)) continue;
    ConfigFinding& found = check.about(device.object, lines.back());
    fact(found, "device", device.object.title());
    fact(found, "any", any ? "yes" : "");
    found.fix = in_section(device.object,
                           "context=" + (lines.front().value == "*" ? "from-iax" : lines.front().value));
  }
}

void shared_password(Check& check) {
  SharedSecrets shared;
  for (const IaxDevice& device : check.estate().iax.devices)
    if (device.is_user || device.dynamic()) shared.add(device.object, device.object.own("secret"));
  shared.report(check);
}

void no_access_list(Check& check) {
  for (const IaxDevice& device : check.estate().iax.devices) {
    if ((!device.is_user && !device.dynamic()) || access_of(check, device).restricts()) continue;
    if (is_open(device)) continue;  // told as such: there is no password to try
    ConfigFinding& found = check.about(device.object);
    found.key = "permit";
    found.origin = Origin::missing;
    if (device.object.list({"secret", "dbsecret"}).empty()) found.severity = low;  // keys, which nobody guesses
    fact(found, "device", device.object.title());
    found.fix = in_section(device.object, "deny=0.0.0.0/0.0.0.0\npermit=192.168.0.0/255.255.0.0");
  }
}

void firmware_given_away(Check& check) {
  const Iax& iax = check.estate().iax;
  Option option = iax.general.option("allowfwdownload", "no");
  if (option.yes()) check.about(iax.general, option).fix = "[general]\nallowfwdownload=no";
}

std::optional<IpAddress> address_of(const Option& line) {
  auto host = pbx::parse_host(line.value);
  return host ? IpAddress::parse(host->host) : std::nullopt;
}

// Nothing that is read as an address is every address to chan_iax2.
bool is_outside(const std::optional<IpAddress>& address) {
  return !address || address->is_unspecified() || !(address->is_private() || address->is_loopback());
}

// [general] stands in an include that is not there: what it binds to is not known.
bool lacks_general(const Iax& iax) {
  if (iax.general.category || !iax.general.config) return false;
  const auto& problems = iax.general.config->problems;
  return std::any_of(problems.begin(), problems.end(), [](const parse::ConfigProblem& p) {
    return p.kind == parse::ConfigProblem::Kind::missing_include;
  });
}

void bound_to_all(Check& check) {
  const Iax& iax = check.estate().iax;
  if (!iax.has_file || lacks_general(iax)) return;
  std::vector<Option> lines = iax.general.list({"bindaddr"});
  auto outside = std::find_if(lines.begin(), lines.end(), [](const Option& line) { return is_outside(address_of(line)); });
  if (!lines.empty() && outside == lines.end()) return;
  auto every = std::find_if(lines.begin(), lines.end(), [](const Option& line) {
    auto address = address_of(line);
    return !address || address->is_unspecified();
  });
  bool one = !lines.empty() && every == lines.end();
  Option option = lines.empty() ? iax.general.option("bindaddr") : one ? *outside : *every;
  ConfigFinding& found = check.about(iax.general, option);
  if (one) found.severity = low;
  fact(found, one ? "address" : "every", one ? std::string_view(option.value) : "yes");
  found.fix = "[general]\nbindaddr=192.168.0.10";
}

void password_in_clear(Check& check) {
  const Estate& estate = check.estate();
  auto is_plain = [](const Option& o) { return o.value.find("plaintext") != std::string::npos; };
  bool old = estate.version().known && estate.version().major < 18;
  for (const IaxDevice& device : estate.iax.devices) {
    if (!device.is_user || !device.has_secret()) continue;
    Option own = device.object.own("auth");
    bool plain = own.written() ? is_plain(own) : old;
    if (!plain) continue;
    fact(check.about(device.object, own), "device", device.object.title()).fix =
        in_section(device.object, "auth=md5");
  }
}

void no_encryption(Check& check) {
  const Iax& iax = check.estate().iax;
  if (iax.devices.empty()) return;
  Option forced = iax.general.option_of({"forceencryption", "encryption"}, "no");
  size_t count = 0;
  for (const IaxDevice& device : iax.devices) {
    Option own = device.object.option_of({"forceencryption", "encryption"}, forced.value);
    count += own.no() || own.value.empty();
  }
  if (!count) return;
  fact(check.about(iax.general, forced), "count", std::to_string(count)).fix =
      "[general]\nencryption=yes\nforceencryption=yes";
}

// Contexts in which calls arrive that nobody was asked a password for.
std::vector<std::string> outside_contexts(const Estate& estate) {
  std::vector<std::string> contexts;
  if (estate.chan_sip.has_file && estate.chan_sip.guests) contexts.push_back(estate.chan_sip.guest_context);
  for (const SipDevice& device : estate.chan_sip.devices)
    if (!device.dynamic() && !device.host().empty()) contexts.push_back(device.context());
  for (const Object& endpoint : estate.pjsip.endpoints)
    if (endpoint.option("auth").value.empty())
      contexts.push_back(endpoint.option("context", "default").value);
  for (const IaxDevice& device : estate.iax.devices)
    if (is_open(device))
      for (const std::string& context : device.contexts()) contexts.push_back(context);
  for (const DahdiChannels& channels : estate.dahdi)
    if (auto context = channels.options.find("context");
        channels.is_trunk && context != channels.options.end())
      contexts.push_back(context->second);
  return contexts;
}

void switched_elsewhere(Check& check) {
  const parse::Dialplan& dialplan = check.estate().dialplan;
  std::vector<std::string> waiting = outside_contexts(check.estate());
  std::set<std::string> seen;
  while (!waiting.empty()) {
    std::string name = std::move(waiting.back());
    waiting.pop_back();
    const parse::Context* context = seen.insert(name).second ? dialplan.find(name) : nullptr;
    if (!context) continue;
    for (const parse::ContextInclude& include : context->includes) waiting.push_back(include.context);
    for (const parse::ContextSwitch& line : context->switches) {
      if (!same_name(line.name, "IAX2")) continue;
      SourceLine place{
          check.estate().sources.shown(dialplan.files[line.place.file]), line.place.line, name, {}};
      fact(check.about(std::move(place), "[" + name + "]", "switch"), "context", name);
    }
  }
}

void dundi(Check& check) {
  const parse::ConfigFile* config = check.estate().sources.file("dundi.conf");
  if (!config) return;
  for (const parse::ConfigCategory& category : config->categories) {
    if (category.is_template || same_name(category.name, "general") || same_name(category.name, "mappings"))
      continue;
    Object peer{"peer", category.name, config, &category, nullptr};
    Option permit = peer.option("permit");
    bool all = same_name(permit.value, "all");
    if (!all && peer.option("inkey").written()) continue;
    ConfigFinding& found = check.about(peer, all ? permit : peer.option("inkey"));
    found.inert = !check.estate().modules.loaded("pbx_dundi");
    fact(found, "device", peer.title());
    fact(found, "all", all ? "yes" : "");
  }
}

constexpr std::string_view kModule = "chan_iax2";
constexpr std::string_view kJ = "JPCERT-AT-2010-0032";
constexpr std::string_view kJN2 = "JPCERT-AT-2010-0032, NPA-2016-03-10";
constexpr std::string_view kQ = "Q&A secure an Asterisk server";
constexpr std::string_view kSource = "Asterisk channels/chan_iax2.c";
constexpr std::string_view kSample = "Asterisk iax.conf.sample";

constexpr Rule kRules[] = {
    {"DWB-IAX-001", critical, kModule, "JPCERT-AT-2010-0032, Asterisk channels/chan_iax2.c", no_password},
    {"DWB-IAX-002", critical, kModule, "JPCERT-AT-2010-0032, Asterisk iax.conf.sample", sample_guest},
    {"DWB-IAX-003", critical, kModule, kJN2, weak_password},
    {"DWB-IAX-004", high, kModule, "AST-2009-006", no_call_token},
    {"DWB-IAX-005", high, kModule, kSource, chosen_context},
    {"DWB-IAX-006", medium, kModule, kJ, shared_password},
    {"DWB-IAX-007", high, kModule, kJ, no_access_list},
    {"DWB-IAX-008", low, kModule, kSample, firmware_given_away},
    {"DWB-IAX-009", medium, kModule, "JPCERT-AT-2010-0032, Q&A secure an Asterisk server", bound_to_all},
    {"DWB-IAX-010", medium, kModule, kSample, password_in_clear},
    {"DWB-IAX-011", low, kModule, kSample, no_encryption},
    {"DWB-IAX-012", medium, "", kSource, switched_elsewhere},
    {"DWB-IAX-013", medium, "", kQ, dundi},
};

}  // namespace

std::span<const Rule> iax_rules() { return kRules; }

}  // namespace denwaban::audit
