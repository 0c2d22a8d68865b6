// SPDX-License-Identifier: GPL-3.0-or-later
// One direction of a TCP or TLS connection cut into SIP messages (RFC 3261 section 18.3), whatever the
// segments.
//
// A stream delimits messages by Content-Length alone; where that is missing, wrong or beyond all measure, the
// head is handed out by itself and the next start line is looked for, so that a sender blinds us for no
// longer than he sends garbage. Memory is bounded by the limits, time is linear in the bytes.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace denwaban::parse {

struct SipFrame {
  enum class Kind : uint8_t {
    message,    // head and body, for parse_sip_message
    head_only,  // a head whose body nothing delimits
    ping,       // CRLF CRLF, RFC 5626 section 4.4.1; may come as two pongs when a segment ends within
    pong,       // CRLF
    garbage,    // bytes that belong to no message
  };
  Kind kind = Kind::message;
  std::string_view bytes;  // until the sink returns
};

class SipStream {
 public:
  struct Limits {
    size_t message_max = 65'536;  // head and body
    size_t head_max = 16'384;
  };

  SipStream() : SipStream(Limits{}) {}
  explicit SipStream(Limits limits) : limits_(limits) {}

  // Takes the next bytes and calls sink(const SipFrame&) for all that they complete.
  template <class Sink>
  void feed(std::string_view segment, Sink&& sink) {
    while (!segment.empty()) {
      segment.remove_prefix(take(segment));
      while (std::optional<SipFrame> frame = cut()) sink(*frame);
    }
  }
  // Bytes were lost (a gap in the capture): what is kept is dropped, and a start line is looked for.
  void lose();
  // Kept for a message that is not complete yet; at most message_max.
  size_t kept() const { return buffer_.size() - begin_; }

 private:
  size_t take(std::string_view segment);
  std::optional<SipFrame> cut();
  std::optional<SipFrame> cut_line_ends();
  std::optional<SipFrame> cut_garbage();
  std::optional<SipFrame> cut_message();
  SipFrame frame(SipFrame::Kind kind, size_t size);
  std::string_view rest() const { return std::string_view(buffer_).substr(begin_); }

  Limits limits_;
  std::string buffer_;
  size_t begin_ = 0;        // what is before has been handed out
  size_t scanned_ = 0;      // bytes from begin_ on that need no second look
  size_t wanted_ = 0;       // length of the message whose head is there; 0: not known yet
  bool started_ = false;    // the first line is whole, and a start line
  bool searching_ = false;  // for a start line
};

}  // namespace denwaban::parse
