// SPDX-License-Identifier: GPL-3.0-or-later
#include "audit/paths/originators.h"

#include <algorithm>

#include "audit/access_list.h"
#include "knowledge/weak_words.h"
#include "pbx/host_spec.h"

namespace denwaban::audit {
namespace {

constexpr size_t kUsersMax = 100;

// `originate` orders calls (manager.c), `command` types `channel originate`.
constexpr std::string_view kRights[] = {"originate", "command", "all"};

bool may_originate(const Object& user) {
  std::string write = user.option("write").value;
  for (std::string_view right : pbx::split_list(write))
    if (std::any_of(std::begin(kRights), std::end(kRights), [&](std::string_view r) { return parse::same_name(r, right); }))
      return true;
  return false;
}

Entry entry_of(const Estate& estate, const Object& user, const Option& secret) {
  Entry entry;
  entry.who = {EntryKind::originate, user.name, {}, true};
  std::string_view names[] = {user.name};
  bool guessable = secret.value.empty() || knowledge::is_guessable(knowledge::grade_secret(secret.value, names));
  entry.gate = guessable ? Gate::weak_password : Gate::credentials;
  if (user.config && user.category) entry.place = estate.sources.line_of(*user.config, *user.category);
  return entry;
}

}  // namespace

std::vector<Entry> find_originators(const Estate& estate) {
  const Management& management = estate.management;
  std::vector<Entry> all;
  if (manager_is_reachable(management)) {
    for (const Object& user : management.manager_users) {
      AccessList access(user, estate.access_lists);
      Option secret = user.option("secret");
      if (!may_originate(user) || !secret.written() || !lets_others_in(access, estate.access_lists)) continue;
      if (all.size() < kUsersMax) all.push_back(entry_of(estate, user, secret));
    }
  }
  if (management.ari_enabled() && http_is_reachable(management)) {
    for (const Object& user : management.ari_users) {
      Option password = user.option("password");
      if (user.option("read_only", "no").yes() || !password.written() || all.size() >= kUsersMax) continue;
      all.push_back(entry_of(estate, user, password));
      if (parse::same_name(user.option("password_format", "plain").value, "crypt")) all.back().gate = Gate::credentials;
    }
  }
  return all;
}

}  // namespace denwaban::audit
