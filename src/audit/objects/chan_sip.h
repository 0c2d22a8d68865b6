// SPDX-License-Identifier: GPL-3.0-or-later
// chan_sip: sip.conf and the devices that users.conf makes (channels/chan_sip.c, build_peer).
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "audit/object.h"
#include "audit/sources.h"

namespace denwaban::audit {

struct SipDevice {
  Object object;         // defaults: [general] of sip.conf
  bool is_peer = false;  // found by its address, may register
  bool is_user = false;  // found by the name in From
  bool from_users_conf = false;

  bool dynamic() const;          // host=dynamic
  std::string host() const;      // empty when dynamic or not given
  bool is_of_this_machine() const;  // found by an address of the loopback network: no stranger's datagram has it
  bool has_secret() const;       // secret or md5secret that is not empty, its own or a template's
  Option secret() const;         // what decides: md5secret where it is there, else secret
  bool insecure_invite() const;  // calls are not asked for a password
  Option insecure() const;       // the line that says so, of the device or of [general]; unwritten: none does
  std::string context() const;   // of the device, else of [general], else "default"
};

// domain=NAME,CONTEXT of [general]: where strangers who call for that domain arrive.
struct DomainContext {
  std::string context;
  Option option;
};

struct ChanSip {
  bool has_file = false;  // without sip.conf chan_sip declines to load; an empty one loads it
  Object general;         // category null: no [general]
  bool guests = true;     // allowguest: yes in every version unless written no
  std::string guest_context = "default";
  std::vector<SipDevice> devices;     // in the order of their last definition
  std::vector<Option> registrations;  // register => of [general]
  std::vector<DomainContext> domain_contexts;
  std::vector<std::shared_ptr<const parse::ConfigFile>>
      expanded;  // what the devices of users.conf point into
};

ChanSip read_chan_sip(const Sources& sources);

}  // namespace denwaban::audit
