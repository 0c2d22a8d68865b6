// SPDX-License-Identifier: GPL-3.0-or-later
#include "guard/unfinished.h"

#include <algorithm>

#include "store/codec.h"

namespace denwaban::guard {

void Unfinished::add(const Decision& decision) {
  if (decision.action != Action::hang_up || decision.dry_run || !decision.about) return;
  if (std::ranges::find(decisions_, decision.id, &Decision::id) != decisions_.end()) return;
  decisions_.push_back(decision);
  if (decisions_.size() > kMost) decisions_.erase(decisions_.begin());
}

// A call that is not known began after the snapshot. Names of channels begin anew with Asterisk, so only what was decided in
// this run of it, not long ago, is ended by the name alone.
Unfinished::Step Unfinished::take(const Manager& manager, const policy::CallLookup& calls, Time now) {
  Step step;
  std::vector<Decision> kept;
  for (Decision& decision : decisions_) {
    bool lately = now - decision.time < kPatience;
    policy::CallNow call = manager.hears ? calls(decision.about->call) : policy::CallNow();
    bool same_run = manager.up_since != Time{} && manager.up_since < decision.time;
    if (!manager.hears)
      (lately ? kept : step.late).push_back(std::move(decision));
    else if (call.call != nullptr)
      (call.emergency ? step.over : step.end).push_back(std::move(decision));
    else
      (same_run && lately ? step.end : step.over).push_back(std::move(decision));
  }
  decisions_ = std::move(kept);
  return step;
}

std::string Unfinished::save(const std::vector<Decision>& under_way) const {
  Unfinished all = *this;
  for (const Decision& decision : under_way) all.add(decision);
  ByteWriter out;
  out.put(static_cast<uint32_t>(all.decisions_.size()));
  for (const Decision& decision : all.decisions_) {
    ByteWriter one;
    store::encode(one, decision);
    out.put(one.bytes());
  }
  return out.take();
}

void Unfinished::load(std::string_view bytes) {
  ByteReader in(bytes);
  uint32_t count = in.get_count(4);
  for (uint32_t i = 0; i < count && !in.failed(); ++i)
    if (auto decision = store::decode_decision(in.get_text()); decision && !in.failed()) add(*decision);
}

}  // namespace denwaban::guard
