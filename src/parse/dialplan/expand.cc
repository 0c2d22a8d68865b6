// SPDX-License-Identifier: GPL-3.0-or-later
#include "parse/dialplan/expand.h"

#include <algorithm>
#include <climits>

#include "parse/dialplan/numbers.h"

namespace denwaban::parse {
namespace {

constexpr int kDepthMax = 32;      // of variables in names of variables
constexpr size_t kNameMax = 4096;  // VAR_BUF_SIZE

class Expander {
 public:
  explicit Expander(const VariableLookup& lookup) : lookup_(lookup) {}

  std::string expand(std::string_view text, size_t bytes_max, int depth);
  Expanded result;

 private:
  void leave_out(std::string_view what) {
    if (result.complete) result.left_out = std::string(what);
    result.complete = false;
  }
  std::string value_of(std::string_view name, const BracketSpan& span, int depth);

  const VariableLookup& lookup_;
};

std::string Expander::value_of(std::string_view name, const BracketSpan& span, int depth) {
  std::string replaced;
  if (span.nested) {
    if (depth >= kDepthMax) {
      leave_out(name);
      return {};
    }
    replaced = expand(name, kNameMax - 1, depth + 1);
    name = replaced;
  }
  VariableSlice slice = parse_variable(name);
  if (slice.is_function && slice.name.starts_with("GLOBAL(") && slice.name.ends_with(')')) {
    slice.name = slice.name.substr(7, slice.name.size() - 8);
  } else if (slice.is_function) {
    leave_out(name);
    return {};
  }
  auto value = lookup_(slice.name);
  return value ? std::string(slice_value(*value, slice.offset, slice.length)) : std::string();
}

std::string Expander::expand(std::string_view text, size_t bytes_max, int depth) {
  std::string out;
  size_t at = 0;
  while (at < text.size() && out.size() < bytes_max) {
    size_t dollar = text.find('$', at);
    bool variable = dollar != std::string_view::npos && text.substr(dollar + 1, 1) == "{";
    bool expression = dollar != std::string_view::npos && text.substr(dollar + 1, 1) == "[";
    size_t copied =
        dollar == std::string_view::npos ? text.size() : dollar + (variable || expression ? 0 : 1);
    out.append(text.substr(at, copied - at));
    at = copied;
    if (!variable && !expression) continue;
    BracketSpan span = span_brackets(text, at + 2, variable ? '{' : '[', variable ? '}' : ']');
    std::string_view inner = text.substr(at + 2, std::min(span.inner_end - at - 2, kNameMax - 1));
    if (variable) {
      out.append(value_of(inner, span, depth));
    } else {
      leave_out(inner);
    }
    at = span.after;
  }
  if (out.size() > bytes_max) out.resize(bytes_max);
  return out;
}

}  // namespace

BracketSpan span_brackets(std::string_view text, size_t begin, char open, char close) {
  BracketSpan span;
  size_t at = begin;
  int depth = 1;
  while (depth > 0 && at < text.size()) {
    char next = at + 1 < text.size() ? text[at + 1] : '\0';
    if (text[at] == '$' && (next == '{' || next == '[')) {
      span.nested = true;
      if (next == open) ++depth;
      ++at;
    } else if (text[at] == open) {
      ++depth;
    } else if (text[at] == close) {
      --depth;
    }
    ++at;
  }
  span.closed = depth == 0;
  span.after = std::min(at, text.size());
  span.inner_end = span.closed ? span.after - 1 : span.after;
  return span;
}

VariableSlice parse_variable(std::string_view text) {
  VariableSlice slice{text, 0, INT_MAX, false};
  int parentheses = 0;
  for (size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '(') {
      slice.is_function = true;
      ++parentheses;
    } else if (text[i] == ')') {
      --parentheses;
    } else if (text[i] == ':' && parentheses == 0) {
      slice.name = text.substr(0, i);
      std::string_view rest = text.substr(i + 1);
      auto offset = scan_int(rest);
      if (!offset) return slice;
      slice.offset = *offset;
      if (rest.empty() || rest.front() != ':') return slice;
      rest.remove_prefix(1);
      if (auto length = scan_int(rest)) slice.length = *length;
      return slice;
    }
  }
  return slice;
}

std::string_view slice_value(std::string_view value, int offset, int length) {
  auto size = static_cast<long long>(value.size());
  long long begin = offset < 0 ? std::max(0LL, size + offset) : offset;
  if (begin >= size) return {};
  value.remove_prefix(static_cast<size_t>(begin));
  long long left = size - begin;
  if (length >= 0) return value.substr(0, static_cast<size_t>(length));
  return left + length > 0 ? value.substr(0, static_cast<size_t>(left + length)) : std::string_view();
}

Expanded expand_variables(std::string_view text, const VariableLookup& lookup, size_t bytes_max) {
  Expander expander(lookup);
  std::string out = expander.expand(text, bytes_max, 0);
  expander.result.text = std::move(out);
  return std::move(expander.result);
}

}  // namespace denwaban::parse
