// SPDX-License-Identifier: GPL-3.0-or-later
#include "audit/dialplan/arguments.h"

#include <algorithm>

#include "parse/config/config_file.h"

namespace denwaban::audit {
namespace {

constexpr size_t kLegsMax = 200;
constexpr size_t kOptionsMax = 100;

// Walks a text and knows at each character whether it stands on the outermost level.
class Levels {
 public:
  // Whether `c` may separate here; to be called for each character in turn.
  bool outside(char c) {
    bool behind_dollar = dollar_;
    dollar_ = c == '$' && !escaped_;
    if (escaped_) {
      escaped_ = false;
      return false;
    }
    if (c == '\\') {
      escaped_ = true;
      return false;
    }
    if (c == '"') quoted_ = !quoted_;
    if (c == '(') ++parentheses_;
    if (c == ')' && parentheses_ > 0) --parentheses_;
    if (c == '[') ++brackets_;
    if (c == ']' && brackets_ > 0) --brackets_;
    if (c == '{' && (behind_dollar || braces_ > 0)) ++braces_;
    if (c == '}' && braces_ > 0) --braces_;
    return !quoted_ && parentheses_ == 0 && brackets_ == 0 && braces_ == 0;
  }

 private:
  int parentheses_ = 0, brackets_ = 0, braces_ = 0;
  bool quoted_ = false, escaped_ = false, dollar_ = false;
};

bool has_outside(std::string_view text, char wanted) {
  Levels levels;
  return std::any_of(text.begin(), text.end(), [&](char c) { return levels.outside(c) && c == wanted; });
}

}  // namespace

std::string_view trim(std::string_view text) {
  constexpr std::string_view kBlanks = " \t\r\n";
  size_t begin = text.find_first_not_of(kBlanks);
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(kBlanks) - begin + 1);
}

std::vector<std::string> split_arguments(std::string_view text, char separator, size_t max) {
  std::vector<std::string> pieces;
  Levels levels;
  size_t begin = 0;
  for (size_t i = 0; i < text.size() && pieces.size() + 1 < max; ++i) {
    if (!levels.outside(text[i]) || text[i] != separator) continue;
    pieces.emplace_back(text.substr(begin, i - begin));
    begin = i + 1;
  }
  pieces.emplace_back(text.substr(begin));
  return pieces;
}

std::vector<std::string> application_arguments(std::string_view text) {
  bool old = !has_outside(text, ',') && has_outside(text, '|');
  return split_arguments(text, old ? '|' : ',');
}

std::string_view argument(const std::vector<std::string>& arguments, size_t index) {
  return index < arguments.size() ? trim(arguments[index]) : std::string_view();
}

std::vector<AppOption> app_options(std::string_view text) {
  std::vector<AppOption> options;
  for (size_t i = 0; i < text.size() && options.size() < kOptionsMax; ++i) {
    if (text[i] == '$') {  // options that the run decides: skipped as a whole
      Levels levels;
      while (i < text.size() && (!levels.outside(text[i]) || text[i] == '$')) ++i;
      continue;
    }
    AppOption option{text[i], false, {}};
    if (i + 1 < text.size() && text[i + 1] == '(') {
      size_t begin = i + 2;
      int depth = 1;
      for (i = begin; i < text.size(); ++i) {
        if (text[i] == '(') ++depth;
        if (text[i] == ')' && --depth == 0) break;
      }
      option.has_argument = true;
      option.argument = std::string(text.substr(begin, std::min(i, text.size()) - begin));
    }
    options.push_back(std::move(option));
  }
  return options;
}

const AppOption* find_option(const std::vector<AppOption>& options, char letter) {
  auto found = std::find_if(options.begin(), options.end(), [&](const AppOption& o) { return o.letter == letter; });
  return found == options.end() ? nullptr : &*found;
}

bool DialLeg::is(std::string_view tech) const { return parse::same_name(technology, tech); }

std::vector<DialLeg> dial_legs(std::string_view text) {
  std::vector<DialLeg> legs;
  for (const std::string& piece : split_arguments(text, '&', kLegsMax)) {
    std::string_view one = trim(piece);
    if (one.empty()) continue;
    DialLeg leg;
    leg.text = std::string(one);
    size_t slash = one.find('/');
    if (slash == std::string_view::npos || one.substr(0, slash).find('$') != std::string_view::npos) {
      leg.resource = std::string(one);
    } else {
      leg.technology = std::string(one.substr(0, slash));
      leg.resource = std::string(one.substr(slash + 1));
    }
    legs.push_back(std::move(leg));
  }
  return legs;
}

DialCall dial_call(std::string_view arguments) {
  std::vector<std::string> all = application_arguments(arguments);
  DialCall call;
  call.legs = dial_legs(all[0]);
  call.timeout = std::string(argument(all, 1));
  call.options_text = std::string(argument(all, 2));
  call.options = app_options(call.options_text);
  return call;
}

std::optional<LocalTarget> local_target(const DialLeg& leg) {
  if (!leg.is("Local")) return std::nullopt;
  Levels levels;
  size_t at = std::string::npos, end = leg.resource.size();
  for (size_t i = 0; i < leg.resource.size() && end == leg.resource.size(); ++i) {
    if (!levels.outside(leg.resource[i])) continue;
    if (leg.resource[i] == '@') at = i;
    if (leg.resource[i] == '/' && at != std::string::npos) end = i;
  }
  if (at == std::string::npos) return LocalTarget{leg.resource.substr(0, leg.resource.find('/')), {}};
  return LocalTarget{leg.resource.substr(0, at), leg.resource.substr(at + 1, end - at - 1)};
}

bool is_app(std::string_view app, std::string_view name) { return parse::same_name(app, name); }

bool is_app(std::string_view app, std::initializer_list<std::string_view> names) {
  return std::any_of(names.begin(), names.end(), [&](std::string_view name) { return parse::same_name(app, name); });
}

}  // namespace denwaban::audit
