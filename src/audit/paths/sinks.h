// SPDX-License-Identifier: GPL-3.0-or-later
// Which of the places that a dialplan dials are trunks: ways to the public network that somebody pays for.
#pragma once

#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "audit/dialplan/arguments.h"
#include "audit/dialplan/device_names.h"
#include "audit/estate.h"
#include "audit/paths/values.h"

namespace denwaban::audit {

struct Sink {
  std::string trunk;       // "SIP/provider", "DAHDI/g1": without numbers and secrets
  Value number;            // what it is sent
  bool chosen = false;     // the caller chooses the trunk itself, or adds legs of his own
  Gate gate = Gate::none;  // unknown: something that only the run knows chooses the trunk
  Whereabouts where = Whereabouts::there;
};

class OwnDevices;

class Sinks {
 public:
  explicit Sinks(const Estate& estate);
  // A leg of Dial, "SIP/provider/${EXTEN}" expanded; nothing: a telephone, or nothing that costs.
  std::optional<Sink> sink(const Value& leg) const;
  // A leg that names no number, with digits that are played when it answers: a box that has a line.
  std::optional<Sink> played(const Value& leg, const Value& digits) const;
  // An analogue line of the exchange that is dialled without a number: who calls hears its dial tone, and keys what he
  // likes (channels/sig_analog.c, analog_call). Its name; nothing: it is none, or chan_dahdi.conf does not tell.
  std::optional<std::string> dial_tone(const Value& leg) const;
  // Whether what is not known of it could make it a trunk.
  static bool may_be_trunk(const Value& leg);
  const std::set<std::string>& named() const { return named_; }  // by the dialplan
  // Carriers by their configuration, whether the dialplan names them or not.
  const std::set<std::string>& configured() const { return configured_; }
  // A trunk that the dialplan names, for callers who may add legs of their own; null: none.
  const std::string* any_trunk() const { return any_.empty() ? nullptr : &any_; }

 private:
  std::optional<Sink> dahdi(const Value& resource) const;
  bool only_telephones(std::string_view channels) const;
  std::vector<const DahdiChannels*> channels_of(std::string_view channel) const;
  void find_any();
  void find_named(const DialLeg& leg, const parse::Extension& extension, const OwnDevices& own);

  const Estate& estate_;
  DeviceNames devices_;
  std::string any_;
  std::set<std::string> named_, configured_;
};

}  // namespace denwaban::audit
