// SPDX-License-Identifier: GPL-3.0-or-later
// Logins by (address, port, account), any part of which may be left empty, the latest at the end. A new one
// beyond the capacity takes the place of the oldest. Internal to trust.cc.
#pragma once

#include <absl/container/flat_hash_set.h>

#include <list>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/bytes.h"
#include "base/hash.h"
#include "base/ip.h"
#include "base/time.h"

namespace denwaban::track {

struct Login {
  IpAddress address;
  uint16_t port = 0;
  std::string account;
  Time last{};
  // Devices: the login that the last change of the version told of. Users of the manager: the first login.
  Time told{};
  std::string used_by;  // devices only: the account that logged in from there
  // Devices only, not saved: a sketch of the accounts it failed at that never logged in from its address.
  uint64_t strange = 0;
  // Accounts only: the devices that use it, the latest at the end. Found again from `used_by` when loaded.
  std::vector<std::pair<IpAddress, uint16_t>> devices;
};

class TrustTable {
 public:
  TrustTable(size_t capacity, HashSeed seed) : capacity_(capacity), index_(0, Hash{seed}, Equal{}) {}
  // The index points into the list.
  TrustTable(const TrustTable&) = delete;
  TrustTable& operator=(const TrustTable&) = delete;

  struct Touched {
    Login& login;
    bool added = false;
  };
  // Finds or adds, and makes it the latest.
  Touched touch(const IpAddress& address, uint16_t port, std::string_view account);
  const Login* find(const IpAddress& address, uint16_t port, std::string_view account) const;
  Login* find(const IpAddress& address, uint16_t port, std::string_view account);
  bool erase(const IpAddress& address, uint16_t port, std::string_view account);
  const std::list<Login>& logins() const { return logins_; }

  void save(ByteWriter& out) const;
  bool load(ByteReader& in);

 private:
  struct Key {
    const IpAddress& address;
    uint16_t port;
    std::string_view account;
  };
  using Iterator = std::list<Login>::iterator;
  static Key key_of(Iterator at) { return {at->address, at->port, at->account}; }
  struct Hash {
    using is_transparent = void;
    HashSeed seed;
    size_t operator()(const Key& key) const {
      return mix(hash(seed, key.address) ^ key.port, hash(seed, key.account));
    }
    size_t operator()(Iterator at) const { return (*this)(key_of(at)); }
  };
  struct Equal {
    using is_transparent = void;
    static bool same(const Key& a, const Key& b) {
      return a.address == b.address && a.port == b.port && a.account == b.account;
    }
    bool operator()(Iterator a, Iterator b) const { return same(key_of(a), key_of(b)); }
    bool operator()(Iterator a, const Key& b) const { return same(key_of(a), b); }
    bool operator()(const Key& a, Iterator b) const { return same(a, key_of(b)); }
  };

  size_t capacity_;
  std::list<Login> logins_;
  absl::flat_hash_set<Iterator, Hash, Equal> index_;
};

}  // namespace denwaban::track
