// SPDX-License-Identifier: GPL-3.0-or-later
#include "parse/log/json_line.h"

#include <simdjson.h>

#include <charconv>

#include "parse/log/syslog.h"
#include "parse/log/text.h"

namespace denwaban::parse {

struct JsonLines::Parser {
  simdjson::dom::parser parser;
};

namespace {

// The end of a string whose text begins at `at`: its closing quote.
size_t closing_quote(std::string_view text, size_t at) {
  for (; at < text.size(); ++at) {
    if (text[at] == '\\')
      ++at;
    else if (text[at] == '"')
      return at;
  }
  return kNowhere;
}

// The message as it stands in the line, still escaped. Within a string every quote is escaped, so these words
// can only be the key itself.
bool find_message(std::string_view line, std::string_view& out) {
  constexpr std::string_view kKey = "\"message\":\"";
  size_t at = find_words(line, kKey);
  if (at == kNowhere) return false;
  at += kKey.size();
  size_t end = closing_quote(line, at);
  if (end == kNowhere || line.substr(end) != "\"}}") return false;
  out = line.substr(at, end - at);
  return true;
}

int hex_digit(char c) {
  if (is_digit(c)) return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

// "\u00e9", a surrogate as the three bytes of its own value: this is evidence, not typography.
size_t decode_unicode(std::string_view escape, char (&out)[3]) {
  uint32_t code = 0;
  for (size_t i = 2; i < 6; ++i) {
    int digit = i < escape.size() ? hex_digit(escape[i]) : -1;
    if (digit < 0) return 0;
    code = code << 4 | static_cast<uint32_t>(digit);
  }
  if (code < 0x80) return out[0] = static_cast<char>(code), 1;
  if (code < 0x800) {
    out[0] = static_cast<char>(0xc0 | code >> 6);
    out[1] = static_cast<char>(0x80 | (code & 0x3f));
    return 2;
  }
  out[0] = static_cast<char>(0xe0 | code >> 12);
  out[1] = static_cast<char>(0x80 | (code >> 6 & 0x3f));
  out[2] = static_cast<char>(0x80 | (code & 0x3f));
  return 3;
}

char decode_simple(char c) {
  switch (c) {
    case 'n':
      return '\n';
    case 'r':
      return '\r';
    case 't':
      return '\t';
    case 'b':
      return '\b';
    case 'f':
      return '\f';
    default:
      return c;
  }
}

Level level_of(std::string_view name) {
  if (name == "NOTICE") return Level::notice;
  if (name == "WARNING") return Level::warning;
  if (name == "ERROR") return Level::error;
  if (name == "SECURITY") return Level::security;
  return Level::other;
}

}  // namespace

JsonLines::JsonLines() : parser_(std::make_unique<Parser>()) {}
JsonLines::~JsonLines() = default;

bool JsonLines::read(std::string_view line, LineHead& head, std::string_view& date) {
  if (!line.ends_with('}')) return false;
  line_ = line;
  padded_.resize(line.size() + simdjson::SIMDJSON_PADDING);
  std::memcpy(padded_.data(), line.data(), line.size());
  simdjson::dom::element object;
  std::string_view level;
  int64_t lwp = 0;
  bool whole = !parser_->parser.parse(padded_.data(), line.size(), false).get(object) &&
               !object["timestamp"].get(date) && !object["identifiers"]["lwp"].get(lwp) &&
               !object["logmsg"]["location"]["filename"].get(head.file) &&
               !object["logmsg"]["level"].get(level) && object["logmsg"]["message"].is_string() &&
               find_message(line, raw_message_);
  if (!whole) return false;
  head.lwp = static_cast<uint32_t>(lwp);
  head.level = level_of(level);
  head.text = head.level == Level::other ? std::string_view() : decode(raw_message_);
  return true;
}

namespace {

// The string that belongs to `key` ("\"log\":"), still escaped: with every quote in a string escaped, the
// words can only be the key itself.
bool find_string(std::string_view line, std::string_view key, std::string_view& out) {
  size_t at = find_words(line, key);
  if (at == kNowhere) return false;
  at += key.size();
  while (at < line.size() && line[at] == ' ') ++at;
  if (at == line.size() || line[at] != '"') return false;
  size_t end = closing_quote(line, ++at);
  if (end == kNowhere) return false;
  out = line.substr(at, end - at);
  return true;
}

bool read_micros(std::string_view digits, DateText& date) {
  int64_t micros = 0;
  auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), micros);
  if (error != std::errc() || end != digits.data() + digits.size() || micros < 0) return false;
  date.civil = TimeZone().to_civil(from_epoch_ms(micros / 1000));
  date.has_year = true;
  date.minutes_east = 0;
  return true;
}

bool read_bytes(const simdjson::dom::array& numbers, std::string& out) {
  out.clear();
  for (auto number : numbers) {
    int64_t byte = 0;
    if (number.get(byte) || byte < 0 || byte > 255) return false;
    out += static_cast<char>(byte);
  }
  return true;
}

}  // namespace

