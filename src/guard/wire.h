// SPDX-License-Identifier: GPL-3.0-or-later
// The guard's own eyes: the packets of the guarded ports, and HEP. Runs on the loop's thread.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "actions/firewall.h"
#include "base/time.h"
#include "guard/packet_memory.h"
#include "net/loop.h"
#include "pbx/exchange.h"
#include "settings/settings.h"
#include "sources/capture_live.h"
#include "sources/hep_listener.h"
#include "track/wire_tracker.h"

namespace denwaban::guard {

class Wire {
 public:
  // Events of one turn, in order; their views live until it returns.
  using Take = std::function<void(std::vector<Event>& events, std::span<const track::AmiTry> tries)>;

  // What no log has as its number.
  static constexpr uint16_t kChannel = 0xfffe;

  Wire(net::Loop& loop, const Clock& clock, Take take);

  // What the guard knows of its surroundings.
  struct Place {
    const pbx::Exchange& exchange;  // which service is at which port
    actions::GuardedPorts ports;
    const std::vector<IpAddress>& own;
  };
  // Opens what the settings ask for. The capture needs CAP_NET_RAW: so before privileges are given up. What
  // cannot be opened is told by `remarks`; the guard works without it.
  void open(const settings::WireSettings& settings, const Place& place);
  // Other settings, ports or addresses; what is under way goes on. Whether and on which device packets are
  // captured cannot change any more: `remarks` says so.
  void follow(const settings::WireSettings& settings, const Place& place);
  // Takes part in the loop's turns from now on.
  void start();
  // Time passes: requests that nobody answered are settled.
  void each_second();

  // A line about the packet that evidence names; nullopt: not of the wire, or no longer known.
  std::optional<std::string> line(const EvidenceRef& ref) const;
  // What cannot be seen, and why.
  std::vector<std::string> remarks() const;

  struct Eye {
    std::string what;  // "capture on any", "HEP on 127.0.0.1:9060"
    Time last{};       // when it saw something last; the epoch: never
    uint64_t seen = 0, dropped = 0;
    std::map<std::string, uint64_t> refused;  // what led to nothing, by its reason
  };
  std::vector<Eye> eyes() const;
  bool sees_packets() const { return capture_ && capture_->problem().empty(); }
  bool hears_hep() const { return hep_.has_value(); }
  // Null: neither packets nor HEP come in.
  const track::WireTracker* tracker() const { return tracker_ ? &*tracker_ : nullptr; }

  // What requests and challenges are under way, for the snapshot.
  std::string save() const;
  void load(std::string_view bytes);

 private:
  track::WireOptions options(const Place& place) const;
  void open_capture(const actions::GuardedPorts& ports);
  void open_hep();
  void read_capture();
  void read_hep();
  void hand_on();
  void track(Eye& eye, PacketMemory& memory);

  net::Loop& loop_;
  const Clock& clock_;
  Take take_;
  std::optional<track::WireTracker> tracker_;
  std::optional<sources::LiveCapture> capture_;
  std::optional<sources::HepListener> hep_;
  Eye capture_eye_, hep_eye_;
  PacketMemory capture_memory_, hep_memory_;
  sources::DatagramBatch batch_;
  std::vector<Event> events_;
  net::Loop::Owned reading_capture_, reading_hep_;
  settings::WireSettings settings_;  // those in force
  std::string capture_remark_, hep_remark_, settings_remark_, state_remark_;
};

}  // namespace denwaban::guard
