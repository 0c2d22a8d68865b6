// SPDX-License-Identifier: GPL-3.0-or-later
// A plan onto the disk.
#pragma once

#include <sys/types.h>

#include "base/result.h"
#include "setup/plan.h"

namespace denwaban::setup {

// Who has to be able to read what Asterisk reads.
struct Owner {
  uid_t uid = 0;
  gid_t gid = 0;
};

// Of `config_dir`/manager.conf; where that belongs to root's group, the group of Asterisk's control socket in
// `run_dir`, else the group "asterisk" if there is one.
Owner owner_of_configuration(const std::string& config_dir, const std::string& run_dir);

// Each file is old or new, never half, and keeps its owner and mode; links are followed to what they name. In
// the plan's order: whoever is killed in the middle plans again and goes on. Error{input}: a file is no
// longer what it was when the plan was made; what came before it in the plan is done.
Status carry_out(const Plan& plan, const Owner& owner);

}  // namespace denwaban::setup
