// SPDX-License-Identifier: GPL-3.0-or-later
// DWB-AMI: the manager interface, manager.conf.
#include <algorithm>

#include "audit/access_list.h"
#include "audit/catalogue.h"
#include "audit/rules/login_secret.h"
#include "audit/rules/rewrite.h"
#include "pbx/host_spec.h"

namespace denwaban::audit {
namespace {

using parse::same_name;

constexpr const char* kOwnNetworkOnly = "deny=0.0.0.0/0.0.0.0\ndeny=::/0\npermit=127.0.0.1/255.255.255.255";

const Management& management(Check& check) { return check.estate().management; }

// Findings on users of a manager that is switched off wait for the day on which somebody switches it on.
ConfigFinding& of_user(Check& check, ConfigFinding& found) {
  if (!management(check).manager_enabled()) found.inert = true;
  return found;
}

bool has_right(const Option& rights, std::initializer_list<std::string_view> wanted) {
  for (std::string_view right : pbx::split_list(rights.value))
    for (std::string_view one : wanted)
      if (same_name(right, one)) return true;
  return false;
}

bool is_guessable_user(const Object& user) {
  Option secret = user.option("secret");
  return secret.written() && (secret.value.empty() || !weakness_words(secret.value, user.name).empty());
}

bool http_serves(const Management& m) { return m.has_http && m.http_general.option("enabled").yes(); }

bool over_web(const Management& m) {
  return m.manager_enabled() && m.manager_general.option("webenabled").yes() && http_serves(m);
}

bool is_reachable(const Management& m) {
  return manager_is_reachable(m) || (over_web(m) && http_is_reachable(m));
}

Option reachable_bind(const Object& general) {
  Option bind = general.option("bindaddr");
  Option tls = general.option_of({"tlsbindaddr", "sslbindaddr"});
  return is_loopback_bind(bind.value) && tls.written() ? tls : bind;
}

// Not in manager.conf, nor in what it includes.
bool has_no_user(const Estate& estate) {
  const parse::ConfigFile* config = estate.sources.file("manager.conf");
  const Management& m = estate.management;
  return m.manager_users.empty() && m.users_conf_managers.empty() && estate.sources.unread().empty() && config &&
         std::ranges::none_of(config->problems, &parse::ConfigProblem::hides);
}

void listens_for_all(Check& check) {
  const Management& m = management(check);
  if (!manager_is_reachable(m)) return;
  NamedAccessLists named(check.estate().sources);
  bool open = false, guessable = false;
  bool others = m.manager_users.empty();
  for (const Object& user : m.manager_users) {
    AccessList access(user, named);
    open = open || !access.restricts();
    const bool lets_in = lets_others_in(access, named);
    guessable = guessable || (lets_in && is_guessable_user(user));
    others = others || lets_in;
  }
  Option bind = reachable_bind(m.manager_general);
  ConfigFinding& found = check.about(m.manager_general, bind);
  if (open || guessable) found.severity = Severity::critical;
  const bool nobody = has_no_user(check.estate());
  if (nobody) found.severity = Severity::low;
  fact(found, nobody ? "nobody" : "users", "yes");
  bool somewhere = bind.written() && !bind.value.empty();
  fact(found, somewhere ? "address" : "all", somewhere ? bind.value : "yes");
  if (open) fact(found, "open", "yes");
  if (guessable && !open) fact(found, "guessable", "yes");
  found.fix = "[general]\nbindaddr=127.0.0.1";
  if (!others && bind.key == "bindaddr") set_option(found, m.manager_general, bind, "127.0.0.1");
}

void no_access_list(Check& check) {
  NamedAccessLists named(check.estate().sources);
  for (const Object& user : management(check).manager_users) {
    if (AccessList(user, named).written()) continue;
    ConfigFinding& found = of_user(check, check.about(user));
    found.key = "permit";
    found.origin = Origin::missing;
    if (!is_reachable(management(check))) found.severity = Severity::low;
    fact(found, "user", user.name);
    found.fix = user.title() + "\n" + kOwnNetworkOnly;
  }
}

const char* name_of(AccessFault fault) {
  switch (fault) {
    case AccessFault::malformed:
      return "malformed";
    case AccessFault::permits_only:
      return "permits_only";
    case AccessFault::permits_all:
      return "permits_all";
    case AccessFault::permits_nobody:
    case AccessFault::none:
      break;
  }
  return nullptr;
}

bool listens_on_ipv6(const Object& general) {
  Option bind = general.option("bindaddr");
  auto spec = pbx::parse_host(bind.value);
  auto address = spec ? IpAddress::parse(spec->host) : std::nullopt;
  return !bind.written() || (address && !address->is_v4() && !address->is_loopback());
}

const NamedAccess* last_named(const AccessList& access) {
  return access.names().empty() ? nullptr : &access.names().back();
}

void access_list_without_effect(Check& check) {
  const Management& m = management(check);
  NamedAccessLists named(check.estate().sources);
  for (const Object& user : m.manager_users) {
    AccessList access(user, named);
    const char* fault = name_of(access.fault());
    bool forgets_ipv6 = !fault && access.written() && access.restricts() && access.share_of_ipv6() > 0.5 &&
                        listens_on_ipv6(m.manager_general);
    const NamedAccess* idle = !fault && !access.restricts() ? last_named(access) : nullptr;
    if (!fault && !forgets_ipv6 && !idle) continue;
    const Option* culprit = idle ? &idle->option : access.culprit();
    ConfigFinding& found = of_user(check, culprit ? check.about(user, *culprit) : check.about(user));
    if (!is_reachable(m)) found.severity = Severity::low;
    fact(found, "user", user.name);
    fact(found, idle ? "named" : fault ? fault : "ipv4_only", idle ? idle->name : "yes");
    found.fix = user.title() + "\n" + kOwnNetworkOnly;
  }
}

// The access list is asked before the password (main/manager.c, authenticate): who cannot come in cannot guess.
void weak_secret(Check& check) {
  NamedAccessLists named(check.estate().sources);
  for (const Object& user : management(check).manager_users) {
    Option secret = user.option("secret");
    std::string weakness = weakness_words(secret.value, user.name);
    if (!secret.written() || weakness.empty()) continue;
    ConfigFinding& found = of_user(check, check.about_secret(user, secret));
    const bool far = is_reachable(management(check)) && lets_others_in(AccessList(user, named), named);
    if (management(check).manager_enabled() && !far) found.severity = Severity::medium;
    fact(found, "user", user.name);
    fact(found, far ? "far" : "near", "yes");
    fact(found, "weakness", weakness);
    found.fix = user.title() + "\nsecret=<20 random letters and digits>";
  }
}

void no_secret(Check& check) {
  const Management& m = management(check);
  for (const Object& user : m.manager_users) {
    Option secret = user.option("secret");
    if (secret.written() ? !secret.value.empty() : !over_web(m)) continue;
    ConfigFinding& found = of_user(check, check.about_secret(user, secret));
    fact(found, "user", user.name);
    fact(found, secret.written() ? "empty" : "missing", "yes");
    found.fix = user.title() + "\nsecret=<20 random letters and digits>";
  }
}

void may_give_orders(Check& check) {
  NamedAccessLists named(check.estate().sources);
  for (const Object& user : management(check).manager_users) {
    Option write = user.option("write");
    if (!has_right(write, {"all", "command", "system", "originate", "config", "call"})) continue;
    ConfigFinding& found = of_user(check, check.about(user, write));
    if (!is_reachable(management(check)) || !lets_others_in(AccessList(user, named), named)) found.severity = Severity::medium;
    fact(found, "user", user.name);
    const bool orders = has_right(write, {"all", "command", "system", "originate", "config"});
    fact(found, "rights", write.value);
    fact(found, orders ? "orders" : "redirects", "yes");
    found.fix = user.title() + "\nwrite=user,reporting";
  }
}

void over_http(Check& check) {
  const Management& m = management(check);
  if (!over_web(m)) return;
  ConfigFinding& found = check.about(m.manager_general, m.manager_general.option("webenabled"));
  if (!http_is_reachable(m)) found.severity = Severity::medium;
  found.fix = "[general]\nwebenabled=no";
}

void in_the_clear(Check& check) {
  const Management& m = management(check);
  Option bind = m.manager_general.option("bindaddr");
  Option tls = m.manager_general.option_of({"tlsenable", "sslenable"});
  if (!manager_is_reachable(m) || tls.yes() || is_loopback_bind(bind.value)) return;
  NamedAccessLists named(check.estate().sources);
  bool remote = std::any_of(m.manager_users.begin(), m.manager_users.end(), [&](const Object& user) {
    return lets_others_in(AccessList(user, named), named);
  });
  if (!remote) return;
  ConfigFinding& found = check.about(m.manager_general, tls);
  found.fix =
      "[general]\ntlsenable=yes\ntlsbindaddr=0.0.0.0:5039\ntlscertfile=/etc/asterisk/keys/"
      "asterisk.pem\nbindaddr=127.0.0.1";
}

void known_name(Check& check) {
  for (const Object& user : management(check).manager_users) {
    bool known = false;
    for (std::string_view name : {"admin", "manager", "test", "cron", "mark"})
      known = known || same_name(user.name, name);
    if (!known) continue;
    ConfigFinding& found = of_user(check, check.about(user));
    fact(found, "user", user.name);
    found.fix = "[<another name>]";
  }
}

void login_limits(Check& check) {
  const Object& general = management(check).manager_general;
  if (!management(check).manager_enabled()) return;
  struct Limit {
    const char* key;
    int64_t most;
    const char* fix;
  };
  for (const Limit& limit : {Limit{"authlimit", 50, "[general]\nauthlimit=50"},
                             Limit{"authtimeout", 60, "[general]\nauthtimeout=30"}}) {
    Option option = general.option(limit.key);
    if (option.value.empty() || option.value.size() > 9 ||
        option.value.find_first_not_of("0123456789") != std::string::npos)
      continue;
    if (std::stoll(option.value) <= limit.most) continue;
    ConfigFinding& found = check.about(general, option);
    found.fix = limit.fix;
    fact(found, "option", limit.key);
  }
}

void many_logins(Check& check) {
  const Management& m = management(check);
  if (!is_reachable(m)) return;
  Option many = m.manager_general.option("allowmultiplelogin", "yes");
  if (!many.yes()) return;
  check.about(m.manager_general, many).fix = "[general]\nallowmultiplelogin=no";
}

void hides_logins(Check& check) {
  const Management& m = management(check);
  if (!m.manager_enabled()) return;
  Option general = m.manager_general.option("displayconnects", "yes");
  if (general.written() && !general.yes()) {
    ConfigFinding& found = check.about(m.manager_general, general);
    found.fix = "[general]\ndisplayconnects=yes";
    rewrite_line(found, general, "yes");
  }
  for (const Object& user : m.manager_users) {
    Option own = user.option("displayconnects", "yes");
    if (!own.written() || own.yes()) continue;
    ConfigFinding& found = check.about(user, own);
    fact(found, "user", user.name);
    found.fix = user.title() + "\ndisplayconnects=yes";
    rewrite_line(found, own, "yes");
  }
}

void reads_everything(Check& check) {
  for (const Object& user : management(check).manager_users) {
    Option read = user.option("read");
    if (!has_right(read, {"all"}) || !user.option("write").value.empty()) continue;
    ConfigFinding& found = of_user(check, check.about(user, read));
    fact(found, "user", user.name);
    found.fix = user.title() + "\nread=call,agent,reporting,cdr";
  }
}

// Orders are allowed by the rights to write alone (main/manager.c, process_message); those to read choose events.
void reads_configuration(Check& check) {
  const Management& m = management(check);
  if (!is_reachable(m)) return;
  NamedAccessLists named(check.estate().sources);
  for (const Object& user : m.manager_users) {
    Option write = user.option("write");
    bool may = has_right(write, {"all", "config", "command", "system"});
    if (!may || !lets_others_in(AccessList(user, named), named)) continue;
    ConfigFinding& found = check.about(user, write);
    fact(found, "user", user.name);
    fact(found, "rights", write.value);
    found.fix = user.title() + "\nwrite=user,reporting";
  }
}

// Asterisk reads managers from users.conf up to 22.
void users_conf_manager(Check& check) {
  if (check.estate().version().known && check.estate().version().at_least(23)) return;
  for (const Object& user : management(check).users_conf_managers) {
    ConfigFinding& found = of_user(check, check.about(user, user.option("hasmanager")));
    fact(found, "user", user.name);
    found.fix = user.title() + "\nhasmanager=no";
  }
}

constexpr std::string_view kPolice = "NPA-2015-12-28";

constexpr Rule kRules[] = {
    {"DWB-AMI-001", Severity::high, "", "JPCERT-AT-2010-0032, NPA-2015-12-28, Q&A secure an Asterisk server", listens_for_all},
    {"DWB-AMI-002", Severity::high, "", "JPCERT-AT-2010-0032, NPA-2015-12-28", no_access_list},
    {"DWB-AMI-003", Severity::high, "", "JPCERT-AT-2010-0032, NPA-2015-12-28", access_list_without_effect},
    {"DWB-AMI-004", Severity::critical, "", "JPCERT-AT-2010-0032, NPA-2015-12-28, Q&A secure an Asterisk server", weak_secret},
    {"DWB-AMI-005", Severity::critical, "", kPolice, no_secret},
    {"DWB-AMI-006", Severity::high, "", kPolice, may_give_orders},
    {"DWB-AMI-007", Severity::high, "", kPolice, over_http},
    {"DWB-AMI-008", Severity::medium, "", kPolice, in_the_clear},
    {"DWB-AMI-009", Severity::low, "", kPolice, known_name},
    {"DWB-AMI-010", Severity::low, "", "manager.conf.sample", login_limits},
    {"DWB-AMI-011", Severity::info, "", "manager.conf.sample", many_logins},
    {"DWB-AMI-012", Severity::low, "", "manager.conf.sample", hides_logins},
    {"DWB-AMI-013", Severity::low, "", "manager.conf.sample", reads_everything},
    {"DWB-AMI-014", Severity::high, "", kPolice, reads_configuration},
    {"DWB-AMI-015", Severity::high, "", "users.conf.sample", users_conf_manager},
};

}  // namespace

std::span<const Rule> manager_rules() { return kRules; }

}  // namespace denwaban::audit
