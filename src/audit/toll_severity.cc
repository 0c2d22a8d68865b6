// SPDX-License-Identifier: GPL-3.0-or-later
#include "audit/toll_severity.h"

#include <algorithm>

namespace denwaban::audit {

Severity severity_of(const TollPath& path) {
  if (path.emergency_only) return Severity::info;
  const bool undefined = std::ranges::find(path.classes, "undefined") != path.classes.end();
  bool costly = (path.international || path.premium) && !undefined;
  switch (path.verdict) {
    case Verdict::reachable:
      return costly ? Severity::critical : Severity::high;
    case Verdict::weak:
      return costly ? Severity::high : Severity::medium;
    case Verdict::conditional:
    case Verdict::opaque:
      return costly ? Severity::medium : Severity::low;
    case Verdict::authenticated:
    case Verdict::inert:
    case Verdict::not_reachable:
      break;
  }
  return Severity::info;
}

}  // namespace denwaban::audit
