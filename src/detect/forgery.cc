// SPDX-License-Identifier: GPL-3.0-or-later
#include "detect/rules.h"

namespace denwaban::detect {

// Of one address. A record that contradicts itself shows its sender, who may merely have a strange name:
// named, and no more. Who is proven to have put log lines or another's address into packets did so on
// purpose.
Verdict judge_forgery(const Count& count, const Options& options, uint32_t now) {
  const FalseNames& o = options.forgery;
  uint32_t proven = count.history.within(o.short_window, now, History::kProven).count;
  Pattern pattern = count.known.pattern == Pattern::few ? Pattern::false_record : count.known.pattern;
  bool many = o.short_count != 0 && proven >= o.short_count;
  return {many ? Severity::medium : Severity::low, pattern};
}

}  // namespace denwaban::detect
