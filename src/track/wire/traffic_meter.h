// SPDX-License-Identifier: GPL-3.0-or-later
// Sums up SIP by intervals: what a Traffic says. The loudest sources and the most wanted names are kept by Space-Saving
// (Metwally, Agrawal and El Abbadi 2005): whatever makes up more than a 64th of all requests is among the 64 counters, and
// what a counter took over from another is known and subtracted.
#pragma once

#include <array>
#include <string>

#include "model/traffic.h"
#include "parse/sip_message.h"
#include "track/wire/common.h"

namespace denwaban::track::wire {

class TrafficMeter {
 public:
  // Ten seconds: long enough for the retransmissions of one request, short enough to act on a flood.
  static constexpr Seconds kInterval{10};
  // With fewer messages an interval says nothing.
  static constexpr uint64_t kMessagesMin = 20;

  explicit TrafficMeter(Common& common) : common_(common) {}

  void asked(const parse::SipMessage& request, const Datagram& datagram);
  void answered(const parse::SipMessage& response);
  // The request that `client` made, for `name`, was served.
  void served(const Ends& ends, std::string_view name);
  // The source has shown itself.
  void proved(const IpAddress& address, AddressProof proof);
  // Ends the interval when its time is over.
  void settle(Time now, std::vector<Event>& out);

 private:
  static constexpr size_t kCounters = 64;
  struct Counter {
    uint64_t key = 0;  // 0: free
    uint32_t count = 0;
    uint32_t error = 0;  // taken over from the one that had this place before
    uint32_t welcome = 0;
    uint32_t sure() const { return count - error; }
  };
  struct Source : Counter {
    IpAddress address;
    uint16_t port = 0;
    AddressProof proof = AddressProof::claimed;
  };
  struct Name : Counter {
    std::array<char, kTextMax> text{};
    uint8_t size = 0;
  };
  template <class C>
  static C* find(std::array<C, kCounters>& counters, uint64_t key);
  // The counter of the key, with one more in it. `fresh` says whether it was another's.
  template <class C>
  static C& count(std::array<C, kCounters>& counters, uint64_t key, bool& fresh);
  uint64_t key_of(const IpAddress& address) const { return hash(common_.seed, address) | 1; }
  Traffic sum_up() const;

  Common& common_;
  Time begin_{};
  std::array<uint32_t, Traffic::kParts> parts_{};
  std::array<Source, kCounters> sources_{};
  std::array<Name, kCounters> names_{};
  Witness witness_ = Witness::capture;
  EvidenceRef evidence_;
};

// What a request asks for: the account of a REGISTER, the extension of an INVITE; empty for all others.
std::string_view target_of(const parse::SipMessage& request);

}  // namespace denwaban::track::wire
