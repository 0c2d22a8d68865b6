// SPDX-License-Identifier: GPL-3.0-or-later
// Who can reach which trunk with which numbers: from every entry of the estate through the dialplan to every trunk, with the
// weakest gate on the way and the shortest way through it.
#pragma once

#include <string>
#include <vector>

#include "audit/estate.h"
#include "audit/reach.h"
#include "model/toll_path.h"

namespace denwaban::audit {

struct TollAnalysis {
  std::vector<TollPath> paths;  // weakest gate first
  Reaches reach;                // of every context of the dialplan
  std::vector<std::string> bounds;  // which bounds were reached
};

TollAnalysis find_toll_paths(const Estate& estate);

}  // namespace denwaban::audit
