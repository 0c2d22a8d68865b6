// SPDX-License-Identifier: GPL-3.0-or-later
// What passed on the wire between two ends, after the layers below were taken off: the word that captures speak and
// the wire's trackers hear.
#pragma once

#include <cstdint>
#include <string_view>

#include "base/ip.h"
#include "base/time.h"
#include "model/event.h"

namespace denwaban {

// `payload` points into the bytes that were read and lives as long as those: for one batch.
struct Datagram {
  enum class Form : uint8_t {
    packet,        // UDP: the whole payload, fragments put together
    stream,        // TCP: the next bytes of this direction, in order, each once
    stream_gap,    // TCP: bytes are missing here (lost by the capture, or beyond the bounds); payload is empty
    stream_begin,  // TCP: the handshake was seen whole: both ends are where they say
    stream_end,    // TCP: closed, reset or forgotten
    message,       // HEP: a whole message that the sender's stack had decrypted or framed
  };

  Time time{};
  IpAddress from, to;
  uint16_t from_port = 0, to_port = 0;
  Form form = Form::packet;
  Transport transport = Transport::udp;  // udp or tcp; a HEP message may say tls, ws or wss
  Witness witness = Witness::capture;
  bool truncated = false;    // the capture's snap length cut it
  uint64_t connection = 0;   // TCP: the same for both directions of one connection; 0 for packets
  std::string_view payload;
  EvidenceRef evidence;  // where the packet stands in its capture; a stream's latest packet
};

}  // namespace denwaban
