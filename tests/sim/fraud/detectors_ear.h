// SPDX-License-Identifier: GPL-3.0-or-later
// The program's own detectors as a watcher of a made-up world.
#pragma once

#include "feed.h"
#include "verdicts.h"

namespace denwaban::sim {

// Every finding of severity medium or above, each time it is told.
std::vector<Alarm> watch_by_detectors(const FraudWorld& world, Telling telling);

}  // namespace denwaban::sim
