// SPDX-License-Identifier: GPL-3.0-or-later
#include "audit/dialplan/samples.h"

#include <algorithm>

namespace denwaban::audit {
namespace {

constexpr size_t kPlacesMax = 64;
constexpr size_t kUsualLength = 12;  // digits of an international number with its prefix
constexpr std::string_view kDigits = "0123456789";

// What may stand at each place, in ascending order; what may follow behind the last one.
struct Places {
  std::vector<std::string> sets;
  bool more = false;       // '.' or '!'
  bool needs_one = false;  // '.'
  bool valid = true;
};

std::string set_of(std::string_view inside) {
  std::string all;
  for (size_t i = 0; i < inside.size() && all.size() < 256; ++i) {
    if (i + 2 < inside.size() && inside[i + 1] == '-') {
      for (int c = inside[i]; c <= inside[i + 2]; ++c) all += static_cast<char>(c);
      i += 2;
    } else {
      all += inside[i];
    }
  }
  std::sort(all.begin(), all.end());
  return all;
}

std::string letter_set(char c) {
  switch (c) {
    case 'X':
    case 'x':
      return std::string(kDigits);
    case 'Z':
    case 'z':
      return std::string(kDigits.substr(1));
    case 'N':
    case 'n':
      return std::string(kDigits.substr(2));
    default:
      return std::string(1, c);
  }
}

Places places_of(std::string_view text, bool pattern) {
  Places places;
  for (size_t i = 0; i < text.size() && places.sets.size() < kPlacesMax; ++i) {
    char c = text[i];
    if (c == '-') continue;
    if (!pattern) {
      places.sets.emplace_back(1, c);
    } else if (c == '[') {
      size_t close = text.find(']', i);
      if (close == std::string_view::npos || close == i + 1) {
        places.valid = false;
        return places;
      }
      places.sets.push_back(set_of(text.substr(i + 1, close - i - 1)));
      i = close;
    } else if (c == '.' || c == '!') {
      places.more = true;
      places.needs_one = c == '.';
      break;
    } else {
      places.sets.push_back(letter_set(c));
    }
  }
  for (const std::string& set : places.sets) places.valid = places.valid && !set.empty();  // "[9-1]" is no character at all
  return places;
}

Places places_of(std::string_view extension) {
  bool pattern = extension.starts_with('_');
  return places_of(pattern ? extension.substr(1) : extension, pattern);
}

std::string both(const std::string& a, const std::string& b) {
  std::string common;
  std::set_intersection(a.begin(), a.end(), b.begin(), b.end(), std::back_inserter(common));
  return common;
}

// What a place beyond the written ones may hold; empty: nothing stands there.
std::string beyond(const Places& places) { return places.more ? std::string(kDigits) : std::string(); }

std::string at(const Places& places, size_t index) { return index < places.sets.size() ? places.sets[index] : beyond(places); }

size_t shortest(const Places& places) { return places.sets.size() + (places.needs_one ? 1 : 0); }

}  // namespace

std::vector<std::string> sample_numbers(std::string_view extension) {
  Places places = places_of(extension);
  if (!places.valid) return {};
  std::vector<std::string> all;
  for (int variant = 0; variant < 3; ++variant) {
    std::string number;
    for (const std::string& set : places.sets) number += set[variant == 0 ? 0 : variant == 1 ? set.size() - 1 : set.size() / 2];
    if (places.more) number += variant == 0 ? (places.needs_one ? "1" : "") : variant == 1 ? "99999999" : "4412345";
    if (number.empty()) number = "1";
    if (std::find(all.begin(), all.end(), number) == all.end()) all.push_back(std::move(number));
  }
  return all;
}

std::optional<std::string> common_number(std::string_view extension, std::string_view pattern, size_t skipped) {
  Places own = places_of(extension);
  Places wanted = places_of(pattern, true);
  if (!own.valid || !wanted.valid || skipped > kPlacesMax) return std::nullopt;
  size_t least = std::max(shortest(own), skipped + shortest(wanted));
  size_t most = own.more ? kPlacesMax * 3 : own.sets.size();
  if (!wanted.more) most = std::min(most, skipped + wanted.sets.size());
  size_t length = std::min(std::max(least, skipped + kUsualLength), most);
  if (length < least) return std::nullopt;
  std::string number;
  for (size_t i = 0; i < length; ++i) {
    std::string set = at(own, i);
    if (i >= skipped) {
      std::string theirs = at(wanted, i - skipped);
      bool open = i >= own.sets.size();
      const bool also_open = i - skipped >= wanted.sets.size();  // behind a '.' anything may stand, '+' too
      const std::string common = both(set, theirs);
      set = open && set.size() == kDigits.size() ? theirs : common.empty() && also_open ? set : common;
    }
    if (set.empty()) return std::nullopt;
    number += set.front();
  }
  return number;
}

}  // namespace denwaban::audit
