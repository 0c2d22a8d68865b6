// SPDX-License-Identifier: GPL-3.0-or-later
#include "track/calls/call_table.h"

#include <algorithm>

#include "parse/ami/call_events.h"
#include "track/calls/channel_name.h"

namespace denwaban::track {
namespace {

// A channel's end may come before another event that names it: what has ended begins no call again.
constexpr size_t kGoneMax = 4'096;
// A call that was joined with more others than these may begin again under the Linkedid of one of them.
constexpr size_t kAbsorbedMax = 16;

// A leg of one goes on in the other: where it leads to is said of that one, too.
void inherit(Call& to, const Call& from) {
  if (!to.trunk.empty() || from.trunk.empty()) return;
  to.trunk = from.trunk;
  to.trunk_number = from.trunk_number;
  to.direction = from.direction;
}

}  // namespace

const Channel* CallTable::find(std::string_view unique) const {
  auto found = channels_.find(unique);
  return found == channels_.end() ? nullptr : &found->second;
}

Channel* CallTable::known(const ChannelView& view) {
  auto found = channels_.find(view.unique);
  if (found == channels_.end()) return nullptr;
  bool same = found->second.name == view.name.substr(0, CallEvent::kTextMax);
  if (!same) ++counters_.doubtful;
  return same ? &found->second : nullptr;
}

LiveCall* CallTable::call_of(const Channel* channel) {
  if (channel == nullptr) return nullptr;
  auto found = calls_.find(channel->call);
  return found == calls_.end() ? nullptr : &found->second;
}

LiveCall* CallTable::call_of(std::string_view linked) {
  auto found = by_id_.find(linked);
  return found == by_id_.end() ? nullptr : &calls_.at(found->second);
}

LiveCall& CallTable::open(std::string_view linked, Time time, bool fresh) {
  if (LiveCall* live = call_of(linked)) return *live;
  if (calls_.size() >= options_.calls_max) give_up(calls_.begin()->first, time, counters_.pushed_out);
  uint64_t number = next_++;
  by_id_[text_of(linked)] = number;
  LiveCall& live = calls_[number];
  live.call.id = text_of(linked);
  live.call.joined = !fresh;
  Time begun = fresh ? Time{} : parse::begun_at(linked);
  live.call.began = begun == Time{} || begun > time ? time : begun;
  ++counters_.began;
  counters_.joined += !fresh;
  return live;
}

CallTable::Met CallTable::meet(const ChannelView& view, Time time, bool fresh) {
  if (view.unique.empty() || gone_.find(view.unique) != gone_.end()) return {};
  if (knows(view.unique)) {
    Channel* channel = known(view);
    if (channel == nullptr) return {};
    if (LiveCall* live = call_of(channel); live != nullptr && live != call_of(view.linked)) {
      move(*channel, view.linked, time);
      channel = known(view);
    }
    if (LiveCall* live = call_of(channel)) live->call.unsure = false;
    return {channel, false};
  }
  bool opened = call_of(view.linked) == nullptr;
  LiveCall& live = open(view.linked, time, fresh && view.unique == view.linked);
  if (live.channels.size() >= options_.legs_max) return {};
  live.call.unsure = false;
  Channel& channel = add_channel(live, by_id_.find(view.linked)->second, view.unique, view.name);
  if (!channel.local && live.call.legs < UINT16_MAX) ++live.call.legs;
  return {&channel, opened};
}

Channel& CallTable::add_channel(LiveCall& live, uint64_t number, std::string_view unique,
                                std::string_view name) {
  live.channels.push_back(text_of(unique));
  ChannelName read = read_channel_name(name);
  Channel& channel = channels_[text_of(unique)];
  channel.name = text_of(name);
  channel.unique = text_of(unique);
  channel.call = number;
  channel.service = read.service;
  channel.endpoint = text_of(read.endpoint);
  channel.way = text_of(read.way);
  channel.local = read.local;
  return channel;
}

// The channel belongs to another call from now on: a transfer or a pick-up joined them.
void CallTable::move(Channel& channel, std::string_view linked, Time time) {
  const LiveCall* old = call_of(&channel);
  Call was = old != nullptr ? old->call : Call{};
  // Left first: a new call may need the place of the old one.
  leave(channel.call, channel.unique, time);
  bool opened = call_of(linked) == nullptr;
  LiveCall& to = open(linked, time, false);
  channel.call = by_id_.find(linked)->second;
  to.channels.push_back(channel.unique);
  inherit(to.call, was);
  if (opened) tell(to, CallChange::began);
}

LiveCall& CallTable::join(LiveCall& one, LiveCall& other, Time time) {
  bool first = one.call.began <= other.call.began;
  LiveCall &stays = first ? one : other, &goes = first ? other : one;
  uint64_t number = by_id_.at(stays.call.id), over = by_id_.at(goes.call.id);
  for (const std::string& unique : goes.channels) channels_.at(unique).call = number;
  stays.channels.insert(stays.channels.end(), goes.channels.begin(), goes.channels.end());
  stays.call.legs = static_cast<uint16_t>(std::min(UINT16_MAX, stays.call.legs + goes.call.legs));
  inherit(stays.call, goes.call);
  std::vector<std::string> ids = goes.absorbed;
  ids.push_back(goes.call.id);
  end(over, time);
  for (std::string& id : ids) {
    if (stays.absorbed.size() >= kAbsorbedMax) break;
    by_id_[id] = number;
    stays.absorbed.push_back(std::move(id));
  }
  settle(stays);
  return stays;
}

void CallTable::hang_up(Channel& channel, uint16_t cause, Time time) {
  uint64_t number = channel.call;
  std::string unique = channel.unique;
  if (LiveCall* live = call_of(&channel))
    if (unique == live->call.id || live->call.cause == 0) live->call.cause = cause;
  forget_channel(unique);
  leave(number, unique, time);
}

void CallTable::forget_channel(const std::string& unique) {
  channels_.erase(unique);
  if (gone_.insert(unique).second) gone_order_.push_back(unique);
  if (gone_order_.size() <= kGoneMax) return;
  gone_.erase(gone_order_.front());
  gone_order_.pop_front();
}

void CallTable::leave(uint64_t number, const std::string& unique, Time time) {
  auto found = calls_.find(number);
  if (found == calls_.end()) return;
  std::erase(found->second.channels, unique);
  if (found->second.channels.empty()) return end(number, time);
  settle(found->second);
}

// Whoever had put it on hold may be gone.
void CallTable::settle(LiveCall& live) const {
  bool held = std::any_of(live.channels.begin(), live.channels.end(), [&](const std::string& unique) {
    const Channel* one = find(unique);
    return one != nullptr && one->held;
  });
  if (live.call.answered) live.call.state = held ? CallState::held : CallState::answered;
}

void CallTable::end(uint64_t number, Time time) {
  auto found = calls_.find(number);
  LiveCall live = std::move(found->second);
  calls_.erase(found);
  by_id_.erase(live.call.id);
  for (const std::string& id : live.absorbed) by_id_.erase(id);
  live.call.ended = time;
  live.call.state = CallState::ended;
  ++counters_.ended;
  tell(live, CallChange::ended);
  ended_.push_back(std::move(live.call));
  if (ended_.size() > options_.ended_max) ended_.pop_front();
}

void CallTable::give_up(uint64_t number, Time time, uint64_t& count) {
  ++count;
  LiveCall& live = calls_.at(number);
  live.call.unsure = true;
  // They may live on and be heard of again, as a call that is joined late.
  for (const std::string& unique : live.channels) channels_.erase(unique);
  end(number, time);
}

void CallTable::lose(Time now) {
  for (auto& [number, live] : calls_) {
    if (!live.call.unsure) live.lost = now;
    live.call.unsure = true;
  }
}

void CallTable::give_up_lost(Time lost_before, Time began_before, Time now) {
  std::vector<uint64_t> over;
  for (const auto& [number, live] : calls_)
    if (live.call.unsure && (live.lost <= lost_before || live.call.began < began_before))
      over.push_back(number);
  for (uint64_t number : over) give_up(number, now, counters_.lost);
}

}  // namespace denwaban::track
