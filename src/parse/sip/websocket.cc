// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>

#include "parse/sip/scan.h"
#include "parse/websocket_frames.h"

namespace denwaban::parse {
namespace {

enum Opcode : uint8_t { kContinuation = 0, kText = 1, kBinary = 2, kClose = 8, kPing = 9, kPong = 10 };

bool is_known(uint8_t opcode) { return opcode <= kBinary || (opcode >= kClose && opcode <= kPong); }

size_t header_length(uint8_t second) {
  size_t length = 2 + ((second & 0x80) != 0 ? 4 : 0);
  if ((second & 0x7f) == 126) return length + 2;
  return (second & 0x7f) == 127 ? length + 8 : length;
}

}  // namespace

WebSocketFrames::WebSocketFrames(Start start, Limits limits)
    : limits_(limits), state_(start == Start::handshake ? State::handshake : State::header) {}

WebSocketFrame WebSocketFrames::fail() {
  state_ = State::failed;
  message_ = {};
  WebSocketFrame frame;
  frame.kind = WebSocketFrame::Kind::error;
  return frame;
}

std::optional<WebSocketFrame> WebSocketFrames::step(std::string_view& segment) {
  if (finished_) {
    message_.clear();
    finished_ = false;
  }
  switch (state_) {
    case State::handshake:
      return step_handshake(segment);
    case State::header:
      return step_header(segment);
    case State::payload:
      return step_payload(segment);
    case State::failed:
      break;
  }
  return std::nullopt;
}

std::optional<WebSocketFrame> WebSocketFrames::step_handshake(std::string_view& segment) {
  size_t known = message_.size();
  size_t room = limits_.handshake_max - known;
  message_.append(segment.substr(0, room));
  size_t end = message_.find("\r\n\r\n", known > 3 ? known - 3 : 0);
  if (end == std::string::npos) {
    if (segment.size() >= room) return fail();
    segment = {};
    return std::nullopt;
  }
  message_.resize(end + 4);
  segment.remove_prefix(message_.size() - known);
  if (!message_.starts_with("GET ") && !message_.starts_with("HTTP/1.1 101")) return fail();
  state_ = State::header;
  finished_ = true;
  WebSocketFrame frame;
  frame.kind = WebSocketFrame::Kind::handshake;
  frame.bytes = message_;
  return frame;
}

// RFC 6455 section 5.2.
std::optional<WebSocketFrame> WebSocketFrames::step_header(std::string_view& segment) {
  header_[header_size_++] = static_cast<uint8_t>(segment.front());
  segment.remove_prefix(1);
  if (header_size_ < 2 || header_size_ < header_length(header_[1])) return std::nullopt;
  uint8_t opcode = header_[0] & 0x0f;
  uint64_t size = header_[1] & 0x7f;
  size_t at = 2;
  if (size >= 126) {
    size_t width = size == 126 ? 2 : 8;
    size = 0;
    for (; at < 2 + width; ++at) size = size << 8 | header_[at];
  }
  std::copy_n(header_.begin() + at, 4, mask_.begin());
  if ((header_[1] & 0x80) == 0) mask_ = {};
  bool control_wrong = is_control() && (size > 125 || !is_last());
  bool order_wrong = !is_control() && in_message_ != (opcode == kContinuation);
  if ((header_[0] & 0x70) != 0 || !is_known(opcode) || control_wrong || order_wrong || size >> 63 != 0)
    return fail();
  payload_size_ = size;
  payload_done_ = 0;
  header_size_ = 0;
  state_ = State::payload;
  if (is_control())
    control_.clear();
  else
    in_message_ = true;
  return size == 0 ? finish_frame() : std::nullopt;
}

std::optional<WebSocketFrame> WebSocketFrames::step_payload(std::string_view& segment) {
  auto size = static_cast<size_t>(std::min<uint64_t>(segment.size(), payload_size_ - payload_done_));
  std::string& out = is_control() ? control_ : message_;
  size_t room = is_control() ? size : std::min(size, limits_.message_max - message_.size());
  truncated_ |= room < size;
  for (size_t i = 0; i < room; ++i)
    out.push_back(static_cast<char>(static_cast<uint8_t>(segment[i]) ^ mask_[(payload_done_ + i) % 4]));
  payload_done_ += size;
  segment.remove_prefix(size);
  return payload_done_ == payload_size_ ? finish_frame() : std::nullopt;
}

std::optional<WebSocketFrame> WebSocketFrames::finish_frame() {
  state_ = State::header;
  WebSocketFrame frame;
  frame.masked = (header_[1] & 0x80) != 0;
  if (!is_control()) {
    if (!is_last()) return std::nullopt;
    frame.truncated = truncated_;
    frame.bytes = message_;
    in_message_ = truncated_ = false;
    finished_ = true;
    return frame;
  }
  // Handed out before the next control frame can come.
  if (control_.size() > payload_size_)
    control_.erase(0, control_.size() - static_cast<size_t>(payload_size_));
  uint8_t opcode = header_[0] & 0x0f;
  frame.kind = opcode == kClose  ? WebSocketFrame::Kind::close
               : opcode == kPing ? WebSocketFrame::Kind::ping
                                 : WebSocketFrame::Kind::pong;
  frame.bytes = control_;
  if (opcode == kClose && control_.size() >= 2)
    frame.close_code =
        static_cast<uint16_t>(static_cast<uint8_t>(control_[0]) << 8 | static_cast<uint8_t>(control_[1]));
  return frame;
}

bool WebSocketFrames::names_sip(std::string_view handshake) {
  constexpr std::string_view kName = "sec-websocket-protocol:";
  while (!handshake.empty()) {
    size_t feed = handshake.find('\n');
    std::string_view line = handshake.substr(0, feed);
    handshake.remove_prefix(feed == std::string_view::npos ? handshake.size() : feed + 1);
    if (!sip::same_word(line.substr(0, kName.size()), kName)) continue;
    line.remove_prefix(kName.size());
    while (!line.empty()) {
      size_t comma = line.find(',');
      if (sip::same_word(sip::trimmed(line.substr(0, comma)), "sip")) return true;
      line.remove_prefix(comma == std::string_view::npos ? line.size() : comma + 1);
    }
  }
  return false;
}

}  // namespace denwaban::parse
