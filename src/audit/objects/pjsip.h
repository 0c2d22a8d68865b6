// SPDX-License-Identifier: GPL-3.0-or-later
// chan_pjsip: the objects of pjsip.conf and those that pjsip_wizard.conf expands to, before any rule looks at
// them (res/res_pjsip*, res/res_pjsip_config_wizard.c). One object per type and name; the later one counts.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "audit/object.h"
#include "audit/objects/pjsip_values.h"
#include "audit/sources.h"

namespace denwaban::audit {

// A name in an option that lists other objects.
struct ObjectReference {
  std::string name;
  Option option;
};

// A section that res_pjsip drops for a value that it cannot read.
struct RefusedSection {
  Object object;
  Option option;  // the first such line
  PjsipValue fault = PjsipValue::read;
};

struct Pjsip {
  bool has_file = false;
  Object global;
  Object system;
  std::vector<Object> endpoints;
  std::vector<Object> auths;
  std::vector<Object> aors;
  std::vector<Object> identifies;
  std::vector<Object> acls;
  std::vector<Object> transports;
  std::vector<Object> registrations;                               // outbound
  std::vector<Object> others;                                      // domain_alias, phoneprov, contact …
  std::vector<Object> untyped;                                     // sections that make no object
  std::vector<RefusedSection> refused;                             // sections that make no object for a value of theirs
  std::vector<Object> dropped;                                     // for an option that no release knows
  std::vector<Object> overridden;                                  // earlier ones of the same type and name
  std::map<std::string, size_t, std::less<>> auth_index;           // of `auths`
  std::vector<std::shared_ptr<const parse::ConfigFile>> expanded;  // what the wizard's objects point into

  const Object* find(const std::vector<Object>& of, std::string_view name) const;  // null: no such object
  // The names in an option that holds a comma list: auth, outbound_auth, aors; of match those of all its lines.
  std::vector<ObjectReference> references(const Object& object, std::string_view option) const;
  // The auth objects of an endpoint that exist.
  std::vector<const Object*> auths_of(const Object& endpoint) const;
  // Whether that endpoint asks for an auth that is refused: every request to it fails then.
  bool asks_for_what_is_refused(const Object& endpoint) const;
  // Whether all addresses that identify the endpoint are of the loopback network; none do: no.
  bool is_of_this_machine(const Object& endpoint) const;
};

Pjsip read_pjsip(const Sources& sources);

}  // namespace denwaban::audit
