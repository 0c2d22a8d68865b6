// SPDX-License-Identifier: GPL-3.0-or-later
#include "detect/manner.h"

#include <algorithm>
#include <array>

namespace denwaban::detect {
namespace {

constexpr size_t kPeople = 5;      // who mistype within ten minutes and share an address
constexpr size_t kTelephones = 2;  // with an old password, behind one address
constexpr uint32_t kTypos = 2;
constexpr uint32_t kOneTry = 3;  // seconds: REGISTER, SUBSCRIBE and PUBLISH with the same old password

}  // namespace

Manner manner_of(const History& history, Seconds window, uint32_t now) {
  struct Tried {
    NameIndex name = kNoName;
    uint32_t begin = 0, count = 0;  // of the latest try, which may be several requests; tries
  };
  std::array<Tried, kPeople> tried;
  Manner manner;
  history.each_within(window, now, [&](const History::Hit& hit) {
    auto* end = tried.begin() + manner.names;
    auto* at = std::find_if(tried.begin(), end, [&](const Tried& t) { return t.name == hit.name; });
    bool full = at == end && manner.names == tried.size();
    if (full || hit.name == kOtherName || hit.weight > 1) manner.countable = false;
    if (full) return;
    if (at == end) {
      ++manner.names;
      *at = {hit.name, hit.second, 0};
    } else if (hit.second <= at->begin + kOneTry) {
      return;
    } else if (hit.second < at->begin + kTelephonePause) {
      manner.unhurried = false;
    }
    at->begin = hit.second;
    manner.most = std::max(manner.most, ++at->count);
  });
  return manner;
}

bool like_honest_people(const Manner& manner, uint32_t recent, uint32_t burst) {
  if (!manner.countable) return false;
  bool telephones = manner.names <= kTelephones && manner.unhurried;
  bool people = manner.most <= kTypos && (burst == 0 || recent < burst);
  return telephones || people;
}

}  // namespace denwaban::detect
