// SPDX-License-Identifier: GPL-3.0-or-later
// Questions about pjsip's objects that several of its rules ask.
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "audit/access_list.h"
#include "audit/estate.h"
#include "audit/rules/secrets.h"

namespace denwaban::audit::pjs {

// Who refers to what, found once for a rule.
class Relations {
 public:
  explicit Relations(const Pjsip& pjsip);

  // The endpoints that name an auth object in auth= or outbound_auth=.
  const std::vector<const Object*>& inbound_users(std::string_view auth) const { return of(inbound_, auth); }
  const std::vector<const Object*>& outbound_users(std::string_view auth) const {
    return of(outbound_, auth);
  }
  const std::vector<const Object*>& users_of_aor(std::string_view aor) const { return of(aors_, aor); }
  const std::vector<const Object*>& identifies_of(std::string_view endpoint) const {
    return of(identifies_, endpoint);
  }
  // The other side is not a telephone of ours: it is called with a password of ours and does not register here, is
  // registered with, or told by its address.
  bool is_trunk(const Object& endpoint) const;

 private:
  using Index = std::map<std::string, std::vector<const Object*>, std::less<>>;
  static const std::vector<const Object*>& of(const Index& index, std::string_view name);

  const Pjsip& pjsip_;
  Index inbound_, outbound_, aors_, identifies_;
  std::set<std::string, std::less<>> registered_;  // endpoints of outbound registrations
  std::set<std::string, std::less<>> fixed_aors_;  // with a contact of their own, and nobody may register
  std::set<std::string, std::less<>> registered_aors_;  // whose contacts come by registration alone
};

bool is_anonymous(const Object& endpoint);
// Found by the name in From, as every endpoint is unless identify_by says otherwise.
bool is_identified_by_name(const Object& endpoint);
bool is_identified_by_address(const Object& endpoint);
bool has_auth(const Object& endpoint);  // auth= names something, whether it is there or not
std::string context_of(const Object& endpoint);
Account account_of(const Object& auth, const Relations& relations);
// Most of the Internet is kept away from it, by its own list or by one for all.
bool is_kept_apart(const Estate& estate, const Object& endpoint);
// Objects may be in a database as well, which is not seen here.
bool has_database(const Estate& estate);

inline std::string in_section(const Object& object, std::string_view line) {
  return object.title() + "\n" + std::string(line);
}

}  // namespace denwaban::audit::pjs
