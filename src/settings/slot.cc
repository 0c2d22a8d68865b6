// SPDX-License-Identifier: GPL-3.0-or-later
#include "settings/slot.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <type_traits>

#include "text/printable.h"

namespace denwaban::settings {
namespace {

constexpr size_t kListMax = 10'000;  // elements that an argument is split into
constexpr size_t kShownMax = 60;     // columns of a wrong value in a sentence

std::string quoted(std::string_view text) {
  std::string out = "\"";
  for (char c : text) {
    if (c == '"' || c == '\\') out += '\\';
    out += c;
  }
  return out + '"';
}

std::string format_ms(Milliseconds span) {
  return span.count() % 1000 == 0 ? format_duration(std::chrono::duration_cast<Seconds>(span))
                                  : fmt::format("{}ms", span.count());
}

template <class Range, class ToText>
std::string list_text(const Range& list, ToText to_text) {
  std::string out = "[";
  for (const auto& element : list) out += (out.size() > 1 ? ", " : "") + to_text(element);
  return out + "]";
}

std::string count_bounds(uint64_t min, uint64_t max, uint64_t type_max, auto to_text) {
  max = std::min(max, type_max);
  if (min == 0 && max == type_max)
    return type_max >= UINT32_MAX ? std::string() : fmt::format("0 to {}", max);
  if (max == type_max && type_max >= UINT32_MAX) return fmt::format("at least {}", to_text(min));
  return fmt::format("{} to {}", to_text(min), to_text(max));
}

struct Shower {
  std::string operator()(const bool* place) const { return *place ? "true" : "false"; }
  template <class Number>
  requires std::is_arithmetic_v<Number> std::string operator()(const Number* place) const {
    return fmt::format("{}", *place);
  }
  std::string operator()(const std::string* place) const { return quoted(*place); }
  std::string operator()(const Seconds* place) const { return quoted(format_duration(*place)); }
  std::string operator()(const Milliseconds* place) const { return quoted(format_ms(*place)); }
  std::string operator()(const std::vector<std::string>* place) const { return list_text(*place, quoted); }
  std::string operator()(const std::vector<IpPrefix>* place) const {
    return list_text(*place, [](const IpPrefix& prefix) { return quoted(prefix.to_string()); });
  }
  std::string operator()(const std::vector<Seconds>* place) const {
    return list_text(*place, [](Seconds span) { return quoted(format_duration(span)); });
  }
};

bool is_list(const Slot& slot) {
  return std::holds_alternative<std::vector<std::string>*>(slot) ||
         std::holds_alternative<std::vector<IpPrefix>*>(slot) ||
         std::holds_alternative<std::vector<Seconds>*>(slot);
}

Written scalar_for(const Slot& slot, std::string_view argument) {
  if (std::holds_alternative<std::string*>(slot) || is_list(slot)) return {std::string(argument)};
  if (argument == "true" || argument == "false") return {argument == "true"};
  int64_t number = 0;
  const char* last = argument.data() + argument.size();
  if (auto [end, error] = std::from_chars(argument.data(), last, number); error == std::errc() && end == last)
    return {number};
  double fraction = 0;
  if (auto [end, error] = std::from_chars(argument.data(), last, fraction);
      error == std::errc() && end == last)
    return {fraction};
  return {std::string(argument)};
}

std::string_view trimmed(std::string_view text, std::string_view away) {
  size_t first = text.find_first_not_of(away);
  return first == std::string_view::npos ? std::string_view()
                                         : text.substr(first, text.find_last_not_of(away) - first + 1);
}

}  // namespace

std::string type_text(const Slot& slot) {
  static constexpr std::string_view kWords[] = {"true or false",
                                                "a whole number",
                                                "a whole number",
                                                "a whole number",
                                                "a whole number",
                                                "a number",
                                                "text",
                                                "a duration",
                                                "a duration",
                                                "a list of texts",
                                                "a list of addresses and networks",
                                                "a list of durations"};
  static_assert(std::variant_size_v<Slot> == std::size(kWords));
  return std::string(kWords[slot.index()]);
}

std::string value_text(const Slot& slot) { return std::visit(Shower{}, slot); }

std::string value_text(const Written& written) {
  struct Words {
    std::string operator()(bool flag) const { return flag ? "true" : "false"; }
    std::string operator()(int64_t number) const { return fmt::format("{}", number); }
    std::string operator()(double number) const { return fmt::format("{}", number); }
    std::string operator()(const std::string& text) const { return quoted(text::printable(text, kShownMax)); }
    std::string operator()(const std::vector<Written>& list) const {
      return list.empty() ? "an empty list" : fmt::format("a list of {}", list.size());
    }
    std::string operator()(const Written::Other& other) const { return other.what; }
  };
  return std::visit(Words{}, written.value);
}

Written written_for(const Slot& slot, std::string_view argument) {
  if (!is_list(slot)) return scalar_for(slot, argument);
  std::vector<Written> list;
  std::string_view rest = trimmed(argument, " []");
  while (!rest.empty() && list.size() <= kListMax) {
    size_t comma = rest.find(',');
    list.push_back({std::string(trimmed(rest.substr(0, comma), " \""))});
    rest = comma == std::string_view::npos ? std::string_view() : rest.substr(comma + 1);
  }
  return {std::move(list)};
}

std::string bounds_text(const Slot& slot, const Bounds& bounds) {
  auto plain = [](uint64_t number) { return fmt::format("{}", number); };
  auto seconds = [](uint64_t count) { return format_duration(Seconds(static_cast<int64_t>(count))); };
  auto milliseconds = [](uint64_t count) { return format_ms(Milliseconds(static_cast<int64_t>(count))); };
  if (std::holds_alternative<uint8_t*>(slot)) return count_bounds(bounds.min, bounds.max, UINT8_MAX, plain);
  if (std::holds_alternative<uint16_t*>(slot)) return count_bounds(bounds.min, bounds.max, UINT16_MAX, plain);
  if (std::holds_alternative<uint32_t*>(slot)) return count_bounds(bounds.min, bounds.max, UINT32_MAX, plain);
  if (std::holds_alternative<uint64_t*>(slot) || std::holds_alternative<double*>(slot))
    return count_bounds(bounds.min, bounds.max, UINT64_MAX, plain);
  if (std::holds_alternative<Seconds*>(slot) || std::holds_alternative<std::vector<Seconds>*>(slot))
    return count_bounds(bounds.min, bounds.max, UINT64_MAX, seconds);
  if (std::holds_alternative<Milliseconds*>(slot))
    return count_bounds(bounds.min, bounds.max, UINT64_MAX, milliseconds);
  return {};
}

}  // namespace denwaban::settings
