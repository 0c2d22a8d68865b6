// SPDX-License-Identifier: GPL-3.0-or-later
// What `status` shows, as one JSON object. Pure.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "actions/firewall.h"
#include "engine/live.h"
#include "engine/live_fraud.h"
#include "guard/acting.h"
#include "guard/ami.h"
#include "guard/carried.h"
#include "guard/gate.h"
#include "notify/courier.h"
#include "guard/wire.h"
#include "model/file_position.h"
#include "store/store.h"

namespace denwaban::guard {

struct StatusFacts {
  Time now{}, started{};
  std::string version, backend, firewall;
  bool dry_run = false;
  actions::GuardedPorts ports;
  std::vector<FilePosition> files;
  std::vector<std::string> patterns;  // followed, whether they are there or not
  std::vector<Wire::Eye> eyes;
  std::optional<Ami::Facts> manager;
  struct FraudFacts {
    bool learning = false, watches_only = false;
    bool by_records = false;  // calls are heard of by their records, when they are over
    std::string act;
    Time watching_since{};
    std::vector<std::string> locked, closed;  // accounts; trunks with their classes of destinations
    engine::LiveFraud::Counters counters;
    std::optional<Acting::Facts> acting;
  };
  std::optional<FraudFacts> fraud;
  std::vector<Carried::Facts> carried;
  std::optional<GateFacts> gate;
  std::map<std::string, notify::Courier::Facts> notify;  // by channel
  std::vector<std::string> blind, notices;
  size_t bans = 0, sheds = 0, allowed = 0, spared = 0, phones = 0;
  engine::Live::Counters counters;
  detect::Detectors::Counters detectors;
  std::optional<track::WireCounters> wire;  // of both eyes together
  size_t wire_bytes = 0;
  store::StoreStatus store;
  std::string store_path;
};

std::string status_json(const StatusFacts& facts);

}  // namespace denwaban::guard
