// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>

#include "detect/manner.h"
#include "detect/rules.h"

namespace denwaban::detect {

Verdict judge_auth_guessing(const Count& count, const Options& options, uint32_t now) {
  const AuthGuessing& o = options.auth_guessing;
  const History& history = count.history;
  auto reached = [](uint32_t number, uint32_t threshold) { return threshold != 0 && number >= threshold; };
  uint32_t minute = history.within(o.burst_window, now).count;
  // No telephone retries faster than once a second.
  if (count.at_home && count.names.count() == 1 && minute <= 60) {
    if (!reached(static_cast<uint32_t>(std::min<uint64_t>(count.known.count, 1'000)), o.one_account_count)) return {};
    return {Severity::low, Pattern::stale_credentials};
  }
  History::Seen recent = history.within(o.short_window, now);
  auto enough = [&](uint32_t threshold) {  // of claims it takes more
    return threshold != 0 && count.known.count_proven < threshold ? std::max(threshold, o.claimed_count)
                                                                  : threshold;
  };
  bool fast = reached(recent.count, enough(o.short_count)) && recent.names >= o.short_accounts;
  fast = fast || (o.steady_count != 0 && reached(history.within(o.steady_window, now).count, o.steady_count));
  if (fast) fast = !like_honest_people(manner_of(history, o.short_window, now), minute, o.burst_count);
  fast = fast ||
         (o.burst_count != 0 && reached(minute, enough(o.burst_count)));
  if (fast) {
    bool high = reached(recent.count, o.high_count);
    return {high ? Severity::high : Severity::medium, Pattern::fast};
  }
  if (o.slow_count != 0 && count.known.count >= o.slow_count && count.names.count() >= o.slow_accounts) {
    History::Seen day = history.within(o.slow_window, now);
    History::Seen month = history.within(o.very_slow_window, now);
    if ((day.count >= o.slow_count && day.names >= o.slow_accounts) ||
        (reached(month.count, o.very_slow_count) && month.names >= o.slow_accounts))
      return {Severity::medium, Pattern::slow};
  }
  if (reached(static_cast<uint32_t>(std::min<uint64_t>(count.known.count, 1'000)), o.one_account_count))
    return {Severity::low, count.names.count() <= 1 ? Pattern::one_account : Pattern::few};
  return {};
}

}  // namespace denwaban::detect
