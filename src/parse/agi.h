// SPDX-License-Identifier: GPL-3.0-or-later
// What Asterisk sends to an AGI server (res/res_agi.c): first the request, lines "agi_NAME: VALUE" up to an
// empty one, then an answer to each command. Pure, bounded, one reader a connection; not thread-safe.
//
// No value is escaped, so whoever gets a line break into his name writes lines of the request himself, may
// end it, and what Asterisk goes on to say stands where answers stand. So a key that comes twice marks the
// request, and a line that is neither an answer nor Asterisk's own is told as `AgiForeign`: nothing decided
// before it may stand.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace denwaban::parse {

struct AgiRequest {
  static constexpr size_t kArgumentsMax = 8;

  std::string script;   // agi_network_script: what stands behind the address
  std::string channel;  // "PJSIP/100-00000001"
  std::string context, extension, account_code, caller_number, unique_id;
  std::vector<std::string> arguments;  // agi_arg_1 …, those left out in between empty
  bool doubled = false;                // a key came twice
};

struct AgiReply {
  int code = 0;        // 200; 510: no such command; 511: the channel is dead; 520: wrong usage
  std::string result;  // "1", "-1", the digits of GET DATA
  bool timed_out = false;
};

struct AgiHangup {};   // the caller is gone
struct AgiForeign {};  // none of Asterisk's: see above

using AgiItem = std::variant<AgiRequest, AgiReply, AgiHangup, AgiForeign>;

class AgiReader {
 public:
  static constexpr size_t kLineMax = 2048, kLinesMax = 64;

  // Bytes as they came. At most what one read gives is kept beyond a line.
  void feed(std::string_view bytes);
  // What is whole, one after the other; nothing: more is needed, or it is `broken`.
  std::optional<AgiItem> next();
  // Longer than any Asterisk's: nothing more comes of it.
  bool broken() const { return broken_; }
  bool request_read() const { return request_read_; }
  size_t kept() const { return held_.size(); }

 private:
  std::optional<std::string_view> line();
  std::optional<AgiItem> read_request();
  std::optional<AgiItem> read_answer(std::string_view line);
  void take(std::string_view key, std::string_view value);

  std::string held_;
  size_t at_ = 0;
  size_t lines_ = 0;
  uint64_t seen_ = 0;  // keys
  AgiRequest request_;
  bool request_read_ = false, in_usage_ = false, broken_ = false;
};

}  // namespace denwaban::parse
