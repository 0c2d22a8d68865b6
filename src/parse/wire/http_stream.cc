// SPDX-License-Identifier: GPL-3.0-or-later
#include "parse/wire/http_stream.h"

#include <algorithm>
#include <limits>

namespace denwaban::parse {
namespace {

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; }

bool same_name(std::string_view text, std::string_view lower_name) {
  return text.size() == lower_name.size() && std::equal(text.begin(), text.end(), lower_name.begin(),
                                                        [](char a, char b) { return lower(a) == b; });
}

std::string_view trim(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t' || text.back() == '\r'))
    text.remove_suffix(1);
  return text;
}

std::string_view take_line(std::string_view& text) {
  size_t end = text.find('\n');
  std::string_view line = text.substr(0, end);
  text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
  if (line.ends_with('\r')) line.remove_suffix(1);
  return line;
}

// The value of a header field in a head; `name` in lower case.
std::string_view field(std::string_view head, std::string_view name) {
  take_line(head);
  while (!head.empty()) {
    std::string_view line = take_line(head);
    size_t colon = line.find(':');
    if (colon != std::string_view::npos && same_name(trim(line.substr(0, colon)), name))
      return trim(line.substr(colon + 1));
  }
  return {};
}

std::optional<uint64_t> number(std::string_view text) {
  if (text.empty() || text.size() > 18) return std::nullopt;
  uint64_t value = 0;
  for (char c : text) {
    if (c < '0' || c > '9') return std::nullopt;
    value = value * 10 + static_cast<uint64_t>(c - '0');
  }
  return value;
}

int base64_value(char c) {
  if (c >= 'A' && c <= 'Z') return c - 'A';
  if (c >= 'a' && c <= 'z') return c - 'a' + 26;
  if (c >= '0' && c <= '9') return c - '0' + 52;
  if (c == '+' || c == '-') return 62;
  return c == '/' || c == '_' ? 63 : -1;
}

int nibble(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  c = lower(c);
  return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

std::string decode(std::string_view text) {
  std::string out;
  for (size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '%' && i + 2 < text.size() && nibble(text[i + 1]) >= 0 && nibble(text[i + 2]) >= 0) {
      out.push_back(static_cast<char>(nibble(text[i + 1]) << 4 | nibble(text[i + 2])));
      i += 2;
    } else {
      out.push_back(text[i] == '+' ? ' ' : text[i]);
    }
  }
  return out;
}

}  // namespace

std::optional<std::string> basic_user(std::string_view authorization) {
  constexpr size_t kScheme = 6;
  if (authorization.size() <= kScheme || !same_name(authorization.substr(0, kScheme), "basic "))
    return std::nullopt;
  std::string user;
  uint32_t bits = 0;
  int have = 0;
  for (char c : trim(authorization.substr(kScheme))) {
    int value = base64_value(c);
    if (value < 0) break;
    bits = (bits << 6 | static_cast<uint32_t>(value)) & 0xffff;
    have += 6;
    if (have < 8) continue;
    have -= 8;
    char byte = static_cast<char>(bits >> have & 0xff);
    if (byte == ':') return user;
    if (user.size() < 256) user.push_back(byte);
  }
  return user;
}

std::optional<std::string> query_value(std::string_view target, std::string_view name) {
  if (size_t mark = target.find('?'); mark != std::string_view::npos) target.remove_prefix(mark + 1);
  while (!target.empty()) {
    size_t end = std::min(target.find('&'), target.size());
    std::string_view pair = target.substr(0, end);
    target.remove_prefix(std::min(end + 1, target.size()));
    size_t equal = pair.find('=');
    if (equal != std::string_view::npos && same_name(pair.substr(0, equal), name))
      return decode(pair.substr(equal + 1).substr(0, 256));
  }
  return std::nullopt;
}

std::optional<HttpMessage> HttpStream::step(std::string_view& segment) {
  if (state_ == State::head) return step_head(segment);
  if (state_ == State::body) return step_body(segment);
  if (state_ == State::skip) {
    step_skip(segment);
  } else {
    step_chunk(segment);
  }
  return std::nullopt;
}

