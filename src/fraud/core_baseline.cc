// SPDX-License-Identifier: GPL-3.0-or-later
// What is ordinary, told to people.
#include <algorithm>
#include <map>

#include "fraud/core.h"

namespace denwaban::fraud {
namespace {

// Habits know places by their keys alone; there are a few hundred places in all.
std::map<uint64_t, std::string> names_of_places(HashSeed seed) {
  std::map<uint64_t, std::string> names;
  for (const knowledge::Destination& to : knowledge::destinations()) {
    std::string place = place_of(to);
    names.emplace(hash(seed, place), place);
  }
  return names;
}

std::vector<Baseline::Place> places_of(const KnownPlaces& known, HashSeed seed) {
  const auto names = names_of_places(seed);
  std::vector<Baseline::Place> places;
  for (const KnownPlace& place : known.all()) {
    const auto name = names.find(place.place);
    places.push_back({name == names.end() ? std::string() : name->second, place.days, place.calls, place.last_day});
  }
  std::ranges::sort(places, [](const auto& a, const auto& b) { return a.days != b.days ? a.days > b.days : a.name < b.name; });
  return places;
}

}  // namespace

Baseline Detectors::Impl::baseline(const std::string& account) {
  Baseline baseline;
  baseline.days = exchange_.calls == 0 ? 0 : last_day_ - exchange_.first_day + 1;
  if (account.empty()) {
    constexpr double kQuiet = 1.5;
    baseline.known = exchange_.calls > 0;
    baseline.calls = exchange_.calls;
    baseline.places = places_of(exchange_.places, seed_);
    baseline.hours_learned = exchange_.hours.learned();
    for (int8_t weekday = 0; weekday < 7; ++weekday)
      for (int8_t hour = 0; hour < 24; ++hour)
        baseline.quiet[static_cast<size_t>(weekday)][static_cast<size_t>(hour)] =
            exchange_.hours.unusual({last_day_, weekday, hour, 0, 0}) >= kQuiet;
    return baseline;
  }
  const Account* one = accounts_.find(accounts_.key(account));
  if (one == nullptr) return baseline;
  baseline.known = true;
  baseline.calls = one->calls;
  baseline.places = places_of(one->places, seed_);
  baseline.in_ten_minutes = one->ten_minutes.value();
  baseline.in_hour = one->hour.value();
  baseline.in_day = one->day.value();
  baseline.at_once = one->at_once.value();
  baseline.spent = one->spent.value();
  return baseline;
}

std::vector<std::string> Detectors::Impl::accounts() const {
  std::vector<std::string> names;
  accounts_.each([&](const Account& account) {
    if (!account.name.starts_with('\x01')) names.push_back(account.name);
  });
  std::ranges::sort(names);
  return names;
}

}  // namespace denwaban::fraud
