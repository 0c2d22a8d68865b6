// SPDX-License-Identifier: GPL-3.0-or-later
// Which channels there are and to which call each belongs: begins calls with their first channel and ends
// them with their last. Bounded.
#pragma once

#include <deque>
#include <map>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "base/bytes.h"
#include "model/call.h"
#include "model/call_event.h"
#include "track/call_tracker.h"

namespace denwaban::track {

// A copy of a view, as long as is kept of any.
inline std::string text_of(std::string_view view) { return std::string(view.substr(0, CallEvent::kTextMax)); }

struct TextHash {
  using is_transparent = void;
  size_t operator()(std::string_view text) const { return std::hash<std::string_view>()(text); }
};
template <class Value>
using TextMap = std::unordered_map<std::string, Value, TextHash, std::equal_to<>>;
using TextSet = std::unordered_set<std::string, TextHash, std::equal_to<>>;

struct Channel {
  std::string name, unique;
  uint64_t call = 0;
  Service service = Service::unknown;
  std::string endpoint;
  std::string way;  // of a Local channel: "600@inside"
  bool local = false, held = false;
};

struct LiveCall {
  Call call;
  std::vector<std::string> channels;  // by Uniqueid
  std::vector<std::string> absorbed;  // Linkedids of calls that were joined to this one
  Time lost{};                        // when the session ended, while the call is unsure
  bool seen_first = false;            // its oldest channel has told what it knows
};

class CallTable {
 public:
  explicit CallTable(const CallOptions& options) : options_(options) {}

  // Who hears what happens from now on; nullptr: nobody.
  void listen(CallListener* listener) { listener_ = listener; }
  void tell(const LiveCall& live, CallChange change) {
    if (listener_ != nullptr) listener_->hear(live.call, change);
  }

  // The channel of that Uniqueid, under the name that it is known by. nullptr: there is none.
  Channel* known(const ChannelView& view);
  // Is it known at all, by whatever name?
  bool knows(std::string_view unique) const { return channels_.find(unique) != channels_.end(); }

  struct Met {
    Channel* channel = nullptr;  // nullptr: it has ended, is one too many, or contradicts what is known
    bool opened = false;         // a call began with it: nobody was told yet
  };
  // Makes it known if it was not. `fresh`: it is said to be new.
  Met meet(const ChannelView& view, Time time, bool fresh);
  LiveCall* call_of(const Channel* channel);
  LiveCall* call_of(std::string_view linked);
  void hang_up(Channel& channel, uint16_t cause, Time time);
  // A transfer joined both: the younger ends, its channels and by which trunk it went are the older one's
  // from now on. What is left. Not one call with itself.
  LiveCall& join(LiveCall& one, LiveCall& other, Time time);
  // Held as long as one of its channels is.
  void settle(LiveCall& live) const;

  // The session ended: who is not heard of again is unsure …
  void lose(Time now);
  // … and is given up if he was lost before that, or, with `began_before`, began before that.
  void give_up_lost(Time lost_before, Time began_before, Time now);

  // The open calls. `load` takes only what `save` wrote, of the same version; else nothing changes, and it
  // gives false.
  void save(ByteWriter& out) const;
  bool load(ByteReader& in);

  const std::map<uint64_t, LiveCall>& calls() const { return calls_; }
  const std::deque<Call>& ended() const { return ended_; }
  const Channel* find(std::string_view unique) const;
  CallCounters& counters() { return counters_; }
  const CallCounters& counters() const { return counters_; }

 private:
  LiveCall& open(std::string_view linked, Time time, bool fresh);
  Channel& add_channel(LiveCall& live, uint64_t number, std::string_view unique, std::string_view name);
  void move(Channel& channel, std::string_view linked, Time time);
  void leave(uint64_t number, const std::string& unique, Time time);
  void end(uint64_t number, Time time);
  void give_up(uint64_t number, Time time, uint64_t& count);
  void forget_channel(const std::string& unique);

  CallOptions options_;
  CallListener* listener_ = nullptr;
  std::map<uint64_t, LiveCall> calls_;  // by the order in which they were heard of
  std::deque<Call> ended_;
  TextMap<Channel> channels_;  // by Uniqueid
  TextMap<uint64_t> by_id_;    // Linkedid
  TextSet gone_;               // Uniqueids of channels that have ended …
  std::deque<std::string> gone_order_;
  uint64_t next_ = 0;
  CallCounters counters_;
};

}  // namespace denwaban::track
