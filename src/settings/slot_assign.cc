// SPDX-License-Identifier: GPL-3.0-or-later
#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <limits>
#include <type_traits>

#include "settings/slot.h"

namespace denwaban::settings {
namespace {

constexpr size_t kListMax = 10'000;  // elements of one list

using Complaint = std::optional<std::string>;

std::optional<Milliseconds> as_duration(const Written& written) {
  if (auto* number = std::get_if<int64_t>(&written.value))
    if (*number >= 0 && *number <= int64_t{100} * 365 * 86400) return Seconds(*number);
  auto* text = std::get_if<std::string>(&written.value);
  if (text == nullptr) return std::nullopt;
  if (text->size() > 2 && text->substr(text->size() - 2) == "ms") {
    int64_t ms = 0;
    const char* last = text->data() + text->size() - 2;
    auto [end, error] = std::from_chars(text->data(), last, ms);
    return error == std::errc() && end == last && ms >= 0 ? std::optional(Milliseconds(ms)) : std::nullopt;
  }
  auto span = parse_duration(*text);
  return span ? std::optional<Milliseconds>(*span) : std::nullopt;
}

std::string range_complaint(const Slot& slot, const Bounds& bounds) {
  return fmt::format("allowed is {}", bounds_text(slot, bounds));
}

template <class Number>
Complaint assign_number(Number* place, const Written& written, const Slot& slot, const Bounds& bounds) {
  auto* number = std::get_if<int64_t>(&written.value);
  if (number == nullptr) return "write a whole number";
  uint64_t max = std::min<uint64_t>(bounds.max, std::numeric_limits<Number>::max());
  if (*number < 0)
    return bounds_text(slot, bounds).empty() ? "write 0 or more" : range_complaint(slot, bounds);
  if (static_cast<uint64_t>(*number) < bounds.min || static_cast<uint64_t>(*number) > max)
    return range_complaint(slot, bounds);
  *place = static_cast<Number>(*number);
  return std::nullopt;
}

Complaint assign_fraction(double* place, const Written& written, const Slot& slot, const Bounds& bounds) {
  double value = 0;
  if (auto* fraction = std::get_if<double>(&written.value))
    value = *fraction;
  else if (auto* number = std::get_if<int64_t>(&written.value))
    value = static_cast<double>(*number);
  else
    return "write a number";
  bool inside = value >= static_cast<double>(bounds.min) && value <= static_cast<double>(bounds.max);
  if (!std::isfinite(value) || !inside) return range_complaint(slot, bounds);
  *place = value;
  return std::nullopt;
}

template <class Span>
Complaint assign_span(Span* place, const Written& written, const Slot& slot, const Bounds& bounds) {
  auto span = as_duration(written);
  if (!span) return "write a duration like \"90s\", \"10m\", \"4h\" or \"1d\", or a number of seconds";
  auto rounded = std::chrono::duration_cast<Span>(*span);
  if (rounded != *span) return "write whole seconds";
  auto count = static_cast<uint64_t>(rounded.count());
  if (count < bounds.min || count > bounds.max) return range_complaint(slot, bounds);
  *place = rounded;
  return std::nullopt;
}

Complaint assign_text(std::string* place, const Written& written, const Bounds& bounds) {
  auto* text = std::get_if<std::string>(&written.value);
  if (text == nullptr) return "write text in quotes";
  if (text->find('\0') != std::string::npos) return "leave out the NUL byte";
  if (text->size() < bounds.min) return "it must not be empty";
  if (text->size() > std::min<uint64_t>(bounds.max, 4096)) return "it is too long";
  *place = *text;
  return std::nullopt;
}

// Takes the elements one by one; the first complaint names its element.
template <class Element, class Take>
Complaint assign_list(std::vector<Element>* place, const Written& written, std::string_view example,
                      const Bounds& length, Take take) {
  auto* list = std::get_if<std::vector<Written>>(&written.value);
  if (list == nullptr) return fmt::format("write a list like {}", example);
  if (list->size() < length.min) return "the list must not be empty";
  if (list->size() > std::min<uint64_t>(length.max, kListMax))
    return fmt::format("the list is longer than {}", std::min<uint64_t>(length.max, kListMax));
  std::vector<Element> taken;
  for (size_t i = 0; i < list->size(); ++i) {
    Element element{};
    if (Complaint complaint = take((*list)[i], element))
      return fmt::format("element {} is {}: {}", i + 1, value_text((*list)[i]), *complaint);
    taken.push_back(std::move(element));
  }
  *place = std::move(taken);
  return std::nullopt;
}

Complaint take_prefix(const Written& written, IpPrefix& out) {
  auto* text = std::get_if<std::string>(&written.value);
  auto prefix = text != nullptr ? IpPrefix::parse(*text) : std::nullopt;
  if (!prefix) return "write an address or a network whose host bits are zero, like \"192.0.2.0/24\"";
  out = *prefix;
  return std::nullopt;
}

struct Assigner {
  const Slot& slot;
  const Written& written;
  const Bounds& bounds;

  Complaint operator()(bool* place) const {
    auto* flag = std::get_if<bool>(&written.value);
    if (flag == nullptr) return "write true or false";
    *place = *flag;
    return std::nullopt;
  }
  template <class Number>
  requires std::is_integral_v<Number> Complaint operator()(Number* place) const {
    return assign_number(place, written, slot, bounds);
  }
  Complaint operator()(double* place) const { return assign_fraction(place, written, slot, bounds); }
  Complaint operator()(std::string* place) const { return assign_text(place, written, bounds); }
  Complaint operator()(Seconds* place) const { return assign_span(place, written, slot, bounds); }
  Complaint operator()(Milliseconds* place) const { return assign_span(place, written, slot, bounds); }
  Complaint operator()(std::vector<std::string>* place) const {
    auto take = [](const Written& one, std::string& out) { return assign_text(&out, one, {1}); };
    return assign_list(place, written, "[\"a\", \"b\"]", bounds, take);
  }
  Complaint operator()(std::vector<IpPrefix>* place) const {
    return assign_list(place, written, "[\"192.0.2.0/24\", \"2001:db8::/32\"]", bounds, take_prefix);
  }
  Complaint operator()(std::vector<Seconds>* place) const {
    Seconds whole{};
    auto take = [&](const Written& one, Seconds& out) {
      return assign_span(&out, one, Slot(&whole), bounds);
    };
    return assign_list(place, written, "[\"1h\", \"4h\", 86400]", {1, 100}, take);
  }
};

}  // namespace

std::optional<std::string> assign(const Slot& slot, const Written& written, const Bounds& bounds) {
  return std::visit(Assigner{slot, written, bounds}, slot);
}

}  // namespace denwaban::settings
