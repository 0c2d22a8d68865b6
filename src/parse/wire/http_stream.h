// SPDX-License-Identifier: GPL-3.0-or-later
// One direction of an HTTP/1 connection (RFC 9112) as its messages: the head, and the beginning of the body.
// Tolerant and bounded: a head beyond the limit is cut, bodies are skipped by their length (also chunked
// ones).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace denwaban::parse {

struct HttpMessage {
  bool response = false;
  std::string_view method, target;  // of a request
  uint16_t status = 0;              // of a response
  // Header fields; empty when absent.
  std::string_view authorization, user_agent, upgrade, websocket_protocol, content_type;
  std::string_view body;  // the beginning, at most HttpStream::kBodyMax; of a chunked one nothing
  std::string_view head;  // with the empty line
};

// What a Basic credential says (RFC 7617): the user name. The password is not looked at.
std::optional<std::string> basic_user(std::string_view authorization);
// The value of `name` in a query (`a=b&c=d`, also behind a `?`), decoded; nothing when it is not there.
std::optional<std::string> query_value(std::string_view target, std::string_view name);

class HttpStream {
 public:
  static constexpr size_t kHeadMax = 8'192;
  static constexpr size_t kBodyMax = 1'024;

  // Takes the next bytes and calls sink(const HttpMessage&) for each message whose head and (the beginning of
  // whose) body they complete. Views live until the sink returns.
  template <class Sink>
  void feed(std::string_view segment, Sink&& sink) {
    if (lost_ && state_ == State::failed) lose();
    while (!segment.empty() && state_ != State::failed && state_ != State::tunnel) {
      std::optional<HttpMessage> message = step(segment);
      if (!message) continue;
      lost_ = false;
      sink(static_cast<const HttpMessage&>(*message));
    }
    rest_ = segment;
  }
  // The connection ended: a message whose length nothing tells ends with it.
  template <class Sink>
  void finish(Sink&& sink) {
    if (std::optional<HttpMessage> message = last()) sink(static_cast<const HttpMessage&>(*message));
  }
  // Bytes were lost: what is kept is dropped, and each segment is tried as the beginning of a message until
  // one is.
  void lose();
  bool failed() const { return state_ == State::failed; }
  // After 101: what follows is another protocol. The bytes of the last feed() that belong to it.
  bool tunnelled() const { return state_ == State::tunnel; }
  std::string_view rest() const { return rest_; }
  size_t kept() const { return buffer_.size(); }

 private:
  enum class State : uint8_t { head, body, skip, chunk_size, chunk, trailer, tunnel, failed };
  std::optional<HttpMessage> step(std::string_view& segment);
  std::optional<HttpMessage> step_head(std::string_view& segment);
  std::optional<HttpMessage> step_body(std::string_view& segment);
  void step_skip(std::string_view& segment);
  void step_chunk(std::string_view& segment);
  bool take_chunk_line(std::string_view& segment);
  std::optional<HttpMessage> last();
  bool begins_like_http() const;
  HttpMessage read() const;
  void begin();

  State state_ = State::head;
  std::string buffer_;
  size_t head_ = 0;  // length of the head; 0: not whole yet
  size_t searched_ = 0;
  uint64_t left_ = 0;       // of the body, not taken yet
  bool until_end_ = false;  // nothing tells the length
  bool lost_ = false;
  bool finished_ = false;  // the message was handed out, and its bytes want clearing
  std::string line_;       // of the chunks' framing, cut at 32 bytes
  std::string_view rest_;
};

}  // namespace denwaban::parse
