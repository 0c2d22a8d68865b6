// SPDX-License-Identifier: GPL-3.0-or-later
// What must never be shown: passwords, PINs, keys and tokens in lines of a configuration. Pure; time is linear in the text but
// for what is hidden.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace denwaban::audit {

// Whether the name of a variable or option tells that it keeps a secret: PASSWORD, SECRET, PIN, APIKEY …
bool is_secret_name(std::string_view name);
// The same, and what may be a slip of the pen for one: "secert", "passwrd".
bool resembles_secret_name(std::string_view name);

// What is no secret although an option with such a name has it: yes and no, a path, a reference, a gap to fill.
bool is_open_value(std::string_view value);

// Takes secrets out of texts and keeps what it took, for places where the same word stands without a mark.
class Concealer {
 public:
  using IsPin = std::function<bool(std::string_view variable)>;
  // `is_pin`: variables whose value callers type in.
  explicit Concealer(IsPin is_pin = nullptr) : is_pin_(std::move(is_pin)) {}

  // Any text: a line, arguments, an address, a command.
  std::string text(std::string_view text);
  // "key=value" with a value that may be a secret as a whole.
  std::string line(std::string_view line);
  std::string value(std::string_view key, std::string_view value);

  const std::vector<std::string>& hidden() const { return hidden_; }

 private:
  // Replaces a piece; tells where to go on.
  size_t hide(std::string& text, size_t begin, size_t end);
  void credentials(std::string& text);
  void assignments(std::string& text);
  void headers(std::string& text);
  void flags(std::string& text);
  void comparisons(std::string& text);
  void calls(std::string& text);
  void digests(std::string& text);
  bool is_pin(std::string_view variable) const;

  IsPin is_pin_;
  std::vector<std::string> hidden_;
};

}  // namespace denwaban::audit
