// SPDX-License-Identifier: GPL-3.0-or-later
// One IAX2 datagram (RFC 5456 section 8): the full frames, of which sessions are made. Views point into the
// datagram. Any bytes may come.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace denwaban::parse {

// Subclasses of IAX control frames, section 8.4.
enum class IaxCommand : uint8_t {
  none = 0,
  new_ = 1,
  ping = 2,
  pong = 3,
  ack = 4,
  hangup = 5,
  reject = 6,
  accept = 7,
  authreq = 8,
  authrep = 9,
  regreq = 13,
  regauth = 14,
  regack = 15,
  regrej = 16,
  regrel = 17,
  poke = 30,
  calltoken = 40,  // RFC 6601
};

struct IaxFrame {
  enum class Type : uint8_t {
    voice = 2,
    video = 3,
    control = 4,
    null = 5,
    iax = 6,
    text = 7,
    image = 8,
    html = 9
  };
  uint16_t source_call = 0;       // 15 bits
  uint16_t destination_call = 0;  // 15 bits; 0: not known yet
  bool retransmission = false;
  uint32_t timestamp = 0;          // ms
  uint8_t sent = 0, received = 0;  // sequence numbers: OSeqno, ISeqno
  uint8_t type = 0;
  IaxCommand command = IaxCommand::none;  // the subclass of type iax

  // Information elements, section 8.6; empty when absent.
  std::string_view username, called_number, calling_number, called_context, challenge, md5_result, rsa_result,
      cause;
  std::string_view call_token;
  bool has_call_token = false;  // an empty one asks for a token
  uint8_t cause_code = 0;
  bool has_credentials = false;  // md5, rsa or plain result
  bool elements_broken = false;  // one says that it is longer than the datagram
};

// Nothing for mini and meta frames, and for what is no IAX2 at all.
std::optional<IaxFrame> parse_iax_frame(std::string_view datagram);
// Whether it may be a mini or meta frame (section 8.1.2, 8.1.3), which carry media.
bool is_iax_media(std::string_view datagram);

}  // namespace denwaban::parse
