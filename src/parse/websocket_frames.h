// SPDX-License-Identifier: GPL-3.0-or-later
// One direction of a WebSocket connection (RFC 6455) made into the SIP messages that it carries (RFC 7118:
// one message, one SIP message): unmasked, and put together when it came in fragments. Memory is bounded.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace denwaban::parse {

struct WebSocketFrame {
  enum class Kind : uint8_t {
    handshake,  // the HTTP head before the frames
    message,    // text or binary, whole
    ping,
    pong,
    close,
    error,  // not WebSocket any more; nothing follows
  };
  Kind kind = Kind::message;
  bool truncated = false;   // the message was longer than message_max: this is its beginning
  bool masked = false;      // must be so from clients, must not from servers (RFC 6455 section 5.1)
  uint16_t close_code = 0;  // of a close that tells one
  std::string_view bytes;   // until the sink returns
};

class WebSocketFrames {
 public:
  struct Limits {
    size_t message_max = 65'536;
    size_t handshake_max = 8'192;
  };
  enum class Start : uint8_t { handshake, frames };

  explicit WebSocketFrames(Start start) : WebSocketFrames(start, Limits{}) {}
  WebSocketFrames(Start start, Limits limits);

  // Takes the next bytes and calls sink(const WebSocketFrame&) for all that they complete.
  template <class Sink>
  void feed(std::string_view segment, Sink&& sink) {
    while (!segment.empty() && state_ != State::failed)
      if (std::optional<WebSocketFrame> frame = step(segment)) sink(*frame);
  }

  // Whether a handshake names the subprotocol `sip` (RFC 7118 section 4.1).
  static bool names_sip(std::string_view handshake);

 private:
  enum class State : uint8_t { handshake, header, payload, failed };
  std::optional<WebSocketFrame> step(std::string_view& segment);
  std::optional<WebSocketFrame> step_handshake(std::string_view& segment);
  std::optional<WebSocketFrame> step_header(std::string_view& segment);
  std::optional<WebSocketFrame> step_payload(std::string_view& segment);
  std::optional<WebSocketFrame> finish_frame();
  WebSocketFrame fail();
  bool is_control() const { return (header_[0] & 0x08) != 0; }
  bool is_last() const { return (header_[0] & 0x80) != 0; }

  Limits limits_;
  State state_;
  std::array<uint8_t, 14> header_{};  // of the frame that is being read
  size_t header_size_ = 0;
  std::array<uint8_t, 4> mask_{};
  uint64_t payload_size_ = 0, payload_done_ = 0;
  std::string message_;  // the handshake; then the fragments so far
  std::string control_;
  bool in_message_ = false;  // a fragment has come, its message has not ended
  bool truncated_ = false;
  bool finished_ = false;  // message_ was handed out and wants clearing
};

}  // namespace denwaban::parse
