// SPDX-License-Identifier: GPL-3.0-or-later
#include "audit/rules/pjsip/endpoints.h"

#include <algorithm>

#include "pbx/host_spec.h"

namespace denwaban::audit::pjs {
namespace {

bool identified_by(const Object& endpoint, std::string_view wanted) {
  Option option = endpoint.option("identify_by", "username,ip");
  auto words = pbx::split_list(option.value);
  return std::any_of(words.begin(), words.end(),
                     [&](std::string_view word) { return parse::same_name(word, wanted); });
}

int number(const Option& option) {
  int value = 0;
  for (char c : option.value) {
    if (c < '0' || c > '9' || value > 100'000) break;
    value = 10 * value + (c - '0');
  }
  return value;
}

}  // namespace

Relations::Relations(const Pjsip& pjsip) : pjsip_(pjsip) {
  for (const Object& endpoint : pjsip.endpoints) {
    for (const auto& reference : pjsip.references(endpoint, "auth"))
      inbound_[reference.name].push_back(&endpoint);
    for (const auto& reference : pjsip.references(endpoint, "outbound_auth"))
      outbound_[reference.name].push_back(&endpoint);
    for (const auto& reference : pjsip.references(endpoint, "aors"))
      aors_[reference.name].push_back(&endpoint);
  }
  for (const Object& identify : pjsip.identifies)
    if (identify.option_of({"match", "match_header"}).written())
      identifies_[identify.option("endpoint").value].push_back(&identify);
  for (const Object& registration : pjsip.registrations) {
    registered_.insert(registration.option("endpoint").value);
    for (const auto& reference : pjsip.references(registration, "outbound_auth")) outbound_[reference.name];
  }
  for (const Object& aor : pjsip.aors) {
    bool contact = aor.option("contact").written(), registers = number(aor.option("max_contacts", "0")) > 0;
    if (contact && !registers) fixed_aors_.insert(aor.name);
    if (!contact && registers) registered_aors_.insert(aor.name);
  }
}

const std::vector<const Object*>& Relations::of(const Index& index, std::string_view name) {
  static const std::vector<const Object*> kNone;
  auto found = index.find(name);
  return found == index.end() ? kNone : found->second;
}

bool Relations::is_trunk(const Object& endpoint) const {
  if (is_anonymous(endpoint)) return false;
  if (registered_.contains(endpoint.name) || !identifies_of(endpoint.name).empty()) return true;
  auto aors = pjsip_.references(endpoint, "aors");
  // A telephone that registers here may be given a password for calls to it, too.
  bool telephone = has_auth(endpoint) && !aors.empty() && std::all_of(aors.begin(), aors.end(), [&](const auto& aor) {
    return registered_aors_.contains(aor.name);
  });
  if (endpoint.option("outbound_auth").written() && !telephone) return true;
  return std::any_of(aors.begin(), aors.end(),
                     [&](const auto& aor) { return fixed_aors_.contains(aor.name); });
}

bool is_anonymous(const Object& endpoint) {
  return endpoint.name == "anonymous" || endpoint.name.starts_with("anonymous@");
}

bool is_identified_by_name(const Object& endpoint) {
  return identified_by(endpoint, "username") || identified_by(endpoint, "auth_username");
}

bool is_identified_by_address(const Object& endpoint) { return identified_by(endpoint, "ip"); }

bool has_auth(const Object& endpoint) { return !endpoint.option("auth").value.empty(); }

std::string context_of(const Object& endpoint) { return endpoint.option("context", "default").value; }

Account account_of(const Object& auth, const Relations& relations) {
  Account account;
  account.user = auth.option("username", auth.name).value;
  account.realm = auth.option("realm", "asterisk").value;
  account.names = {account.user, auth.name};
  for (const Object* endpoint : relations.inbound_users(auth.name)) {
    if (account.names.size() > 8) break;
    account.names.push_back(endpoint->name);
    account.names.push_back(caller_number(endpoint->option("callerid").value));
  }
  std::erase(account.names, std::string());
  account.sent_only = relations.inbound_users(auth.name).empty();
  return account;
}

bool is_kept_apart(const Estate& estate, const Object& endpoint) {
  if (AccessList(endpoint, estate.access_lists).restricts()) return true;
  return std::any_of(estate.pjsip.acls.begin(), estate.pjsip.acls.end(),
                     [&](const Object& acl) { return AccessList(acl, estate.access_lists).restricts(); });
}

bool has_database(const Estate& estate) {
  for (std::string_view name : {"sorcery.conf", "extconfig.conf"})
    if (const parse::ConfigFile* config = estate.sources.file(name))
      for (const parse::ConfigCategory& category : config->categories)
        for (const parse::ConfigVariable& variable : category.variables)
          if (variable.value.find("realtime") != std::string::npos || variable.name.starts_with("ps_"))
            return true;
  return false;
}

}  // namespace denwaban::audit::pjs
