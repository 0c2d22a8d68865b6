// SPDX-License-Identifier: GPL-3.0-or-later
#include "audit/paths/rows.h"

#include <algorithm>
#include <tuple>

namespace denwaban::audit {

bool is_told_before(const TollPath& a, const TollPath& b) {
  auto rank = [](const TollPath& path) {
    bool injected = std::ranges::find(path.classes, "injection") != path.classes.end();
    return std::make_tuple(path.verdict == Verdict::inert, path.gate, injected, !path.international);
  };
  return rank(a) < rank(b);
}

bool is_unnamed(const std::string& trunk) {
  return trunk.find('$') != std::string::npos || trunk.find("…") != std::string::npos;
}

TollPath closed_way(const Entry& entry, const std::string& trunk) {
  TollPath path;
  path.entry = entry.who;
  path.trunk = trunk;
  path.gate = entry.gate;
  path.verdict = Verdict::not_reachable;
  path.steps.push_back(entry.place);
  return path;
}

}  // namespace denwaban::audit
