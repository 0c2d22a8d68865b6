// SPDX-License-Identifier: GPL-3.0-or-later
// chan_iax2: iax.conf and the devices that users.conf makes (channels/chan_iax2.c).
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "audit/object.h"
#include "audit/sources.h"

namespace denwaban::audit {

struct IaxDevice {
  Object object;  // defaults null: [general] gives users little; what it gives is asked for by name
  bool is_peer = false;
  bool is_user = false;
  bool from_users_conf = false;

  bool dynamic() const;     // host=dynamic
  bool is_carrier() const;  // stands at an address outside: who calls through it knows no password of ours
  bool has_secret() const;  // secret, dbsecret or inkeys
  // A secret that auth=rsa never asks for, or none where calls must be encrypted with one (chan_iax2.c, authenticate_verify,
  // socket_process_helper).
  bool refuses_everybody() const;
  std::vector<std::string> contexts()
      const;  // the caller may choose among them; "*": any; none written: "default"
};

struct Iax {
  bool has_file = false;
  Object general;
  std::vector<IaxDevice> devices;
  std::vector<std::shared_ptr<const parse::ConfigFile>>
      expanded;  // what the devices of users.conf point into
};

Iax read_iax(const Sources& sources);

}  // namespace denwaban::audit
