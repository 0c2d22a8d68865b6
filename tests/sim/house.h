// SPDX-License-Identifier: GPL-3.0-or-later
// One life of the guard: what a process would hold.
#pragma once

#include <memory>

#include "actions/enforcer.h"
#include "engine/live.h"
#include "simulation.h"
#include "store/store.h"

namespace denwaban::sim {

struct Simulation::House {
  House(std::unique_ptr<store::Store> opened, actions::Firewall& firewall)
      : store(std::move(opened)),
        enforcer(firewall, actions::GuardedPorts{{5060}, {5060, 5038}}),
        live(engine::LiveOptions{{}, TimeZone()}, HashSeed{}, *store, enforcer) {}

  std::unique_ptr<store::Store> store;
  actions::Enforcer enforcer;
  engine::Live live;
};

}  // namespace denwaban::sim
