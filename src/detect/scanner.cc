// SPDX-License-Identifier: GPL-3.0-or-later
#include "detect/rules.h"

namespace denwaban::detect {
namespace {

bool saw(const Case& known, SipMethod method) { return known.methods & 1u << static_cast<unsigned>(method); }

// A monitor asks for one name for ever; a telephone whose account was deleted registers it every 30 s or
// more.
bool one_name_too_often(const Count& count, const Options& options, uint32_t now) {
  const Scanner& o = options.scanner;
  const AuthGuessing& pace = options.auth_guessing;
  if (o.one_name_count != 0 && count.history.within(o.one_name_window, now).count >= o.one_name_count)
    return true;
  if (!saw(count.known, SipMethod::register_) || saw(count.known, SipMethod::options)) return false;
  return (pace.burst_count != 0 && count.history.within(pace.burst_window, now).count >= pace.burst_count) ||
         (pace.steady_count != 0 && count.history.within(pace.steady_window, now).count >= pace.steady_count);
}

}  // namespace

Verdict judge_scanner(const Count& count, const Options& options, uint32_t now) {
  const Scanner& o = options.scanner;
  uint32_t marks = count.history.within(kDay, now, History::kMarked).count;
  if (o.marks != 0 && marks >= o.marks) return {Severity::medium, Pattern::tool};
  if (o.targets != 0 && count.history.within(o.short_window, now).names >= o.targets)
    return {Severity::medium, Pattern::probes};
  if (count.names.count() <= 1 && one_name_too_often(count, options, now))
    return {Severity::medium, Pattern::one_name};
  if (marks > 0) return {Severity::low, Pattern::tool};
  return {count.known.count >= o.targets ? Severity::low : Severity::info, Pattern::few};
}

}  // namespace denwaban::detect
