// SPDX-License-Identifier: GPL-3.0-or-later
// Settings and facts become what the pipeline takes.
#pragma once

#include <span>

#include "actions/firewall.h"
#include "engine/pipeline.h"
#include "pbx/exchange.h"
#include "pbx/trunk_book.h"
#include "settings/settings.h"

namespace denwaban::engine {

PipelineOptions pipeline_options(const settings::Settings& settings, const pbx::Exchange& exchange);

// This machine's exchange as its configuration tells it. Reads the disk.
pbx::Exchange read_exchange(const settings::Settings& settings);

// Trunks as entries that no ban may hit.
std::vector<policy::Protected::Entry> protect_trunks(std::span<const pbx::TrunkBook::Entry> trunks);

// What is guarded: [firewall] ports when set, else what the exchange listens on. Media is never guarded.
actions::GuardedPorts guarded_ports(const settings::Settings& settings, const pbx::Exchange& exchange);

}  // namespace denwaban::engine
