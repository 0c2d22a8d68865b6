// SPDX-License-Identifier: GPL-3.0-or-later
// The manager of this exchange, listened to: with which user, what for, what came of it. Runs on the loop's
// thread.
#pragma once

#include <deque>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "base/time.h"
#include "net/loop.h"
#include "pbx/exchange.h"
#include "settings/settings.h"
#include "sources/ami_client.h"
#include "track/call_tracker.h"
#include "track/calls/call_peers.h"

namespace denwaban::guard {

class Ami {
 public:
  // Events of one turn, in order; their views live until it returns.
  using Take = std::function<void(std::vector<Event>& events)>;

  // What neither a log nor a packet has as its number.
  static constexpr uint16_t kChannel = 0xfffd;

  // `steady`: a clock that never jumps, since whenever; nullptr: this machine's.
  Ami(net::Loop& loop, const Clock& clock, Take take, std::function<Milliseconds()> steady = nullptr);

  // What the guard knows of its surroundings.
  struct Place {
    const pbx::Exchange& exchange;
    const std::vector<IpAddress>& own;
    bool logs_tell = false;  // logs that are followed tell of logins, too
  };
  // Takes part in the loop's turns as the settings say, from now on; a session goes on where nothing about it
  // was changed. What cannot be done is told by `remarks`.
  void follow(const settings::AmiSettings& settings, const Place& place);

  // An event's text on one line; nullopt: not of the manager, or no longer known.
  std::optional<std::string> line(const EvidenceRef& ref) const;
  // What is called, as far as the manager tells of it.
  const track::CallTracker& calls() const { return calls_; }
  // Whether its user is told of calls; where manager.conf shows it, without waiting for one.
  bool hears_calls() const;
  bool listening() const { return client_ && client_->condition().state == sources::AmiState::listening; }
  // While nobody tells of calls: one sentence.
  std::string why_no_calls() const;
  // Who hears of calls as they happen; outlives this. Those that were open before are told by their next change.
  void tell_calls_to(CallListener* listener) { listener_ = listener; }
  void each_second() { calls_.pass_time(clock_.now(), listener_); }

  // What is wrong, one sentence each.
  std::vector<std::string> remarks() const;
  // Whether somebody asked for it to be listened to.
  bool wanted() const { return client_.has_value() || !setup_remark_.empty(); }

  // No session from `begin` to `end`; the epoch as the end: it lasts.
  struct Gap {
    Time begin{}, end{};
  };
  struct Facts {
    std::string server, user;
    bool tls = false;
    sources::AmiCondition condition;
    std::vector<Gap> gaps;     // the latest, in order …
    bool gaps_filled = false;  // … and whether logs tell what was missed
    std::string problem;       // one sentence; empty: none
    uint64_t late = 0;         // left out, as logs had told it before
    bool hears_calls = false;
    track::CallCounters calls;
    size_t calls_open = 0;
  };
  std::optional<Facts> facts() const;

  // When the manager was heard last, how far evidence has counted and the open calls, for the snapshot.
  std::string save() const;
  void load(std::string_view bytes);

 private:
  struct Remembered {
    uint64_t offset = 0;
    std::string text;
  };
  static constexpr size_t kRemembered = 1024;
  static constexpr size_t kTextMax = 600;
  static constexpr size_t kGapsMax = 8;

  Result<sources::AmiClientOptions> options(const settings::AmiSettings& settings, const Place& place) const;
  bool same(const settings::AmiSettings& settings, const sources::AmiClientOptions& wanted) const;
  const pbx::ManagerUser* user_in_config() const;
  void turn();
  void leave_out_late();
  void remember();
  void note_gaps();
  std::string problem() const;
  std::string refusal(std::string_view why) const;
  std::string not_told() const;

  net::Loop& loop_;
  const Clock& clock_;
  Take take_;
  std::function<Milliseconds()> steady_;
  settings::AmiSettings settings_;
  sources::AmiClientOptions options_;
  std::optional<sources::AmiClient> client_;
  net::Loop::Owned reading_;
  std::string setup_remark_;
  std::vector<Event> events_;
  std::vector<CallEvent> call_events_;
  track::CallTracker calls_;
  CallListener* listener_ = nullptr;
  track::CallPeers peers_;
  std::deque<Remembered> texts_;
  std::deque<Gap> gaps_;
  pbx::Exchange exchange_;
  bool logs_tell_ = false;
  bool deaf_ = true;   // no session
  Time last_heard_{};  // also of an earlier life
  uint64_t counted_ = 0, late_ = 0;
};

}  // namespace denwaban::guard
