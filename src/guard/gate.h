// SPDX-License-Identifier: GPL-3.0-or-later
// The gate, as the guard keeps it: open where the settings or the dialplan want it, with the detectors and locks that the
// guard has. Runs on the loop's thread.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "net/loop.h"
#include "pbx/exchange.h"
#include "serve/gate/keeper.h"
#include "serve/gate/server.h"
#include "settings/settings.h"

namespace denwaban::guard {

// What `status` shows of it.
struct GateFacts {
  std::string where;  // empty: it could not be opened
  serve::GateTold told;
  serve::GateCounters connections;
};

class Gate {
 public:
  Gate(net::Loop& loop, const Clock& clock, serve::GateSenses senses)
      : loop_(loop), clock_(clock), senses_(std::move(senses)) {}

  // What an earlier life knew, before the first `follow`; and what the next one is to know.
  void load(std::string state) { state_ = std::move(state); }
  std::string save() const { return keeper_ ? keeper_->save() : state_; }

  // As the settings say from now on; also after a reload. Calls that are being asked about stay.
  void follow(const settings::Settings& settings, const pbx::Exchange& exchange);

  bool open() const { return server_ != nullptr; }
  std::string where() const { return server_ ? server_->at().to_string() : std::string(); }
  // Both nullptr: it was never open.
  const serve::GateTold* counted() const { return keeper_ ? &keeper_->counted() : nullptr; }
  const serve::GateCounters* connections() const { return server_ ? &server_->counters() : nullptr; }
  // What is wrong, one sentence each.
  std::vector<std::string> remarks() const;

 private:
  net::Loop& loop_;
  const Clock& clock_;
  serve::GateSenses senses_;
  std::string state_;  // for the keeper, until there is one
  std::unique_ptr<serve::GateKeeper> keeper_;
  std::unique_ptr<serve::GateServer> server_;  // asks keeper_
  std::string asked_for_;                      // where and how the server listens
  std::string remark_, pins_remark_, rates_remark_, damage_remark_;
};

// Nothing: it is not wanted.
std::optional<GateFacts> gate_facts(const Gate& gate);

}  // namespace denwaban::guard
