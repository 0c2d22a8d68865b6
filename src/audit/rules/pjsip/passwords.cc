// SPDX-License-Identifier: GPL-3.0-or-later
// Names and passwords of chan_pjsip's auth objects.
#include <algorithm>
#include <map>
#include <set>

#include "audit/rules/pjsip/checks.h"
#include "audit/rules/pjsip/endpoints.h"

namespace denwaban::audit::pjs {
namespace {

using parse::same_name;

// Passwords in clear are looked at only where no digest stands in their place.
bool uses_digest(const Object& auth) {
  return same_name(auth.option("auth_type").value, "md5") && !auth.option("md5_cred").value.empty();
}

bool is_about_passwords(const Object& auth) {
  return !same_name(auth.option("auth_type").value, "google_oauth");
}

bool is_number(std::string_view name) {
  return !name.empty() && std::all_of(name.begin(), name.end(), [](char c) { return c >= '0' && c <= '9'; });
}

std::vector<std::string> titles(const std::vector<const Object*>& objects) {
  std::vector<std::string> all;
  for (const Object* object : objects)
    if (all.size() < 5) all.push_back(object->title());
  return all;
}

void judge_digest(Check& check, const Object& auth, const Account& account, DigestGuesser& guesser) {
  Option digest = auth.option_of({"md5_cred", "password_digest"});
  if (digest.value.size() > 4 && same_name(digest.value.substr(0, 4), "MD5:")) digest.value.erase(0, 4);
  report_if_digest_guessable(check, auth, digest, account, guesser);
}

}  // namespace

void weak_password(Check& check) {
  Relations relations(check.estate().pjsip);
  DigestGuesser guesser;
  for (const Object& auth : check.estate().pjsip.auths) {
    if (!is_about_passwords(auth)) continue;
    Account account = account_of(auth, relations);
    Option password = auth.option("password");
    bool name = strength_of(password.value, account) == knowledge::SecretStrength::equals_name;  // told by its own rule
    if (!uses_digest(auth) && !name) report_if_guessable(check, auth, password, account);
    judge_digest(check, auth, account, guesser);
  }
}

void password_is_name(Check& check) {
  Relations relations(check.estate().pjsip);
  for (const Object& auth : check.estate().pjsip.auths) {
    Option password = auth.option("password");
    if (password.value.empty() || uses_digest(auth)) continue;
    if (strength_of(password.value, account_of(auth, relations)) != knowledge::SecretStrength::equals_name)
      continue;
    ConfigFinding& found = check.about_secret(auth, password);
    const bool sent_only = relations.inbound_users(auth.name).empty();
    if (sent_only) found.severity = Severity::medium;
    fact(found, sent_only ? "sent" : "asked", "yes");
    found.fix = in_section(auth, "password=" + new_secret());
  }
}

void numeric_name(Check& check) {
  for (const Object& endpoint : check.estate().pjsip.endpoints) {
    if (!is_number(endpoint.name) || !is_identified_by_name(endpoint)) continue;
    ConfigFinding& found = check.about(endpoint);
    fact(found, "name", endpoint.name);
    found.fix = "[" + endpoint.name + "-4f7a2c]";
  }
}

namespace {

// Accounts whose auth stands in a file that was not read share it all the same.
void shared_unread_auth(Check& check, const std::set<std::string_view>& known) {
  const Pjsip& pjsip = check.estate().pjsip;
  std::map<std::string, std::vector<const Object*>> users;
  for (const Object& endpoint : pjsip.endpoints)
    for (const ObjectReference& one : pjsip.references(endpoint, "auth"))
      if (!known.contains(one.name)) users[one.name].push_back(&endpoint);
  for (const auto& [name, all] : users) {
    if (all.size() < 2) continue;
    ConfigFinding& found = check.about(*all.front(), all.front()->option("auth"));
    fact(found, "count", std::to_string(all.size()));
    fact(found, "others", list_of(titles({all.begin() + 1, all.end()})));
    found.fix = all.front()->title() + "\nauth=" + all.front()->name + "-auth";
  }
}

}  // namespace

void shared_auth(Check& check) {
  const Pjsip& pjsip = check.estate().pjsip;
  Relations relations(pjsip);
  SharedSecrets shared;
  std::set<std::string_view> known;
  for (const Object& auth : pjsip.auths) known.insert(auth.name);
  shared_unread_auth(check, known);
  for (const Object& auth : pjsip.auths) {
    const auto& users = relations.inbound_users(auth.name);
    if (!users.empty()) shared.add(auth, auth.option("password"));
    if (users.size() < 2) continue;
    ConfigFinding& found = check.about(auth);
    fact(found, "count", std::to_string(users.size()));
    fact(found, "others", list_of(titles(users)));
    found.fix = "[" + users.front()->name + "-auth]\ntype=auth\nusername=" + users.front()->name +
                "\npassword=" + new_secret();
  }
  shared.report(check);
}

void auth_for_both_ways(Check& check) {
  Relations relations(check.estate().pjsip);
  for (const Object& auth : check.estate().pjsip.auths) {
    if (relations.inbound_users(auth.name).empty()) continue;
    const auto& callers = relations.outbound_users(auth.name);
    bool to_provider = std::any_of(callers.begin(), callers.end(), [&](const Object* one) { return relations.is_trunk(*one); });
    if (!to_provider) continue;
    ConfigFinding& found = check.about(auth);
    fact(found, "endpoint", relations.inbound_users(auth.name).front()->title());
  }
}

void empty_password(Check& check) {
  Relations relations(check.estate().pjsip);
  for (const Object& auth : check.estate().pjsip.auths) {
    const auto& users = relations.inbound_users(auth.name);
    bool userpass = same_name(auth.option("auth_type", "userpass").value, "userpass");
    bool empty = auth.option("password").value.empty() &&
                 auth.option_of({"md5_cred", "password_digest"}).value.empty();
    if (users.empty() || !userpass || !empty) continue;
    ConfigFinding& found = check.about_secret(auth, auth.option("password"));
    found.key = "password";
    fact(found, "endpoint", users.front()->title());
    found.fix = in_section(auth, "password=" + new_secret());
  }
}

void md5_only(Check& check) {
  const Pjsip& pjsip = check.estate().pjsip;
  if (!check.estate().version().at_least(22) || pjsip.auths.empty()) return;
  Option algorithms = pjsip.global.option("default_auth_algorithms_uas", "MD5");
  if (algorithms.value.find("SHA") != std::string::npos) return;
  ConfigFinding& found = check.about(pjsip.global, algorithms);
  found.fix = "[global]\ntype=global\ndefault_auth_algorithms_uas=SHA-256,MD5";
}

}  // namespace denwaban::audit::pjs
