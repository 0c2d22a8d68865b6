// SPDX-License-Identifier: GPL-3.0-or-later
// Where each account logs in from: country and network (autonomous system) of the address, as registries have them. A
// login from a country that an account never logged in from, after it has been known for a while, is told: its user
// travels, or its password does. Nobody is banned for that.
#pragma once

#include <absl/container/flat_hash_map.h>

#include <cstdint>
#include <string>
#include <vector>

#include "base/bytes.h"
#include "base/hash.h"
#include "detect/names.h"
#include "detect/options.h"
#include "knowledge/atlas.h"

namespace denwaban::detect {

class Places {
 public:
  explicit Places(const AccountTakeover& options) : options_(options) {}

  enum class News : uint8_t {
    none,
    network,         // another network of a known country: a mobile telephone does that all the time
    country,         // a country that is new
    second_country,  // the same, while the account is logged in from another one
  };
  struct Answer {
    News news = News::none;
    std::string move;  // "DE, FR -> US"
  };
  // A login with a password. `account`: Accounts::key_of.
  Answer logged_in(uint64_t account, const knowledge::Origin& origin, Time now);

  size_t bytes() const;
  void save(ByteWriter& out) const;
  bool load(ByteReader& in);

 private:
  struct Place {
    char country[2] = {0, 0};
    uint32_t network = 0;
    uint32_t last = 0;  // seconds
    std::string_view name() const { return {country, country[0] == 0 ? 0u : 2u}; }
  };
  struct Record {
    uint32_t first = 0, last = 0;
    std::vector<Place> places;  // at most kPlacesMax; the one used longest ago makes room
  };
  // Accounts log in only with their password, so nobody from outside makes this grow.
  static constexpr size_t kAccountsMax = 20'000, kPlacesMax = 16;

  Record* record_of(uint64_t account, uint32_t now);
  static std::string move_of(const Record& record, std::string_view to);

  const AccountTakeover& options_;
  absl::flat_hash_map<uint64_t, Record, SameHash> records_;
};

}  // namespace denwaban::detect
