// SPDX-License-Identifier: GPL-3.0-or-later
// HEP, the Homer Encapsulation Protocol: what a SIP server sends of the messages that it received and sent,
// after TLS was taken off. Version 3 (chunks; https://github.com/sipcapture/HEP) as Asterisk (res/res_hep.c),
// FreeSWITCH, Kamailio and OpenSIPS write it, and versions 1 and 2 (Kamailio
// src/modules/siptrace/siptrace_hep.c).
//
// Whoever can send HEP to us can make us see anything: callers check the key (`same_key`) or listen on
// loopback only.
#pragma once

#include <algorithm>
#include <cstdint>
#include <string>
#include <string_view>

#include "model/datagram.h"

namespace denwaban::parse {

enum class HepReading : uint8_t {
  message,     // read
  no_payload,  // read, but there is nothing in it: a keep-alive, or a report of something else
  compressed,  // the payload is packed: senders can switch that off
  incomplete,  // addresses, ports or the protocol are missing
  damaged,     // lengths that contradict one another
  unknown,     // no HEP, or a version that is not known
};
constexpr size_t kHepReadingCount = 6;
std::string_view name_of(HepReading reading);

struct HepMessage {
  // A message of Witness::hep, whose views point into the bytes that were read. `transport`: tls where the
  // sender says so (Kamailio says it of ws and wss, too); Asterisk says tcp of all that is no UDP. `time` is
  // the sender's; without one (version 1) it is what the caller passed.
  Datagram datagram;
  uint16_t microseconds = 0;  // of the sender's time, below the millisecond
  uint8_t version = 0;
  uint8_t payload_type = kSip;  // of chunk 11
  uint32_t agent = 0;           // the sender's number
  std::string_view key;         // empty in versions 1 and 2
  std::string_view correlation;
  static constexpr uint8_t kSip = 1;
};

// One datagram, or one frame of a stream. Chunks that are not known are skipped; of those that come twice,
// the last counts.
HepReading read_hep(std::string_view bytes, Time received, HepMessage& out);

// Takes as long for keys that differ in the first byte as for those that differ in the last.
bool same_key(std::string_view expected, std::string_view given);

// A TCP connection that carries HEPv3 frames one behind the other. Bounded by kFrameMax, which is what a
// frame can be.
class HepStream {
 public:
  static constexpr size_t kFrameMax = 65'535;

  // Calls sink(frame) for each whole frame; a frame's bytes live until it returns. False: this is no HEPv3;
  // what follows cannot be understood, and the connection should be closed.
  template <class Sink>
  bool feed(std::string_view bytes, Sink&& sink) {
    // Frames that are whole in `bytes` are not copied.
    for (;;) {
      std::string_view have = kept_.empty() ? bytes : std::string_view(kept_);
      size_t length = frame_length(have);
      if (length == kBad) return false;
      if (length != 0 && have.size() >= length && kept_.empty()) {
        sink(bytes.substr(0, length));
        bytes.remove_prefix(length);
        continue;
      }
      if (length != 0 && have.size() >= length) {
        sink(have);
        kept_.clear();
        continue;
      }
      if (bytes.empty()) return true;
      size_t wanted = length == 0 ? kHead : length;
      size_t taken = std::min(bytes.size(), wanted - kept_.size());
      kept_.append(bytes.substr(0, taken));
      bytes.remove_prefix(taken);
    }
  }
  size_t kept() const { return kept_.size(); }

 private:
  static constexpr size_t kHead = 6, kBad = static_cast<size_t>(-1);
  static size_t frame_length(std::string_view bytes);  // 0: not known yet

  std::string kept_;  // the beginning of one frame
};

}  // namespace denwaban::parse
