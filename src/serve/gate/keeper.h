// SPDX-License-Identifier: GPL-3.0-or-later
// Who decides at the gate: brings together what the detectors say, who is locked and what the user wants, and tells what
// came of it. One thread.
#pragma once

#include <array>
#include <functional>
#include <string>

#include "fraud/gate_policy.h"
#include "fraud/pin_tries.h"
#include "model/decision.h"
#include "serve/gate/dialogue.h"
#include "serve/gate/pin_file.h"

namespace denwaban::serve {

struct GateKeeperOptions {
  fraud::Options numbers;
  fraud::GateOptions policy;
  Pins pins;
  uint32_t pin_failures = 5;  // wrong ones of an account, until it is asked no more …
  Seconds pin_lock{3600};     // … for so long
};

// What it asks others, and tells them. All of them stay callable; those that are left out know nothing.
struct GateSenses {
  std::function<fraud::Weighed(const Call&, Time)> weigh;
  std::function<bool(std::string_view account, Time)> locked;
  std::function<bool(std::string_view trunk, std::string_view place, Time)> closed;
  std::function<bool()> watching;  // what detectors conclude is only told
  std::function<void(Decision)> resolve;
};

struct GateTold {
  uint64_t asked = 0, allowed = 0, refused = 0, emergencies = 0, pins_asked = 0;
  uint64_t would_refuse = 0;  // while the guard only watches
  uint64_t untold = 0;        // refusals beyond what is told of one account in a minute
  Time last{};
};

class GateKeeper final : public GateMind {
 public:
  GateKeeper(GateKeeperOptions options, GateSenses senses);
  // What was tried stays in memory.
  void reconfigure(GateKeeperOptions options);
  // Wrong PINs, for the snapshot. `load` gives false, and changes nothing, when the bytes are damaged or of another version.
  std::string save() const;
  bool load(std::string_view bytes);

  fraud::GateAnswer decide(const fraud::GateQuestion& question, Time now) override;
  PinTried try_pin(const fraud::GateQuestion& question, std::string_view digits, Time now) override;
  void told(const fraud::GateQuestion& question, const fraud::GateAnswer& answer, Time now) override;
  const GateTold& counted() const { return counted_; }

 private:
  // How many decisions are told of a minute, of all and of one account: who is refused may try again and again.
  static constexpr uint32_t kToldAMinute = 300, kToldOfAccount = 5;
  bool may_tell(std::string_view account, Time now);

  GateKeeperOptions options_;
  GateSenses senses_;
  fraud::NumberReader reader_;
  fraud::OfficeClock clock_;
  fraud::PinTries tries_;
  GateTold counted_;
  int64_t minute_ = 0;
  uint32_t told_ = 0;
  std::map<std::string, uint32_t, std::less<>> told_of_;
};

}  // namespace denwaban::serve
