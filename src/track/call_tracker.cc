// SPDX-License-Identifier: GPL-3.0-or-later
#include "track/call_tracker.h"

#include <algorithm>

#include "track/calls/call_table.h"
#include "track/calls/channel_name.h"
#include "track/calls/whereabouts.h"

namespace denwaban::track {

class CallTracker::Impl {
 public:
  explicit Impl(CallOptions options)
      : table_(options), options_(options), logins_(options.logins_max), devices_(options.devices_max) {}

  void follow(std::span<const pbx::TrunkHost> trunks) {
    trunks_.clear();
    for (const pbx::TrunkHost& trunk : trunks) trunks_.insert(trunk.service + "/" + trunk.name);
  }

  void take(std::span<const Event> events, std::span<const CallEvent> calls, CallListener* listener) {
    table_.listen(listener);
    size_t told = 0;
    for (const CallEvent& event : calls) {
      for (; told < events.size() && events[told].evidence.offset < event.evidence.offset; ++told)
        logins_.take(events[told]);
      take(event);
    }
    for (; told < events.size(); ++told) logins_.take(events[told]);
  }

  void pass_time(Time now, CallListener* listener) {
    table_.listen(listener);
    table_.give_up_lost(now - options_.unsure_for, Time::min(), now);
  }

  CallTable table_;
  Time up_since_{};

 private:
  void take(const CallEvent& event);
  void take_channel(const CallEvent& event, Channel& channel, LiveCall& live);
  void dial_begin(const CallEvent& event);
  void dial_end(const CallEvent& event);
  void blind_transfer(const CallEvent& event);
  void attended_transfer(const CallEvent& event);
  void variable(const CallEvent& event);
  void hang_up(const CallEvent& event);
  void boot(const CallEvent& event);

  Channel* meet(const ChannelView& view, Time time, bool fresh);
  void know_first(const ChannelView& view, const Channel& channel, LiveCall& live, Time time);
  void locate(LiveCall& live, const Whereabouts& where, CallAddressSource source);
  void redirect(LiveCall& live, CallRedirect::Kind kind, std::string from, std::string to, Time time);
  void answer(LiveCall& live, Time time, bool by_somebody);
  bool is_trunk(const Channel& channel) const;
  static std::string who(const Channel& channel) {
    return channel.endpoint.empty() ? channel.name : channel.endpoint;
  }
  static std::string endpoint_of(std::string_view channel) {
    std::string_view endpoint = read_channel_name(channel).endpoint;
    return text_of(endpoint.empty() ? channel : endpoint);
  }

