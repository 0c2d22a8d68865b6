// SPDX-License-Identifier: GPL-3.0-or-later
#include "fraud/gate_policy.h"

namespace denwaban::fraud {
namespace {

GateAnswer answer(GateVerdict verdict, GateReason reason, size_t rule = 0) { return {verdict, reason, verdict, rule}; }
GateAnswer refuse(GateReason reason) { return answer(GateVerdict::refuse, reason); }

// Who has no PIN cannot be asked for one.
GateAnswer with_pin(GateVerdict verdict, GateVerdict without, const GateKnowledge& known, GateReason reason, size_t rule = 0) {
  if (verdict != GateVerdict::ask_pin) return answer(verdict, reason, rule);
  if (!known.has_pin) return answer(without, reason, rule);
  if (known.pin_locked) return answer(GateVerdict::refuse, GateReason::pin_locked, rule);
  return answer(verdict, reason, rule);
}

// What the detectors alone conclude.
GateAnswer weigh_alarm(const GateOptions& options, const GateKnowledge& known) {
  if (!known.weighed.alarm) return answer(GateVerdict::allow, GateReason::ordinary);
  bool high = known.weighed.severity >= Severity::high;
  auto found =
      with_pin(high ? options.alarm : options.doubt, high ? GateVerdict::refuse : GateVerdict::allow, known, GateReason::fraud);
  if (known.watching) found.verdict = GateVerdict::allow;
  return found;
}

}  // namespace

GateAnswer decide(const NumberReader& reader, const GateOptions& options, const GateQuestion& question,
                  const GateKnowledge& known) {
  if (reader.is_emergency(question.call, false)) return answer(GateVerdict::allow, GateReason::emergency);
  if (question.doubtful) return refuse(GateReason::doubtful);
  if (known.locked) return refuse(GateReason::locked);
  if (known.closed) return refuse(GateReason::closed);
  if (known.weighed.limit) return refuse(GateReason::limit);
  CallClasses classes = classes_of(known.to);
  for (size_t i = 0; i < options.rules.size(); ++i)
    if (options.rules[i].fits(classes, question.call.account, known.at))
      return with_pin(options.rules[i].verdict, GateVerdict::refuse, known, GateReason::rule, i + 1);
  return weigh_alarm(options, known);
}

std::string_view to_string(GateVerdict verdict) {
  static constexpr std::string_view kNames[] = {"allow", "pin", "refuse"};
  return kNames[static_cast<size_t>(verdict)];
}

std::string_view to_string(GateReason reason) {
  static constexpr std::string_view kNames[] = {"ordinary",   "emergency", "locked",      "closed",    "rule",
                                                "limit",      "fraud",     "doubtful",    "pin_right", "pin_wrong",
                                                "pin_locked", "hung_up",   "out_of_order"};
  return kNames[static_cast<size_t>(reason)];
}

}  // namespace denwaban::fraud
