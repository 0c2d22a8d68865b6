// SPDX-License-Identifier: GPL-3.0-or-later
// Who logs in from where. Trust belongs to an account on a device at an address and port (architecture.md,
// idea 2): it is earned by logging in with a password and not after guessing; it is what keeps an office from
// losing its telephones.
//
// Two levels are kept in tables of their own. A SuccessfulAuth of chan_sip names the address where answers
// would go, and a
// `;maddr=` in the Via makes that any address (THREAT_MODEL.md): whoever holds one password can print logins
// "from" everywhere. Such logins are `seen`: they turn a ban that rests on claims into a rate limit and do
// nothing else; they never become devices, and no number of them pushes out an address that logged in with
// proof. Pure; bounded; one owner, one thread.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.h"
#include "base/hash.h"
#include "model/event.h"
#include "track/source_filter.h"

namespace denwaban::track {

enum class TrustLevel : uint8_t {
  none,
  seen,    // logins that a forged address could have claimed (all of chan_sip): claims alone do not ban it
  proven,  // logins whose address is proven (PJSIP's nonce, a TCP connection)
};

struct TrustOptions {
  // After the last login. A month: a phone comes back from its owner's holidays as an acquaintance.
  Seconds lifetime{30 * 86400};
  // How long a device passes the firewall ahead of every ban after its last login. Two hours: phones register
  // again every few minutes to an hour (RFC 3261, 10.3 leaves it to the server, Asterisk's default is an
  // hour), NATs reuse ports after.
  Seconds device_lifetime{2 * 3600};
  // Addresses, as many accounts and as many devices, for each level. About 70 MB if all of it is ever used.
  uint32_t addresses_max = 100'000;
  // Devices of one account behind one address; the one that logged in longest ago makes room. Thirty-two: an
  // account has a telephone or a few, and a NAT or a new connection moves each to another port now and then;
  // whoever holds one password must not fill the firewall with his own.
  uint32_t devices_per_account_max = 32;
  // Addresses that the exchange itself calls. A provider has a dozen; telephones that are looked after are among them.
  uint32_t peers_max = 10'000;
  // Users of the manager interface by address: programs, so a handful.
  uint32_t managers_max = 1'000;
};

class Trust {
 public:
  Trust(TrustOptions options, HashSeed seed);
  ~Trust();
  Trust(Trust&&) noexcept;
  Trust& operator=(Trust&&) noexcept;

  // Learns from auth_succeeded events; `guessed` says whether the address was guessing just before: then
  // nothing is earned, but a registered pair may renew what it has. Logins to the manager interface or over HTTP say nothing
  // about telephones, see manages(). Tainted events are ignored.
  void learn(const Event& event, bool guessed);

  // Learns from failures with proof. A device that fails at so many accounts (about; kStrangeMax in trust.cc)
  // that never logged in from its address guesses: it is no device any more, however often it logs in, until
  // a restart. It costs it nothing but its place before the bans.
  void doubt(const Event& event);

  // Learns from peer_answered events: whom the exchange itself calls.
  void meet(const Event& event);
  // Whether the exchange itself asked something of this address and had an answer, within `lifetime`. Where no telephone
  // logs in from there it is most likely a trunk; it speaks against claims, which a forger can make, and nothing else.
  bool is_peer(const IpAddress& address, Time now) const {
    return met_.may_hold(source_of(address)) && is_known_peer(address, now);
  }
  // Grows with each address that is_peer() is new for.
  uint64_t peers_met() const { return peers_met_; }

  // IPv6 by /64: a phone with privacy extensions changes the rest daily.
  TrustLevel of(const IpAddress& address, Time now) const { return of(address, {}, now); }
  // How this account did from this address: `none` when it never logged in from there.
  TrustLevel of(const IpAddress& address, std::string_view account, Time now) const {
    return met_.may_hold(source_of(address)) ? known_level(address, account, now) : TrustLevel::none;
  }
  // Whether this user of the manager interface, or of HTTP, logged in from this address with proof.
  bool manages(const IpAddress& address, std::string_view user, Time now) const;
  // Since when he does; nullopt: he does not.
  std::optional<Time> manages_since(const IpAddress& address, std::string_view user, Time now) const;
  // The best level of any address inside. Looks at every address that is known: for rare questions.
  TrustLevel within(const IpPrefix& prefix, Time now) const;

  // Registered `address . port` pairs, for the firewall's pass set: those with a proven login within
  // `device_lifetime`, the one with the oldest login first.
  struct Device {
    IpAddress address;  // exact, IPv6 too
    uint16_t port = 0;
    std::string account;  // the last that logged in from there
    TrustLevel level = TrustLevel::none;
    Time last{};
  };
  std::vector<Device> devices(Time now) const;
  // The pairs that would be among them if they did not guess (see `doubt`).
  std::vector<Device> guessers(Time now) const;
  // From where this account logged in (IPv6: /64), port 0, the best level each, the oldest login first. Looks at every login
  // that is known: for rare questions.
  std::vector<Device> logins_of(std::string_view account, Time now) const;
  bool is_device(const IpAddress& address, uint16_t port, Time now) const;
  // The version grows when a device appears, is pushed out, or has logged in again so much later that its
  // place in the firewall should be renewed (a quarter of `device_lifetime`). Devices that run out do so
  // silently.
  bool changed_since(uint64_t version) const;
  uint64_t version() const;
  // What changed since a version: devices that pass now, and those that do no longer. nullopt: that is too
  // long ago to tell, see devices().
  struct News {
    Device device;
    bool gone = false;
    bool guesses = false;  // gone, and one of guessers()
  };
  std::optional<std::vector<News>> news_since(uint64_t version, Time now) const;

  // `load` takes only what `save` wrote, of the same version; anything else leaves nothing learnt and gives
  // false.
  void save(ByteWriter& out) const;
  bool load(ByteReader& in);

 private:
  struct Tables;
  bool is_known_peer(const IpAddress& address, Time now) const;
  TrustLevel known_level(const IpAddress& address, std::string_view account, Time now) const;
  void note_sources();
  bool renews(const Event& event) const;
  void learn_manager(const Event& event);
  void keep_few(const IpAddress& source, std::string_view account, const Event& event,
                std::string_view used_before);
  void note(const IpAddress& address, uint16_t port);
  TrustOptions options_;
  HashSeed seed_;
  std::unique_ptr<Tables> tables_;
  SourceFilter met_;  // sources of `tables_`, but for managers
  uint64_t version_ = 0;
  uint64_t peers_met_ = 0;
};

}  // namespace denwaban::track
