// SPDX-License-Identifier: GPL-3.0-or-later
// JSON written straight into a string: pure ASCII, no blanks, members in the order in which they are added.
#pragma once

#include <concepts>
#include <cstdint>
#include <string>
#include <string_view>

namespace denwaban {

// Appends a string literal, quotes included. Other characters than printable ASCII become \uXXXX (pairs of
// surrogates above U+FFFF). What is not UTF-8 (RFC 3629) becomes one U+FFFD for each longest piece that could
// have begun a character.
void append_json_string(std::string& out, std::string_view text);

// The writer knows where commas go, nothing else: what it is told to open must be closed.
class JsonText {
 public:
  explicit JsonText(size_t reserved) { out_.reserve(reserved); }

  JsonText& open(char bracket) {
    separate();
    out_ += bracket;
    first_ = true;
    return *this;
  }
  JsonText& close(char bracket) {
    out_ += bracket;
    first_ = false;
    return *this;
  }
  // The name is ours: plain ASCII without quotes.
  JsonText& key(std::string_view name) {
    separate();
    out_.append("\"").append(name).append("\":");
    first_ = true;  // no comma before the value
    return *this;
  }
  void string(std::string_view text) {
    separate();
    append_json_string(out_, text);
  }
  // Digits, true, false, null.
  void word(std::string_view text) {
    separate();
    out_ += text;
  }
  template <std::integral T>
  void number(T value) {
    word(std::to_string(value));
  }
  std::string take() { return std::move(out_); }

 private:
  void separate() {
    if (!first_) out_ += ',';
    first_ = false;
  }

  std::string out_;
  bool first_ = true;
};

}  // namespace denwaban
