// SPDX-License-Identifier: GPL-3.0-or-later
#include "detect/places.h"

#include <algorithm>

#include "detect/history.h"

namespace denwaban::detect {
namespace {

// So lately the account is still logged in from there: telephones register again within the hour.
constexpr uint32_t kStillThere = 3'600;
// An account that nobody used for so long makes room.
constexpr uint32_t kForgotten = 90 * 86'400;

}  // namespace

Places::Record* Places::record_of(uint64_t account, uint32_t now) {
  auto at = records_.find(account);
  if (at != records_.end()) return &at->second;
  if (records_.size() >= kAccountsMax)
    absl::erase_if(records_, [&](const auto& entry) { return entry.second.last + kForgotten < now; });
  if (records_.size() >= kAccountsMax) return nullptr;
  return &records_.emplace(account, Record{now, now, {}}).first->second;
}

std::string Places::move_of(const Record& record, std::string_view to) {
  std::vector<std::string> from;
  for (const Place& place : record.places) from.emplace_back(place.name());
  std::sort(from.begin(), from.end());
  from.erase(std::unique(from.begin(), from.end()), from.end());
  std::string move;
  for (const std::string& country : from) move += (move.empty() ? "" : ", ") + country;
  return move + " -> " + std::string(to);
}

Places::Answer Places::logged_in(uint64_t account, const knowledge::Origin& origin, Time time) {
  if (origin.country.size() != 2) return {};
  uint32_t now = second_of(time);
  Record* record = record_of(account, now);
  if (!record) return {};
  auto& places = record->places;
  auto in_country = [&](const Place& p) { return p.name() == origin.country; };
  auto here = std::find_if(places.begin(), places.end(),
                           [&](const Place& p) { return in_country(p) && p.network == origin.network; });
  record->last = std::max(record->last, now);
  if (here != places.end()) {
    here->last = std::max(here->last, now);
    return {};
  }
  Answer answer;
  bool learnt = now >= record->first + static_cast<uint32_t>(options_.known_after.count()) && !places.empty();
  if (learnt && options_.known_after.count() != 0) {
    bool elsewhere = std::any_of(places.begin(), places.end(), [&](const Place& p) { return p.last + kStillThere > now; });
    if (std::any_of(places.begin(), places.end(), in_country))
      answer.news = News::network;
    else
      answer.news = elsewhere ? News::second_country : News::country;
    answer.move = move_of(*record, origin.country);
  }
  Place place{{origin.country[0], origin.country[1]}, origin.network, now};
  if (places.size() < kPlacesMax)
    places.push_back(place);
  else
    *std::ranges::min_element(places, {}, &Place::last) = place;
  return answer;
}

size_t Places::bytes() const {
  return records_.capacity() * (sizeof(Record) + 9) + records_.size() * 2 * sizeof(Place);
}

void Places::save(ByteWriter& out) const {
  out.put(static_cast<uint32_t>(records_.size()));
  for (const auto& [account, record] : records_) {
    out.put(account);
    out.put(record.first);
    out.put(record.last);
    out.put(static_cast<uint32_t>(record.places.size()));
    for (const Place& place : record.places) {
      out.put(static_cast<uint8_t>(place.country[0]));
      out.put(static_cast<uint8_t>(place.country[1]));
      out.put(place.network);
      out.put(place.last);
    }
  }
}

bool Places::load(ByteReader& in) {
  uint32_t count = in.get_count(20);
  if (count > kAccountsMax) return false;
  for (uint32_t i = 0; i < count; ++i) {
    auto account = in.get<uint64_t>();
    Record record;
    record.first = in.get<uint32_t>();
    record.last = in.get<uint32_t>();
    uint32_t places = in.get_count(10);
    if (places > kPlacesMax) return false;
    for (uint32_t p = 0; p < places; ++p) {
      Place place;
      place.country[0] = static_cast<char>(in.get<uint8_t>());
      place.country[1] = static_cast<char>(in.get<uint8_t>());
      place.network = in.get<uint32_t>();
      place.last = in.get<uint32_t>();
      record.places.push_back(place);
    }
    records_.emplace(account, std::move(record));
  }
  return !in.failed();
}

}  // namespace denwaban::detect
