// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/records/moments.h"

#include <algorithm>
#include <utility>

namespace denwaban::engine {

void Moments::add(Call call, Time told) {
  tell_until(told - kHeldBack);
  while (calls_.size() - free_.size() >= kCallsMax) tell_first();
  uint32_t slot = hold(std::move(call));
  const Held& held = calls_[slot];
  if (held.call.began < now_) ++late_;
  push(held.call.began, slot, CallChange::began);
  if (held.reached) push(*held.reached, slot, CallChange::answered);
  push(held.ended.value_or(held.call.began), slot, CallChange::ended);
}

void Moments::finish() {
  while (!moments_.empty()) tell_first();
}

uint32_t Moments::hold(Call call) {
  if (free_.empty()) {
    free_.push_back(static_cast<uint32_t>(calls_.size()));
    calls_.emplace_back();
  }
  uint32_t slot = free_.back();
  free_.pop_back();
  Held& held = calls_[slot];
  held.reached = std::exchange(call.reached, std::nullopt);
  held.ended = std::exchange(call.ended, std::nullopt);
  held.cause = std::exchange(call.cause, uint16_t{0});
  call.answered.reset();
  call.state = CallState::ringing;
  held.call = std::move(call);
  return slot;
}

void Moments::push(Time time, uint32_t slot, CallChange change) { moments_.push({time, next_++, slot, change}); }

void Moments::tell_until(Time time) {
  while (!moments_.empty() && moments_.top().time <= time) tell_first();
}

void Moments::tell_first() {
  Moment moment = moments_.top();
  moments_.pop();
  pass_time_to(moment.time);
  Held& held = calls_[moment.slot];
  if (moment.change == CallChange::began) ++open_;
  if (moment.change == CallChange::answered) {
    held.call.answered = held.call.reached = held.reached;
    held.call.state = CallState::answered;
  }
  if (moment.change == CallChange::ended) {
    --open_;
    held.call.ended = held.ended;
    held.call.cause = held.cause;
    held.call.state = CallState::ended;
  }
  listener_.hear(held.call, moment.change, now_);
  if (moment.change == CallChange::ended) free_.push_back(moment.slot);
}

void Moments::pass_time_to(Time time) {
  for (; open_ > 0 && now_ + kStep < time; listener_.pass_time(now_)) now_ += kStep;
  now_ = std::max(now_, time);
}

}  // namespace denwaban::engine
