// SPDX-License-Identifier: GPL-3.0-or-later
// DWB-HTTP: the HTTP server and the REST interface, http.conf and ari.conf.
#include "audit/access_list.h"
#include "audit/catalogue.h"
#include "audit/rules/login_secret.h"
#include "audit/rules/rewrite.h"
#include "pbx/host_spec.h"

namespace denwaban::audit {
namespace {

using parse::same_name;

const Management& management(Check& check) { return check.estate().management; }
const Object& general(Check& check) { return management(check).http_general; }

// The plain server, or the one with TLS: either has an address to open.
bool serves_plain(const Object& http) {
  return http.option("enabled").yes() && !http.option("bindaddr").value.empty();
}
bool serves_tls(const Object& http) {
  bool bound = serves_plain(http) || !http.option_of({"tlsbindaddr", "sslbindaddr"}).value.empty();
  return bound && http.option_of({"tlsenable", "sslenable"}).yes();
}
bool serves(Check& check) { return serves_plain(general(check)) || serves_tls(general(check)); }

bool is_old(Check& check) { return check.estate().version().known && !check.estate().version().at_least(11); }

void listens_for_all(Check& check) {
  const Object& http = general(check);
  Option bind = http.option("bindaddr");
  bool old_default = is_old(check) && http.option("enabled").yes() && !bind.written();
  if (!http_is_reachable(management(check)) && !old_default) return;
  bool plain = old_default || (serves_plain(http) && !is_loopback_bind(bind.value));
  Option tls = http.option_of({"tlsbindaddr", "sslbindaddr"});
  const Option& decisive = plain || !tls.written() ? bind : tls;
  ConfigFinding& found = check.about(http, decisive);
  fact(found, decisive.value.empty() ? "all" : "address", decisive.value.empty() ? "yes" : decisive.value);
  found.fix = "[general]\nbindaddr=127.0.0.1";
}

void without_tls(Check& check) {
  const Object& http = general(check);
  if (!http_is_reachable(management(check))) return;
  Option enable = http.option_of({"tlsenable", "sslenable"});
  if (!enable.yes()) {
    ConfigFinding& found = check.about(http, enable);
    fact(found, "plain", "yes");
    found.fix =
        "[general]\ntlsenable=yes\ntlsbindaddr=0.0.0.0:8089\ntlscertfile=/etc/asterisk/keys/"
        "asterisk.pem\nbindaddr=127.0.0.1";
    return;
  }
  // TLS 1.0 is off by default since 13, 1.1 never was.
  Option v1 = http.option("tlsdisablev1", is_old(check) ? "no" : "yes");
  Option v11 = http.option("tlsdisablev11", "no");
  if (v1.yes() && v11.yes()) return;
  ConfigFinding& found = check.about(http, v1.yes() ? v11 : v1);
  fact(found, "old", "yes");
  found.fix = "[general]\ntlsdisablev1=yes\ntlsdisablev11=yes";
}

void serves_files(Check& check) {
  Option files = general(check).option_of({"enablestatic", "enable_static"});
  if (!serves(check) || !files.yes()) return;
  ConfigFinding& found = check.about(general(check), files);
  found.fix = "[general]\nenable_static=no";
}

// Asterisk 13 to 18 show the page unless told otherwise.
void shows_status(Check& check) {
  const AsteriskVersion& version = check.estate().version();
  bool shown = version.known && version.at_least(13) && !version.at_least(19);
  Option status = general(check).option("enable_status", shown ? "yes" : "no");
  if (!serves(check) || !status.yes()) return;
  ConfigFinding& found = check.about(general(check), status);
  found.fix = "[general]\nenable_status=no";
  set_option(found, general(check), status, "no");
}

void uploads_and_redirects(Check& check) {
  const Object& http = general(check);
  if (!http.config || !serves(check)) return;
  if (const parse::ConfigCategory* posts = http.config->first("post_mappings")) {
    Object mappings{"post_mappings", posts->name, http.config, posts, nullptr};
    for (const parse::ConfigVariable& v : posts->variables)
      check.about(mappings, mappings.option(v.name)).fix = "[post_mappings]";
  }
  for (const Option& redirect : http.list({"redirect"}))  // "from to"; Asterisk makes nothing of one word (add_redirect)
    if (redirect.value.find_first_of(" \t") != std::string::npos)
      check.about(http, redirect).fix = ";redirect = " + redirect.value;
}

bool ari_is_served(Check& check) { return serves(check) && management(check).ari_enabled(); }

void ari_for_all(Check& check) {
  const Management& m = management(check);
  if (!m.ari_enabled() || m.ari_users.empty() || !http_is_reachable(m)) return;
  ConfigFinding& found = check.about(m.ari_general, m.ari_general.option("enabled", "yes"));
  fact(found, "users", std::to_string(m.ari_users.size()));
  found.fix = "[general]\nenabled=no";
}

void any_origin(Check& check) {
  const Management& m = management(check);
  Option origins = m.ari_general.option("allowed_origins");
  bool any = false;
  for (std::string_view origin : pbx::split_list(origins.value)) any = any || origin == "*";
  if (!any || !m.ari_enabled()) return;
  ConfigFinding& found = check.about(m.ari_general, origins);
  found.inert = found.inert || !serves(check);
  found.fix = "[general]\nallowed_origins=https://pbx.example.com";
}

// About each user of ARI; inert where nobody serves it.
template <class Wanted>
void each_ari_user(Check& check, Wanted about) {
  for (const Object& user : management(check).ari_users) {
    ConfigFinding* found = about(user);
    if (!found) continue;
    fact(*found, "user", user.name);
    found->inert = found->inert || !ari_is_served(check);
  }
}

bool is_crypt(const Object& user) {
  return same_name(user.option("password_format", "plain").value, "crypt");
}

void plain_passwords(Check& check) {
  each_ari_user(check, [&](const Object& user) -> ConfigFinding* {
    Option password = user.option("password");
    if (is_crypt(user) || !password.written()) return nullptr;
    ConfigFinding& found = check.about_secret(user, password);
    found.fix = user.title() + "\npassword_format=crypt\npassword=<output of: ari mkpasswd>";
    return &found;
  });
}

bool sounds_like_reader(std::string_view name) {
  std::string lower(name);
  for (char& c : lower)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  for (std::string_view word :
       {"read", "monitor", "stat", "dash", "wall", "report", "view", "zabbix", "nagios", "prometheus"})
    if (lower.find(word) != std::string::npos) return true;
  return false;
}

void writes_too(Check& check) {
  if (!http_is_reachable(management(check))) return;
  each_ari_user(check, [&](const Object& user) -> ConfigFinding* {
    Option read_only = user.option("read_only", "no");
    if (read_only.yes()) return nullptr;
    ConfigFinding& found = check.about(user, read_only);
    if (!sounds_like_reader(user.name)) found.severity = Severity::low;
    found.fix = user.title() + "\nread_only=yes";
    return &found;
  });
}

void weak_password(Check& check) {
  each_ari_user(check, [&](const Object& user) -> ConfigFinding* {
    Option password = user.option("password");
    if (is_crypt(user) && !password.value.empty()) return nullptr;
    std::string weakness = weakness_words(password.value, user.name);
    if (!password.value.empty() && weakness.empty()) return nullptr;
    ConfigFinding& found = check.about_secret(user, password);
    fact(found, weakness.empty() ? "empty" : "weakness", weakness.empty() ? "yes" : weakness);
    if (!http_is_reachable(management(check))) found.severity = Severity::medium;
    found.fix = user.title() + "\npassword=<20 random letters and digits>";
    return &found;
  });
}

void no_prefix(Check& check) {
  const Object& http = general(check);
  Option prefix = http.option("prefix");
  if (!http_is_reachable(management(check)) || !prefix.value.empty()) return;
  check.about(http, prefix).fix = "[general]\nprefix=<a word that nobody guesses>";
}

void no_restriction(Check& check) {
  const Management& m = management(check);
  if (!http_is_reachable(m) || !check.estate().version().at_least(20)) return;
  NamedAccessLists named(check.estate().sources);
  for (const Object& restriction : m.http_restrictions)
    if (AccessList(restriction, named).written()) return;
  ConfigFinding& found = check.about(m.http_general);
  found.fix = "[/ari]\ntype=restriction\ndeny=0.0.0.0/0.0.0.0\npermit=127.0.0.1/255.255.255.255";
}

constexpr Rule kRules[] = {
    {"DWB-HTTP-001", Severity::high, "", "JPCERT-AT-2010-0032, Q&A secure an Asterisk server", listens_for_all},
    {"DWB-HTTP-002", Severity::medium, "", "http.conf.sample", without_tls},
    {"DWB-HTTP-003", Severity::low, "", "http.conf.sample", serves_files},
    {"DWB-HTTP-004", Severity::low, "", "http.conf.sample", shows_status},
    {"DWB-HTTP-005", Severity::low, "", "http.conf.sample", uploads_and_redirects},
    {"DWB-HTTP-006", Severity::high, "res_ari", "Q&A secure an Asterisk server", ari_for_all},
    {"DWB-HTTP-007", Severity::medium, "res_ari", "ari.conf.sample", any_origin},
    {"DWB-HTTP-008", Severity::low, "res_ari", "ari.conf.sample", plain_passwords},
    {"DWB-HTTP-009", Severity::medium, "res_ari", "ari.conf.sample", writes_too},
    {"DWB-HTTP-010", Severity::critical, "res_ari", "JPCERT-AT-2010-0032, ari.conf.sample", weak_password},
    {"DWB-HTTP-011", Severity::info, "", "http.conf.sample", no_prefix},
    {"DWB-HTTP-012", Severity::info, "", "http.conf.sample", no_restriction},
};

}  // namespace

std::span<const Rule> http_rules() { return kRules; }

}  // namespace denwaban::audit
