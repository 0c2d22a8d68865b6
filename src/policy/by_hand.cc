// SPDX-License-Identifier: GPL-3.0-or-later
#include <fmt/format.h>

#include "base/hash.h"
#include "policy/policy.h"

namespace denwaban::policy {
namespace {

constexpr int kLengthMinV4 = 8;
constexpr int kLengthMinV6 = 16;

std::string shown(const IpPrefix& prefix) {
  return prefix.is_host() ? prefix.address().to_string() : prefix.to_string();
}

}  // namespace

Result<Decision> Policy::ban_by_hand(IpPrefix target, std::optional<Seconds> span, std::string_view by,
                                     std::string_view note, Time now) const {
  int length_min = target.address().is_v4() ? kLengthMinV4 : kLengthMinV6;
  if (target.length() < length_min)
    return fail(ErrorKind::usage, fmt::format("{} is too wide to be banned: ban /{} or narrower networks",
                                              shown(target), length_min));
  if (span && *span <= Seconds(0))
    return fail(ErrorKind::usage,
                fmt::format("a ban of {} seconds is none: give a span such as 1h", span->count()));
  if (auto allowed = spared_.allowed(target)) {
    return fail(ErrorKind::usage,
                fmt::format("{} is not banned: {} is on the allow list: take it off first with "
                            "\"denwaban disallow\" or in [policy] allow",
                            shown(target), shown(*allowed)));
  }
  if (auto entry = spared_.protection(target, now); entry && entry->reason != Reason::trunk) {
    std::string what = entry->what.empty() ? "protected" : entry->what;
    return fail(ErrorKind::usage,
                fmt::format("{} is not banned: {} is protected ({}): ban a network without it", shown(target),
                            shown(entry->prefix), what));
  }
  Decision decision;
  decision.id = stable_id(fmt::format("by hand|{}|{}|{}", target.to_string(), by, to_epoch_ms(now)));
  decision.time = now;
  decision.action = Action::ban;
  decision.target = target;
  decision.span = span;
  decision.reason = Reason::by_hand;
  decision.by = by;
  decision.note = note;
  decision.dry_run = options_.dry_run;
  return decision;
}

}  // namespace denwaban::policy
