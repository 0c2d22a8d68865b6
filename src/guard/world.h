// SPDX-License-Identifier: GPL-3.0-or-later
// What the guard knows of the machine and its exchange, kept up to date: which logs to follow, which ports to
// guard, whom no ban may hit. Runs on the loop's thread.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "actions/firewall.h"
#include "base/time.h"
#include "net/host_facts.h"
#include "net/listening.h"
#include "net/loop.h"
#include "net/resolver.h"
#include "pbx/exchange.h"
#include "pbx/trunk_book.h"
#include "policy/policy.h"
#include "settings/settings.h"

namespace denwaban::guard {

class World {
 public:
  World(net::Loop& loop, const Clock& clock);

  // Reads the exchange's configuration and the machine anew (start, reload).
  void look(const settings::Settings& settings);
  // Once in ten seconds: who is logged in, which addresses we have, which trunk names are due. True:
  // something changed about whom to protect.
  bool refresh();

  const pbx::Exchange& exchange() const { return exchange_; }
  const std::vector<IpAddress>& own_addresses() const { return facts_.own; }
  std::vector<std::string> logs(const settings::Settings& settings) const;
  // Whether a log that is followed tells of failed logins.
  bool logs_tell(const settings::Settings& settings) const;
  actions::GuardedPorts ports(const settings::Settings& settings) const;
  // Own addresses, gateways, name servers, trunks, and login sessions while they last and an hour after.
  policy::Protected protected_now() const;
  std::vector<std::string> remarks() const;

  // The trunk book's memory, for the snapshot.
  std::string save() const;
  void load(std::string_view bytes);

 private:
  void ask_names();
  bool note_logins();

  // A login that lasts, or lasted less than an hour ago.
  struct Login {
    net::LoginSession session;
    Time last{};
    bool lasts = true;
  };

  net::Loop& loop_;
  const Clock& clock_;
  pbx::Exchange exchange_;
  pbx::TrunkBook trunks_;
  net::HostFacts facts_;
  std::vector<Login> logins_;
  std::unique_ptr<net::Resolver> resolver_;
  net::Loop::Owned resolving_;
  std::vector<std::string> remarks_;
  // On which ports Asterisk was seen to listen: at the start, since the guard gives up the right to look.
  std::vector<net::ListeningSocket> sockets_;
  bool looked_ = false;
  bool names_changed_ = false;
};

}  // namespace denwaban::guard
