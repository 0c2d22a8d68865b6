// SPDX-License-Identifier: GPL-3.0-or-later
// Who may give orders: manager.conf, http.conf, ari.conf, users.conf with hasmanager.
#pragma once

#include <vector>

#include "audit/object.h"
#include "audit/sources.h"

namespace denwaban::audit {

struct Management {
  bool has_manager = false;
  bool has_http = false;
  bool has_ari = false;
  Object manager_general;
  std::vector<Object> manager_users;  // a repeated section updates the same user; defaults null
  Object http_general;
  Object ari_general;
  std::vector<Object> ari_users;
};

Management read_management(const Sources& sources);

// Whether the manager listens where others than this machine can connect.
bool manager_is_reachable(const Management& management);
bool http_is_reachable(const Management& management);

}  // namespace denwaban::audit
