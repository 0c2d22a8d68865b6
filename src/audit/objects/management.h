// SPDX-License-Identifier: GPL-3.0-or-later
// Who may give orders: manager.conf, http.conf, ari.conf, users.conf with hasmanager.
#pragma once

#include <memory>
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
  std::vector<Object> users_conf_managers;  // users.conf with hasmanager; defaults: its [general]
  Object http_general;
  Object ari_general;
  std::vector<Object> ari_users;
  std::vector<Object> http_restrictions;  // [path] with type=restriction
  std::shared_ptr<const parse::ConfigFile> merged;  // what users of repeated sections point into

  bool manager_enabled() const { return has_manager && manager_general.option("enabled").yes(); }
  bool ari_enabled() const;  // yes when nothing is written
};

Management read_management(const Sources& sources);

// What stands in bindaddr: a name or an address, with or without a port. Nothing there is not loopback.
bool is_loopback_bind(std::string_view bind);

// Whether the manager listens where others than this machine can connect.
bool manager_is_reachable(const Management& management);
bool http_is_reachable(const Management& management);

}  // namespace denwaban::audit
