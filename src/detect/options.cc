// SPDX-License-Identifier: GPL-3.0-or-later
#include "detect/options.h"

namespace denwaban::detect {

Options like_fail2ban(uint32_t max_retry, Seconds find_time) {
  Options options;
  options.count_lines = true;
  AuthGuessing guessing;
  guessing.short_count = max_retry;
  guessing.short_accounts = 0;
  guessing.short_window = find_time;
  guessing.burst_count = guessing.steady_count = guessing.high_count = 0;
  guessing.slow_count = guessing.very_slow_count = guessing.claimed_count = 0;
  options.auth_guessing = guessing;
  options.account_enumeration.enabled = false;
  options.dial_probe.enabled = false;
  options.scanner.enabled = false;
  options.malformed.enabled = false;
  options.management_guessing.enabled = false;
  options.account_guessing.enabled = false;
  options.campaign.enabled = false;
  options.account_takeover.enabled = false;
  options.forgery.enabled = false;
  options.flood.enabled = false;
  options.limits.suspects = 262'144;
  return options;
}

}  // namespace denwaban::detect
