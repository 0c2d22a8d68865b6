// SPDX-License-Identifier: GPL-3.0-or-later
// Who an access list lets in (main/acl.c): permit and deny lines in the order of the file, the last line that
// matches decides, and where none does everybody is let in. Lists of acl.conf that are named beside them must
// let the address in as well.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "audit/object.h"
#include "audit/sources.h"
#include "base/ip.h"

namespace denwaban::audit {

// One address or network of a line; a line may hold several, and `!` in front turns the meaning of one round.
struct AccessEntry {
  bool permits = false;
  bool well_formed = false;  // else Asterisk refuses the line, and mostly the whole object with it
  IpPrefix network;
  Option option;  // the line
};

// A list of acl.conf that `acl=` names.
struct NamedAccess {
  std::string name;
  bool known = false;  // else nobody is let in
  Option option;       // the line that names it
};

struct AccessKeys {
  std::string_view permit = "permit";
  std::string_view deny = "deny";
  std::string_view named = "acl";
};
inline constexpr AccessKeys kContactAccess{"contactpermit", "contactdeny", "contactacl"};  // chan_sip
inline constexpr AccessKeys kPjsipContactAccess{"contact_permit", "contact_deny", "contact_acl"};

// What is wrong with a list that somebody wrote.
enum class AccessFault : uint8_t {
  none,
  malformed,       // a line that Asterisk refuses
  permits_only,    // no line denies: those that are not named are let in as well
  permits_all,     // a later permit for everybody, or nearly so, takes back what was denied
  permits_nobody,  // a later deny for everybody takes back what was permitted
};

class NamedAccessLists;

class AccessList {
 public:
  static constexpr size_t kEntriesMax = 20'000;  // of one list; what stands behind is not looked at

  AccessList() = default;
  AccessList(const Object& object, const NamedAccessLists& named, const AccessKeys& keys = {});

  bool written() const { return !entries_.empty() || !names_.empty(); }
  const std::vector<AccessEntry>& entries() const { return entries_; }
  const std::vector<NamedAccess>& names() const { return names_; }

  // IPv4 entries never match an IPv6 address, and the other way round.
  bool allows(const IpAddress& address) const;
  // How much of all addresses of a family is let in, 0 to 1; of several lists the narrowest.
  double share_of_ipv4() const { return ipv4_share_; }
  double share_of_ipv6() const { return ipv6_share_; }
  // Most of the Internet is kept out, over IPv4.
  bool restricts() const { return share_of_ipv4() < 0.5; }
  // The worst fault of the lines written here; of a list without lines none.
  AccessFault fault() const;
  // The line that a fault is about: the malformed one, the one that takes back, else the last one. Null: no
  // fault.
  const Option* culprit() const;

 private:
  void count_shares();

  std::vector<AccessEntry> entries_;
  std::vector<NamedAccess> names_;
  std::vector<const AccessList*> named_lists_;  // of those that are known
  double own_ipv4_share_ = 1, own_ipv6_share_ = 1, ipv4_share_ = 1, ipv6_share_ = 1;
};

// acl.conf. Addresses stay valid as long as this lives.
class NamedAccessLists {
 public:
  NamedAccessLists() = default;
  NamedAccessLists(const NamedAccessLists&) = delete;
  explicit NamedAccessLists(const Sources& sources);
  const AccessList* find(std::string_view name) const;  // without case, as Asterisk compares them
  struct Named {
    Object object;
    AccessList list;
  };
  const std::vector<Named>& all() const { return all_; }

 private:
  std::vector<Named> all_;
  std::map<std::string, size_t, std::less<>> by_name_;  // lower case
};

// Whether somebody on another machine may come in.
bool lets_others_in(const AccessList& access, const NamedAccessLists& named);

}  // namespace denwaban::audit
