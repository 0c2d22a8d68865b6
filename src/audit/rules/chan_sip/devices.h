// SPDX-License-Identifier: GPL-3.0-or-later
// Questions about chan_sip's devices that several of its rules ask.
#pragma once

#include <optional>

#include "audit/access_list.h"
#include "audit/estate.h"
#include "audit/rules/secrets.h"

namespace denwaban::audit::sip {

inline AccessList access_of(const Estate& estate, const SipDevice& device) {
  return AccessList(device.object, estate.access_lists);
}

// Somebody may log in as it, or call as it: it registers, or it is found by the name in From.
inline bool is_entered_by_name(const SipDevice& device) { return device.dynamic() || device.is_user; }

// It has an address of its own, which is not this machine's.
bool is_static(const SipDevice& device);
bool is_private_host(const SipDevice& device);

Account account_of(const Estate& estate, const SipDevice& device);

// The address that chan_sip listens on for UDP, as written; unwritten: all.
Option bind_of(const ChanSip& sip);
// nullopt: all addresses, or a name.
std::optional<IpAddress> bind_address(const ChanSip& sip);
bool binds_ipv6(const ChanSip& sip);

// "[general]" for fixes, then the line.
inline std::string in_general(std::string_view line) { return "[general]\n" + std::string(line); }
inline std::string in_section(const Object& object, std::string_view line) {
  return object.title() + "\n" + std::string(line);
}

}  // namespace denwaban::audit::sip
