// SPDX-License-Identifier: GPL-3.0-or-later
// Replacing variables, as main/pbx_variables.c (ast_str_substitute_variables_full) does.
#include <algorithm>
#include <charconv>

#include "audit/paths/values.h"

namespace denwaban::audit {
namespace {

constexpr int kDepthMax = 12;

// The end of what `open` began, one behind its closing character.
size_t closing(std::string_view text, size_t at, char open, char close) {
  int depth = 1;
  for (; at < text.size(); ++at) {
    if (text[at] == open) ++depth;
    if (text[at] == close && --depth == 0) return at;
  }
  return std::string_view::npos;
}

std::optional<int> number(std::string_view text) {
  while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
  int value = 0;
  auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || value > 10'000 || value < -10'000) return std::nullopt;
  return value;
}

// ${EXTEN:$[${LEN(${EXTEN})} - 4]}: what is asked for is the end.
std::optional<Value> end_of(const Value& value, const Value& offsets) {
  auto parts = offsets.split(':');
  const Piece* measure = parts.size() == 2 ? parts[1].measure() : nullptr;
  if (!measure || measure->more >= 0 || value != Value::input(measure->input, measure->slice)) return std::nullopt;
  return value.sliced(measure->more, 0, true);
}

// `name`, `name:1`, `FUNCTION(arguments):1:2`, everything replaced already.
Value look_up(const Value& inside, const Scope& scope) {
  const auto& pieces = inside.pieces();
  if (pieces.empty()) return {};
  if (pieces[0].kind != Piece::Kind::text)
    return Value::unknown(inside.worst_source(), "${" + inside.shown() + "}");
  // The slice is behind the last ')' or in a constant; never in what is unknown.
  Value name = inside, offsets;
  size_t open = pieces[0].text.find('(');
  bool function = open != std::string::npos;
  if (function) {
    auto parts = inside.cut(')', true);
    if (!parts) return {};
    name = parts->first;
    offsets = parts->second;
  } else if (auto parts = inside.cut(':')) {
    name = parts->first;
    offsets = Value(":");
    offsets.add(parts->second);
  }
  Value value;
  if (function) {
    auto parts = name.cut('(');
    value = call_function(parts->first.text(), parts->second, scope);
  } else if (!name.constant()) {
    value = Value::unknown(name.worst_source() > Source::number ? name.worst_source() : Source::external,
                           "${" + name.shown() + "}");
  } else {
    value = scope.variable(name.text());
  }
  if (offsets.empty()) return value;
  if (auto tail = end_of(value, offsets)) return *tail;
  if (!offsets.constant()) return Value::unknown(value.worst_source(), "${" + inside.shown() + "}");
  std::vector<Value> parts = offsets.split(':');
  auto from = parts.size() > 1 ? number(parts[1].text()) : std::nullopt;
  auto length = parts.size() > 2 ? number(parts[2].text()) : std::nullopt;
  Slice slice{from.value_or(0), length.value_or(-1)};
  bool to_end = !length;
  if (slice.from < 0 || (!to_end && slice.length < 0)) {
    // Counted from the end of something whose length is known it is counted from its beginning.
    if (auto all = value.length([&](uint8_t input) { return scope.length_of(input); })) {
      slice.from = slice.from < 0 ? std::max(0, *all + slice.from) : slice.from;
      if (!to_end && slice.length < 0) slice.length = std::max(0, *all + slice.length - slice.from);
    }
  }
  return value.sliced(slice.from, slice.length, to_end);
}

}  // namespace

Value expand(std::string_view text, const Scope& scope, int depth) {
  Value result;
  if (depth > kDepthMax) return Value::unknown(Source::external, std::string(text.substr(0, 80)));
  while (!text.empty()) {
    size_t dollar = 0;
    for (;;) {
      dollar = text.find('$', dollar);
      if (dollar == std::string_view::npos || dollar + 1 >= text.size()) {
        result.add(std::string(text));
        return result;
      }
      if (text[dollar + 1] == '{' || text[dollar + 1] == '[') break;
      ++dollar;
    }
    result.add(std::string(text.substr(0, dollar)));
    char open = text[dollar + 1], close = open == '{' ? '}' : ']';
    size_t end = closing(text, dollar + 2, open, close);
    if (end == std::string_view::npos) end = text.size();
    Value inside = expand(text.substr(dollar + 2, end - dollar - 2), scope, depth + 1);
    result.add(open == '{' ? look_up(inside, scope) : expression_value(inside, scope));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return result;
}

}  // namespace denwaban::audit