bool JsonLines::unwrap(std::string_view line, WrappedLine& out) {
  if (!line.ends_with('}')) return false;
  line_ = line;
  padded_.resize(line.size() + simdjson::SIMDJSON_PADDING);
  std::memcpy(padded_.data(), line.data(), line.size());
  simdjson::dom::element object;
  if (parser_->parser.parse(padded_.data(), line.size(), false).get(object) || !object.is_object())
    return false;
  out = {};
  std::string_view text;
  if (!object["log"].get(text)) {
    if (object["time"].get(text) || read_date(text, out.date) != text.size() || text.empty()) return false;
    if (!out.date.has_year || !out.date.minutes_east || !find_string(line, "\"log\":", raw_message_))
      return false;
    out.cut = !raw_message_.ends_with("\\n");
    out.text = decode(raw_message_);
    return true;
  }
  if (object["__REALTIME_TIMESTAMP"].get(text) || !read_micros(text, out.date)) return false;
  out.syslog = true;
  if (!object["SYSLOG_IDENTIFIER"].get(text) || !object["_COMM"].get(text)) out.foreign = !is_asterisk(text);
  if (object["CONTAINER_NAME"].is_string()) out.foreign = out.syslog = false;  // shows by its own head
  if (out.foreign) return true;
  if (find_string(line, "\"MESSAGE\":", raw_message_)) {
    out.text = decode(raw_message_);
    return true;
  }
  simdjson::dom::array bytes;
  positions_.clear();
  if (object["MESSAGE"].get(bytes) || !read_bytes(bytes, message_)) return false;
  out.text = message_;
  return true;
}

std::string_view JsonLines::decode(std::string_view raw) {
  message_.clear();
  while (raw.ends_with("\\n") && !raw.ends_with("\\\\n")) raw.remove_suffix(2);
  if (raw.find('\\') == kNowhere) return raw;
  positions_.clear();
  for (size_t i = 0; i < raw.size();) {
    char bytes[3] = {raw[i], 0, 0};
    size_t length = 1, consumed = 1;
    if (raw[i] == '\\' && i + 1 < raw.size()) {
      consumed = 2;
      bytes[0] = decode_simple(raw[i + 1]);
      if (raw[i + 1] == 'u') {
        length = decode_unicode(raw.substr(i, 6), bytes);
        consumed = length == 0 ? 2 : 6;
        if (length == 0) length = 1;
      }
    }
    for (size_t k = 0; k < length; ++k) {
      message_ += bytes[k];
      positions_.push_back(static_cast<uint32_t>(i));
    }
    i += consumed;
  }
  positions_.push_back(static_cast<uint32_t>(raw.size()));
  return message_;
}

std::string_view JsonLines::in_line(std::string_view view) const {
  bool decoded = !message_.empty() && view.data() >= message_.data() &&
                 view.data() + view.size() <= message_.data() + message_.size();
  if (!decoded) return view;
  if (positions_.empty()) return {};
  auto begin = static_cast<size_t>(view.data() - message_.data());
  size_t from = positions_[begin], to = positions_[begin + view.size()];
  return raw_message_.substr(from, to - from);
}

}  // namespace denwaban::parse
