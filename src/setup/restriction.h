// SPDX-License-Identifier: GPL-3.0-or-later
// One account, from known networks only: `deny` and `permit` of its peer (chan_sip) or endpoint (chan_pjsip). Asterisk then
// refuses even the right password from elsewhere. Pure, as plan.h is; our lines stand in a block (blocks.h), in FreePBX's
// files that are there to be added to, else at the end of sip.conf and pjsip.conf.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "base/ip.h"
#include "setup/plan.h"

namespace denwaban::setup {

struct Restriction {
  std::string account;
  std::vector<IpPrefix> networks;      // from which it may log in
  std::vector<IpAddress> registered;   // from where it is logged in now
};

// What was restricted before is restricted anew. Error{usage}: no networks, a name that no section bears, or one of
// `registered` would be locked out. Error{not_found}: neither sip.conf nor pjsip.conf has that account. Error{input}: Asterisk
// would not read it as it is meant.
Result<Plan> plan_restriction(parse::FileTree& files, const Surroundings& here, const Restriction& wanted);

// The account may log in from everywhere again. An empty plan: it was not restricted by us.
Result<Plan> plan_release(parse::FileTree& files, const Surroundings& here, const std::string& account);

// The files in which our lines may stand, for undoing all of it.
std::span<const std::string_view> restriction_files();

// "192.0.2.0/255.255.255.0", which every version reads.
std::string masked(const IpPrefix& prefix);

}  // namespace denwaban::setup