bool HttpStream::begins_like_http() const {
  size_t looked = std::min<size_t>(buffer_.size(), 8);
  return std::all_of(buffer_.begin(), buffer_.begin() + static_cast<std::ptrdiff_t>(looked), [](char c) {
    return (c >= 'A' && c <= 'Z') || c == ' ' || c == '/' || c == '.' || c == '*' || c == '_' || c == '-' ||
           (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || c == '\r' || c == '\n';
  });
}

std::optional<HttpMessage> HttpStream::step_head(std::string_view& segment) {
  if (finished_) {
    buffer_.clear();
    head_ = searched_ = 0;
    finished_ = false;
  }
  size_t had = buffer_.size();
  size_t taken = std::min(segment.size(), kHeadMax - had);
  buffer_.append(segment.substr(0, taken));
  size_t end = std::string::npos;
  for (size_t at = buffer_.find('\n', searched_); at != std::string::npos; at = buffer_.find('\n', at + 1)) {
    bool empty = (at >= 1 && buffer_[at - 1] == '\n') ||
                 (at >= 2 && buffer_[at - 1] == '\r' && buffer_[at - 2] == '\n');
    if (!empty) continue;
    end = at + 1;
    break;
  }
  if (end == std::string::npos) {
    searched_ = buffer_.size();
    segment.remove_prefix(taken);
    if (buffer_.size() >= kHeadMax || !begins_like_http()) state_ = State::failed;
    return std::nullopt;
  }
  buffer_.resize(end);
  segment.remove_prefix(end - had);
  head_ = end;
  begin();
  if (state_ == State::failed) return std::nullopt;
  if (state_ == State::head && left_ > 0) {
    state_ = State::body;
    return std::nullopt;
  }
  finished_ = true;
  return read();
}

// Where the body ends, section 6.3.
void HttpStream::begin() {
  std::string_view head = std::string_view(buffer_).substr(0, head_);
  HttpMessage message = read();
  left_ = 0;
  until_end_ = false;
  if (!begins_like_http() || (!message.response && message.method.empty())) {
    state_ = State::failed;
    return;
  }
  if (message.status == 101) {
    state_ = State::tunnel;
    return;
  }
  std::string_view length = field(head, "content-length");
  if (!field(head, "transfer-encoding").empty()) {
    state_ = State::chunk_size;
  } else if (auto size = number(length)) {
    left_ = *size;
  } else if (message.response && message.status >= 200 && message.status != 204 && message.status != 304) {
    until_end_ = true;
    left_ = std::numeric_limits<uint64_t>::max();
  }
}

std::optional<HttpMessage> HttpStream::step_body(std::string_view& segment) {
  size_t room = kBodyMax - (buffer_.size() - head_);
  size_t taken = static_cast<size_t>(std::min<uint64_t>({segment.size(), room, left_}));
  buffer_.append(segment.substr(0, taken));
  segment.remove_prefix(taken);
  if (!until_end_) left_ -= taken;
  if (left_ > 0 && taken < room) return std::nullopt;
  HttpMessage message = read();
  state_ = State::skip;
  return message;
}

void HttpStream::step_skip(std::string_view& segment) {
  if (until_end_) {
    segment = {};
    return;
  }
  size_t taken = static_cast<size_t>(std::min<uint64_t>(segment.size(), left_));
  segment.remove_prefix(taken);
  left_ -= taken;
  if (left_ > 0) return;
  finished_ = true;
  state_ = State::head;
}

// One line of the framing, without its end; false when the segment ends before it does.
bool HttpStream::take_chunk_line(std::string_view& segment) {
  size_t end = segment.find('\n');
  std::string_view part = segment.substr(0, end);
  line_.append(part.substr(0, 32 - std::min<size_t>(32, line_.size())));
  segment.remove_prefix(end == std::string_view::npos ? segment.size() : end + 1);
  return end != std::string_view::npos;
}

// Section 7.1: sizes in hexadecimal, data, an empty line; a size of 0 ends them, then come trailer lines.
void HttpStream::step_chunk(std::string_view& segment) {
  if (state_ == State::chunk) {
    size_t taken = static_cast<size_t>(std::min<uint64_t>(segment.size(), left_));
    segment.remove_prefix(taken);
    left_ -= taken;
    if (left_ == 0) state_ = State::chunk_size;
    return;
  }
  if (!take_chunk_line(segment)) return;
  if (line_.ends_with('\r')) line_.pop_back();
  std::string line = std::move(line_);
  line_.clear();
  if (state_ == State::trailer) {
    if (line.empty()) state_ = State::head;
    return;
  }
  if (line.empty()) return;  // behind the data
  uint64_t size = 0;
  size_t digits = 0;
  for (; digits < line.size() && digits < 15 && nibble(line[digits]) >= 0; ++digits)
    size = size << 4 | static_cast<uint64_t>(nibble(line[digits]));
  if (digits == 0) {
    state_ = State::failed;
    return;
  }
  left_ = size;
  state_ = size == 0 ? State::trailer : State::chunk;
}

void HttpStream::lose() {
  buffer_.clear();
  line_.clear();
  head_ = searched_ = 0;
  left_ = 0;
  until_end_ = finished_ = false;
  lost_ = true;
  state_ = State::head;
}

std::optional<HttpMessage> HttpStream::last() {
  if (state_ != State::body) return std::nullopt;
  state_ = State::failed;
  return read();
}

HttpMessage HttpStream::read() const {
  HttpMessage message;
  std::string_view all = buffer_;
  message.head = all.substr(0, head_);
  message.body = all.substr(head_);
  std::string_view text = message.head;
  std::string_view line = take_line(text);
  size_t first = line.find(' '),
         second = line.find(' ', first == std::string_view::npos ? line.size() : first + 1);
  if (first == std::string_view::npos || first == 0) return message;
  if (line.starts_with("HTTP/")) {
    auto status = number(line.substr(first + 1, 3));
    message.response = status && *status >= 100;
    message.status = static_cast<uint16_t>(status.value_or(0));
  } else {
    if (second == std::string_view::npos || !line.substr(second + 1).starts_with("HTTP/")) return message;
    message.method = line.substr(0, first);
    message.target = line.substr(first + 1, second - first - 1);
  }
  message.authorization = field(message.head, "authorization");
  message.user_agent = field(message.head, "user-agent");
  message.upgrade = field(message.head, "upgrade");
  message.websocket_protocol = field(message.head, "sec-websocket-protocol");
  message.content_type = field(message.head, "content-type");
  return message;
}

}  // namespace denwaban::parse
