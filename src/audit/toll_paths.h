// SPDX-License-Identifier: GPL-3.0-or-later
// Who can reach which trunk with which numbers: from every entry of the estate through the dialplan to every trunk, with the
// weakest gate on the way and the shortest way through it.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "audit/estate.h"
#include "audit/reach.h"
#include "model/toll_path.h"

namespace denwaban::audit {

struct TollAnalysis {
  std::vector<TollPath> paths;   // weakest gate first
  std::vector<TollPath> closed;  // doors that a named trunk cannot be reached from
  std::vector<std::string> missing;  // contexts that lines on the way name, and that stand nowhere
  size_t states = 0;             // that the search for them went through
  Reaches reach;  // of any context of the dialplan; asks the estate, which must outlive it
  // Which bounds were reached so far; asking `reach` may reach more.
  std::shared_ptr<const std::vector<std::string>> bounds;
};

TollAnalysis find_toll_paths(const Estate& estate);

}  // namespace denwaban::audit
