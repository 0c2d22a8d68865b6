// SPDX-License-Identifier: GPL-3.0-or-later
#include "parse/sip_stream.h"

#include <algorithm>

#include "parse/sip/header_name.h"
#include "parse/sip/lines.h"

namespace denwaban::parse {

using namespace sip;

namespace {

constexpr size_t kNowhere = std::string_view::npos;

// `METHOD … SIP/2.0` or `SIP/2.0 …`; any version.
bool is_start_line(std::string_view line) {
  line = trimmed(line);
  if (line.starts_with("SIP/")) return true;
  size_t space = line.rfind(' ');
  return space != kNowhere && line.substr(space + 1).starts_with("SIP/");
}

// Where the head ends that has no end before `from`; npos for not yet.
size_t head_end(std::string_view bytes, size_t from) {
  for (size_t at = bytes.find('\n', from > 3 ? from - 3 : 0); at != kNowhere; at = bytes.find('\n', at + 1)) {
    std::string_view next = bytes.substr(at + 1, 2);
    if (next.starts_with('\n')) return at + 2;
    if (next == "\r\n") return at + 3;
  }
  return kNowhere;
}

// Content-Length, when it is there and there is no doubt about it.
std::optional<uint32_t> body_length(std::string_view head) {
  std::optional<uint32_t> length;
  LineReader lines(head.data(), head.data() + head.size());
  const char *begin = nullptr, *end = nullptr, *ignored = nullptr;
  while (lines.next(begin, end)) {
    while (lines.continues()) lines.next(ignored, end);
    const char* limit = head.data() + head.size();
    const char* colon = find_first<':'>({begin, end, limit});
    std::string_view name = trimmed(begin, colon);
    if (colon == end || name.empty() || header_name_of(name, limit) != SipHeaderName::content_length)
      continue;
    uint32_t value = 0;
    if (read_number(trimmed(colon + 1, end), value) != Number::good || (length && *length != value))
      return std::nullopt;
    length = value;
  }
  return length;
}

}  // namespace

size_t SipStream::take(std::string_view segment) {
  buffer_.erase(0, begin_);
  begin_ = 0;
  size_t taken = std::min(segment.size(), limits_.message_max - buffer_.size());
  buffer_.append(segment.substr(0, taken));
  return taken;
}

void SipStream::lose() {
  buffer_.clear();
  begin_ = scanned_ = wanted_ = 0;
  started_ = false;
  searching_ = true;
}

SipFrame SipStream::frame(SipFrame::Kind kind, size_t size) {
  SipFrame out{kind, rest().substr(0, size)};
  begin_ += size;
  scanned_ = wanted_ = 0;
  started_ = false;
  return out;
}

std::optional<SipFrame> SipStream::cut() {
  if (rest().empty()) return std::nullopt;
  if (searching_) {
    if (auto garbage = cut_garbage()) return garbage;
    if (searching_ || rest().empty()) return std::nullopt;
  }
  char first = rest().front();
  return first == '\r' || first == '\n' ? cut_line_ends() : cut_message();
}

std::optional<SipFrame> SipStream::cut_line_ends() {
  std::string_view bytes = rest();
  if (bytes.starts_with("\r\n\r\n")) return frame(SipFrame::Kind::ping, 4);
  if (bytes.starts_with("\r\n")) return frame(SipFrame::Kind::pong, 2);
  if (bytes == "\r") return std::nullopt;
  return frame(SipFrame::Kind::garbage, 1);
}

// All lines before the next start line. A line that is not complete is waited for, as far as a head may go.
std::optional<SipFrame> SipStream::cut_garbage() {
  std::string_view bytes = rest();
  size_t line = 0;
  for (size_t feed = bytes.find('\n', scanned_); feed != kNowhere; feed = bytes.find('\n', line)) {
    if (is_start_line(bytes.substr(line, feed - line))) {
      searching_ = false;
      scanned_ = 0;
      if (line == 0) return std::nullopt;
      return frame(SipFrame::Kind::garbage, line);
    }
    line = feed + 1;
  }
  if (bytes.size() - line >= std::min(limits_.head_max, limits_.message_max)) line = bytes.size();
  if (line == 0) {
    scanned_ = bytes.size();
    return std::nullopt;
  }
  return frame(SipFrame::Kind::garbage, line);
}

std::optional<SipFrame> SipStream::cut_message() {
  std::string_view bytes = rest();
  if (wanted_ == 0) {
    size_t end = head_end(bytes, scanned_);
    bool too_long = std::min(end, bytes.size()) >= std::min(limits_.head_max, limits_.message_max);
    size_t feed = started_ ? kNowhere : bytes.find('\n', scanned_);
    if (too_long || (feed != kNowhere && !is_start_line(bytes.substr(0, feed)))) {
      // The first line is given up: it may be a start line, and would be found again.
      searching_ = true;
      size_t line = bytes.find('\n');
      return frame(SipFrame::Kind::garbage, line == kNowhere ? bytes.size() : line + 1);
    }
    started_ |= feed != kNowhere;
    scanned_ = bytes.size();
    if (end == kNowhere) return std::nullopt;
    std::optional<uint32_t> length = body_length(bytes.substr(0, end));
    if (!length || *length > limits_.message_max - end) {
      searching_ = true;
      return frame(SipFrame::Kind::head_only, end);
    }
    wanted_ = end + *length;
  }
  if (bytes.size() < wanted_) return std::nullopt;
  return frame(SipFrame::Kind::message, wanted_);
}

}  // namespace denwaban::parse
