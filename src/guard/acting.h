// SPDX-License-Identifier: GPL-3.0-or-later
// Ends calls through Asterisk's manager, as a user of its own who may do that and nothing else. Orders are kept until they
// are answered: a session that is lost, or was never there, does not lose them, and what could not be done within kPatience
// is told. Runs on the loop's thread.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/time.h"
#include "model/decision.h"
#include "net/loop.h"
#include "pbx/exchange.h"
#include "settings/settings.h"
#include "sources/ami_client.h"

namespace denwaban::guard {

class Acting {
 public:
  static constexpr size_t kOrdersMax = 10'000;
  static constexpr Seconds kPatience{600};
  static constexpr size_t kChannelMax = 256;

  // What became of a decision: `done`, or why not.
  struct Outcome {
    Decision decision;
    bool done = false;
    Reason reason = Reason::evidence;
    std::string note;
  };
  using Tell = std::function<void(const Outcome& outcome)>;

  // `steady`: a clock that never jumps; nullptr: this machine's.
  Acting(net::Loop& loop, const Clock& clock, Tell tell, std::function<Milliseconds()> steady = nullptr);

  // With whom to log in from now on; a session goes on where nothing about it was changed.
  void follow(const settings::AmiSettings& settings, const pbx::Exchange& exchange, const std::vector<IpAddress>& own);

  // Ends these channels; what is no name of a channel is left out.
  void hang_up(const Decision& decision, const std::vector<std::string>& channels);
  // The call has ended: nothing is left to do.
  void call_ended(std::string_view call);
  void each_second();

  // What was ordered and not answered yet.
  std::vector<Decision> under_way() const;

  bool can_act() const { return client_ && client_->condition().state == sources::AmiState::listening; }
  bool wanted() const { return client_.has_value() || !setup_remark_.empty(); }
  // What is wrong, one sentence each.
  std::vector<std::string> remarks() const;

  struct Facts {
    std::string server, user;
    bool listening = false;
    uint64_t done = 0, failed = 0;
    size_t waiting = 0;
    std::string problem;
  };
  std::optional<Facts> facts() const;

 private:
  struct Order {
    Decision decision;
    std::string channel;
    Time by{};            // given up then
    uint64_t sent = 0;    // its number in this session; 0: not sent
  };
  void turn();
  void send_all();
  void answered(const sources::AmiAnswer& answer);
  void end(std::map<uint64_t, Order>::iterator at, bool done, Reason reason, std::string note);

  net::Loop& loop_;
  const Clock& clock_;
  Tell tell_;
  std::function<Milliseconds()> steady_;
  settings::AmiSettings settings_;
  sources::AmiClientOptions options_;
  std::optional<sources::AmiClient> client_;
  net::Loop::Owned reading_;
  std::string setup_remark_;
  std::map<uint64_t, Order> orders_;
  uint64_t next_ = 1, done_ = 0, failed_ = 0;
  uint64_t session_ = 0;  // logins seen
};

// Whether this may be put into an order: the manager takes /…/ for a pattern, and a line break ends a header.
bool is_channel_name(std::string_view name);

}  // namespace denwaban::guard
