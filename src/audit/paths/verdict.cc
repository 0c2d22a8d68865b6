// SPDX-License-Identifier: GPL-3.0-or-later
#include "audit/paths/verdict.h"

namespace denwaban::audit {

Verdict verdict_of(bool opaque, Gate gate) {
  if (opaque) return Verdict::opaque;
  switch (gate) {
    case Gate::none:
    case Gate::constant:
    case Gate::time:
    case Gate::random:
      return Verdict::reachable;
    case Gate::caller_id:
    case Gate::source_address:
    case Gate::weak_pin:
    case Gate::pin:
    case Gate::weak_password:
      return Verdict::weak;
    case Gate::unknown:
      return Verdict::conditional;
    case Gate::credentials:
      break;
  }
  return Verdict::authenticated;
}

bool counts_as_reach(Gate gate) { return gate <= Gate::source_address || gate == Gate::unknown; }

}  // namespace denwaban::audit