  CallOptions options_;
  Logins logins_;
  Devices devices_;
  TextSet trunks_;  // "pjsip/provider"
};

namespace {

// "101" and the way to it, "101@inside", in either order.
bool is_way_to(std::string_view one, std::string_view other) {
  if (one.size() > other.size()) std::swap(one, other);
  return other.starts_with(one) && other.size() > one.size() && other[one.size()] == '@';
}

}  // namespace

bool CallTracker::Impl::is_trunk(const Channel& channel) const {
  static constexpr std::string_view kServices[] = {"", "sip/", "pjsip/", "iax2/"};
  auto service = static_cast<size_t>(channel.service);
  return service < std::size(kServices) && !channel.endpoint.empty() &&
         trunks_.contains(std::string(kServices[service]) + channel.endpoint);
}

Channel* CallTracker::Impl::meet(const ChannelView& view, Time time, bool fresh) {
  auto [channel, opened] = table_.meet(view, time, fresh);
  LiveCall* live = table_.call_of(channel);
  if (live == nullptr) return nullptr;
  know_first(view, *channel, *live, time);
  if (opened) table_.tell(*live, CallChange::began);
  return channel;
}

// What the oldest channel tells of the call.
void CallTracker::Impl::know_first(const ChannelView& view, const Channel& channel, LiveCall& live,
                                   Time time) {
  Call& call = live.call;
  if (view.unique != view.linked || live.seen_first) return;
  live.seen_first = true;
  call.channel = channel.name;
  call.service = channel.service;
  call.context = text_of(view.context);
  call.dialled = text_of(view.extension);
  call.caller_number = text_of(view.caller_number);
  call.caller_name = text_of(view.caller_name);
  if (is_trunk(channel)) {
    call.direction = CallDirection::incoming;
    call.entered_by = call.trunk = channel.endpoint;
    return;
  }
  if (channel.local) return;
  call.direction = CallDirection::internal;
  call.account = channel.endpoint;
  if (call.account.empty()) return;
  if (const Whereabouts* where = devices_.of(channel.service, call.account))
    locate(live, *where, CallAddressSource::contact);
  if (channel.service != Service::pjsip) return;
  if (const Logins::Login* login = logins_.last(call.account, time - options_.login_before)) {
    locate(live, login->where, CallAddressSource::login);
    call.sip_call_id = login->session;
  }
}

void CallTracker::Impl::locate(LiveCall& live, const Whereabouts& where, CallAddressSource source) {
  Call& call = live.call;
  if (source < call.address_source || where.address.is_unspecified()) return;
  call.address = where.address;
  call.port = where.port;
  call.address_proof = where.proof;
  call.address_source = source;
}

void CallTracker::Impl::redirect(LiveCall& live, CallRedirect::Kind kind, std::string from, std::string to,
                                 Time time) {
  auto& redirects = live.call.redirects;
  auto same = [&](const CallRedirect& r) { return r.kind == kind && r.from == from && r.to == to; };
  if (redirects.size() >= Call::kRedirectsMax || std::any_of(redirects.begin(), redirects.end(), same))
    return;
  // A telephone's 302 is told twice: that it forwards, and that a Local channel goes there (app_dial.c,
  // do_forward).
  if (kind == CallRedirect::Kind::forwarded && !redirects.empty() && redirects.back().kind == kind &&
      is_way_to(redirects.back().to, to))
    return;
  redirects.push_back({kind, std::move(from), std::move(to), time});
  table_.tell(live, CallChange::redirected);
}

void CallTracker::Impl::answer(LiveCall& live, Time time, bool by_somebody) {
  Call& call = live.call;
  bool news = !call.answered || (by_somebody && !call.reached);
  if (!news) return;
  table_.counters().answered += !call.answered;
  if (!call.answered) call.answered = time;
  if (by_somebody && !call.reached) call.reached = time;
  if (call.state == CallState::ringing) call.state = CallState::answered;
  table_.tell(live, CallChange::answered);
}

void CallTracker::Impl::take(const CallEvent& event) {
  if (event.tainted) {
    ++table_.counters().doubtful;
    return;
  }
  switch (event.kind) {
    case CallEventKind::channel_new:
    case CallEventKind::channel_state:
    case CallEventKind::bridge_enter:
    case CallEventKind::hold:
    case CallEventKind::unhold: {
      Channel* channel = meet(event.channel, event.time, event.kind == CallEventKind::channel_new);
      if (LiveCall* live = table_.call_of(channel)) take_channel(event, *channel, *live);
      return;
    }
    case CallEventKind::dial_begin:
      return dial_begin(event);
    case CallEventKind::dial_end:
      return dial_end(event);
    case CallEventKind::blind_transfer:
      return blind_transfer(event);
    case CallEventKind::attended_transfer:
      return attended_transfer(event);
    case CallEventKind::variable:
      return variable(event);
    case CallEventKind::hangup:
      return hang_up(event);
    case CallEventKind::device:
      return devices_.take(event);
    case CallEventKind::booted:
      return boot(event);
    case CallEventKind::rename:
      if (Channel* channel = table_.known(event.channel)) channel->name = text_of(event.target);
      return;
    case CallEventKind::bridge_leave:
    case CallEventKind::local_bridge:
    case CallEventKind::cdr:
    case CallEventKind::registry:
      return;  // told by others, too
  }
}

void CallTracker::Impl::take_channel(const CallEvent& event, Channel& channel, LiveCall& live) {
  Call& call = live.call;
  bool hold = event.kind == CallEventKind::hold, unhold = event.kind == CallEventKind::unhold;
  if (hold || unhold) {
    channel.held = hold;
    table_.settle(live);
    return table_.tell(live, CallChange::changed);
  }
  bool first = channel.unique == call.id;
  if (call.dialled.empty() && first) call.dialled = text_of(event.channel.extension);
  // A device that was rung for an order of the manager's is not its caller's first answer; it is all that
  // there is.
  if (first && event.channel.state == CallEvent::kUp && !channel.local) answer(live, event.time, false);
  if (event.kind == CallEventKind::bridge_enter && !first && !channel.local) {
    if (call.peer.empty()) call.peer = channel.name;
    answer(live, event.time, true);
  }
}

void CallTracker::Impl::dial_begin(const CallEvent& event) {
  Channel* caller = event.channel.unique.empty() ? nullptr : meet(event.channel, event.time, false);
  std::string from = caller != nullptr ? text_of(event.channel.extension) : std::string();
  Channel* dialled = meet(event.other, event.time, false);
  LiveCall* live = table_.call_of(dialled);
  if (live == nullptr) return;
  Call& call = live->call;
  if (dialled->local) {
    if (!from.empty()) redirect(*live, CallRedirect::Kind::forwarded, from, dialled->way, event.time);
    return;
  }
  call.peer = dialled->name;
  if (is_trunk(*dialled)) {
    call.trunk = dialled->endpoint;
    call.trunk_number = text_of(number_dialled(dialled->service, event.detail));
    call.direction = CallDirection::outgoing;
  }
  table_.tell(*live, CallChange::dialled);
}

void CallTracker::Impl::dial_end(const CallEvent& event) {
  // Whoever was rung may have gone before the end of the ringing is told.
  Channel* dialled = table_.known(event.other);
  LiveCall* live = table_.call_of(event.other.linked);
  if (live == nullptr || (dialled == nullptr && table_.knows(event.other.unique))) return;
  ChannelName name = read_channel_name(event.other.name);
  live->call.unsure = false;
  if (!event.target.empty())
    redirect(*live, CallRedirect::Kind::forwarded, text_of(name.endpoint), text_of(event.target), event.time);
  if (event.detail != "ANSWER" || name.local || dialled == nullptr) return;
  live->call.peer = dialled->name;
  answer(*live, event.time, true);
}

void CallTracker::Impl::blind_transfer(const CallEvent& event) {
  Channel* transferer = table_.known(event.channel);
  Channel* transferee = event.other.unique.empty() ? transferer : table_.known(event.other);
  if (LiveCall* live = table_.call_of(transferee); live != nullptr && transferer != nullptr)
    redirect(*live, CallRedirect::Kind::blind_transfer, who(*transferer), text_of(event.detail), event.time);
}

// Each of the transferer's two calls has one half of what is one call now.
void CallTracker::Impl::attended_transfer(const CallEvent& event) {
  Channel *first = table_.known(event.channel), *second = table_.known(event.third);
  LiveCall *live = table_.call_of(first), *other = table_.call_of(second);
  if (live == nullptr || other == nullptr) return;
  std::string by = who(*first), reached = text_of(event.detail);
  if (reached.empty()) reached = other->call.peer;
  // Who was called by the transferer is named by the number; who had called him, by his own name.
  bool dialled = second->unique == other->call.id && !other->call.dialled.empty();
  std::string to = dialled ? other->call.dialled : endpoint_of(reached);
  if (live != other) live = &table_.join(*live, *other, event.time);
  live->call.peer = reached;
  redirect(*live, CallRedirect::Kind::attended_transfer, by, to, event.time);
}

void CallTracker::Impl::variable(const CallEvent& event) {
  Channel* channel = table_.known(event.channel);
  LiveCall* live = table_.call_of(channel);
  if (live == nullptr) return;
  Call& call = live->call;
  bool first = channel->unique == call.id;
  if (event.detail == "SIPCALLID" && first) call.sip_call_id = text_of(event.target);
  CallAddressSource before = call.address_source;
  if (event.detail == "SIPURI" && first)
    locate(*live, {event.address, event.port, AddressProof::claimed}, CallAddressSource::uri);
  // The Call-ID of whoever this channel talks to: the caller's, if it is one that he logged in with.
  if (event.detail == "BRIDGEPVTCALLID" && !first && !call.account.empty())
    if (const Logins::Login* login = logins_.with_call_id(call.account, event.target)) {
      locate(*live, login->where, CallAddressSource::call_id);
      call.sip_call_id = login->session;
    }
  if (call.address_source != before) table_.tell(*live, CallChange::changed);
}

void CallTracker::Impl::hang_up(const CallEvent& event) {
  if (Channel* channel = table_.known(event.channel)) table_.hang_up(*channel, event.cause, event.time);
}

// Asterisk has been up for less long than these calls: they ended with the one before.
void CallTracker::Impl::boot(const CallEvent& event) {
  if (event.time == Time{}) return;
  Time since = event.time - event.uptime - Seconds(2);  // both are whole seconds
  table_.give_up_lost(Time::min(), since, event.time);
  up_since_ = since;
}

CallTracker::CallTracker(CallOptions options) : impl_(std::make_unique<Impl>(options)) {}
CallTracker::~CallTracker() = default;
CallTracker::CallTracker(CallTracker&&) noexcept = default;
CallTracker& CallTracker::operator=(CallTracker&&) noexcept = default;

void CallTracker::follow(std::span<const pbx::TrunkHost> trunks) { impl_->follow(trunks); }
void CallTracker::take(std::span<const Event> events, std::span<const CallEvent> calls,
                       CallListener* listener) {
  impl_->take(events, calls, listener);
}
void CallTracker::lose(Time now) {
  impl_->table_.lose(now);
  impl_->up_since_ = {};
}
void CallTracker::pass_time(Time now, CallListener* listener) { impl_->pass_time(now, listener); }
void CallTracker::save(ByteWriter& out) const { impl_->table_.save(out); }
bool CallTracker::load(ByteReader& in) { return impl_->table_.load(in); }
Time CallTracker::up_since() const { return impl_->up_since_; }
const CallCounters& CallTracker::counters() const { return impl_->table_.counters(); }

std::vector<const Call*> CallTracker::open() const {
  std::vector<const Call*> all;
  for (const auto& [number, live] : impl_->table_.calls()) all.push_back(&live.call);
  return all;
}

std::vector<const Call*> CallTracker::ended() const {
  std::vector<const Call*> all;
  for (const Call& call : impl_->table_.ended()) all.push_back(&call);
  return all;
}

}  // namespace denwaban::track
