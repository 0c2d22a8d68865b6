// SPDX-License-Identifier: GPL-3.0-or-later
#include "audit/toll_severity.h"

namespace denwaban::audit {

Severity severity_of(const TollPath& path) {
  if (path.emergency_only) return Severity::info;
  bool costly = path.international || path.premium;
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
