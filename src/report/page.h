// SPDX-License-Identifier: GPL-3.0-or-later
// An observation as one HTML page that needs nothing else: no script, nothing fetched, charts in SVG with the
// table of their numbers below, for the screen (light and dark) and for paper.
#pragma once

#include <string>

#include "report/observation.h"

namespace denwaban::report {

struct PageFacts {
  Time made{};
  std::string version;
};

std::string observation_page(const Observation& observation, const PageFacts& facts);

}  // namespace denwaban::report
