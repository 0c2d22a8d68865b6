// SPDX-License-Identifier: GPL-3.0-or-later
// DWB-USR: users.conf.
#include <memory>

#include "audit/catalogue.h"
#include "audit/objects/users_conf.h"
#include "audit/rules/secrets.h"
#include "pbx/host_spec.h"

namespace denwaban::audit {
namespace {

using enum Severity;

bool is_person(const parse::ConfigCategory& category) {
  return !category.is_template && !parse::same_name(category.name, "general");
}

size_t people(const parse::ConfigFile& config) {
  size_t count = 0;
  for (const parse::ConfigCategory& category : config.categories) count += is_person(category);
  return count;
}

void everybody_is_a_device(Check& check) {
  const parse::ConfigFile* config = check.estate().sources.file("users.conf");
  if (!config) return;
  Object general{"general", "general", config, config->first("general"), nullptr};
  for (std::string_view key : {"hassip", "hasiax", "vmsecret"}) {
    Option option = general.option(key);
    bool secret = key == "vmsecret";
    if (!option.written() || (secret ? option.value.empty() : !option.yes())) continue;
    size_t count = people(*config);
    if (!count) return;
    ConfigFinding& found = secret ? check.about_secret(general, option) : check.about(general, option);
    fact(found, "key", key);
    fact(found, "count", std::to_string(count));
    found.fix = "[general]\nhassip=no\nhasiax=no";
    return;
  }
}

void may_give_orders(Check& check) {
  auto expanded = expand_users(check.estate().sources);
  if (!expanded) return;
  for (const parse::ConfigCategory* category : users_with(*expanded, "hasmanager")) {
    Object user{"user", category->name, expanded.get(), category, nullptr};
    fact(check.about(user, user.option("hasmanager")), "device", user.title()).fix =
        user.title() + "\nhasmanager=no";
  }
}

void weak_password(Check& check) {
  auto expanded = expand_users(check.estate().sources);
  if (!expanded) return;
  for (const parse::ConfigCategory& category : expanded->categories) {
    if (!is_person(category)) continue;
    Object user{"user", category.name, expanded.get(), &category, nullptr};
    Account account;
    account.names = {category.name, user.option("username").value, user.option("cid_number").value,
                     user.option("fullname").value};
    std::erase(account.names, std::string());
    report_if_guessable(check, user, user.option("secret"), account);
  }
}

constexpr Rule kRules[] = {
    {"DWB-USR-001", medium, "", "Asterisk users.conf.sample", everybody_is_a_device},
    {"DWB-USR-002", high, "", "Asterisk users.conf.sample", may_give_orders},
    {"DWB-USR-003", high, "", "JPCERT-AT-2010-0032, NPA-2016-03-10", weak_password},
};

}  // namespace

std::span<const Rule> users_rules() { return kRules; }

}  // namespace denwaban::audit
