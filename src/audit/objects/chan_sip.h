// SPDX-License-Identifier: GPL-3.0-or-later
// chan_sip: sip.conf and the devices that users.conf makes (channels/chan_sip.c, build_peer).
#pragma once

#include <vector>

#include "audit/object.h"
#include "audit/sources.h"

namespace denwaban::audit {

struct SipDevice {
  Object object;  // defaults: [general] of sip.conf
  bool is_peer = false;  // found by its address, may register
  bool is_user = false;  // found by the name in From
  bool from_users_conf = false;

  bool dynamic() const;              // host=dynamic
  std::string host() const;          // empty when dynamic or not given
  bool has_secret() const;           // secret or md5secret that is not empty, its own or a template's
  bool insecure_invite() const;      // calls are not asked for a password
  std::string context() const;       // of the device, else of [general], else "default"
};

struct ChanSip {
  bool has_file = false;  // without sip.conf chan_sip declines to load; an empty one loads it
  Object general;         // category null: no [general]
  bool guests = true;     // allowguest: yes in every version unless written no
  std::string guest_context = "default";
  std::vector<SipDevice> devices;     // in the order of their last definition
  std::vector<Option> registrations;  // register => of [general]
};

ChanSip read_chan_sip(const Sources& sources);

}  // namespace denwaban::audit
