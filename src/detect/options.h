// SPDX-License-Identifier: GPL-3.0-or-later
// When a detector speaks, and how loudly. Severity decides what policy does: `info` and `low` are named only,
// `medium` and above are acted on. A threshold of 0 switches its rule off. The reason beside each default
// goes into the configuration reference.
#pragma once

#include <chrono>
#include <cstdint>
#include <vector>

#include "base/ip.h"
#include "base/time.h"

namespace denwaban::detect {

inline constexpr Seconds kMinute{60};
inline constexpr Seconds kHour{3600};
inline constexpr Seconds kDay{86'400};

// One address, many failed logins.
struct AuthGuessing {
  bool enabled = true;
  // "fast". Five: a person mistypes two or three times. Two accounts: one telephone has one account. Ten
  // minutes: longer than a person keeps trying.
  uint32_t short_count = 5;
  uint32_t short_accounts = 2;
  Seconds short_window{600};
  // "fast" at a single account. A telephone with an old password retries every 30 to 120 s, at most three
  // times a minute; guessers are faster.
  uint32_t burst_count = 5;
  Seconds burst_window{60};
  // As many it takes where the address is only claimed, in either window: one datagram makes a claim, and a
  // handful of forged ones must not suffice against somebody whom we do not know yet. A guesser passes it
  // within seconds.
  uint32_t claimed_count = 8;
  // The same for a steady pace: seventeen in five minutes is one in 18 s; telephones retry after 20 s at the soonest.
  uint32_t steady_count = 17;
  Seconds steady_window{300};
  // From here on the severity is high.
  uint32_t high_count = 20;
  // "slow": one guess an hour or two. Three accounts: two stale telephones behind one address are common.
  uint32_t slow_count = 12;
  uint32_t slow_accounts = 3;
  Seconds slow_window = kDay;
  // "slow" for the patient: one guess a day.
  uint32_t very_slow_count = 30;
  Seconds very_slow_window = 30 * kDay;
  // "one_account", severity low: so many failures at one account that it is a stale password rather than a
  // typing error.
  uint32_t one_account_count = 5;
};

// One address, many names that do not exist.
struct AccountEnumeration {
  bool enabled = true;
  // "names". Four: an office may keep a few telephones of deleted extensions, rarely that many at once.
  uint32_t short_names = 4;
  Seconds short_window{600};
  uint32_t day_names = 8;  // the slow form of it
  // "challenged": names asked for without ever answering the challenge, where the PBX answers all names
  // alike. Eight: names that logged in from there before do not count, so it is rarely a telephone.
  uint32_t challenged_names = 8;
  Seconds challenged_window{600};
};

// Calls without authentication.
struct DialProbe {
  bool enabled = true;
  uint32_t short_count = 3;  // honest callers over SIP without an account dial one number, perhaps twice
  Seconds short_window{600};
  uint32_t international_numbers =
      2;  // different numbers with an international prefix: a hunt for the way out
};

// Requests that only look.
struct Scanner {
  bool enabled = true;
  uint32_t marks = 2;    // events with a tool's mark; the first alone is "low": a header is easily written
  uint32_t targets = 5;  // different names asked for
  Seconds short_window{600};
  // A single name is what a monitor asks for. Over 20 in a minute nobody monitors.
  uint32_t one_name_count = 21;
  Seconds one_name_window{60};
};

// Packets that cannot be parsed.
struct Malformed {
  bool enabled = true;
  uint32_t short_count = 3;  // a broken device sends one kind of them now and then
  Seconds short_window{600};
  uint32_t crash_count = 2;  // with the shape of a published attack: no device sends two of those by accident
};

// AMI, ARI, HTTP.
struct ManagementGuessing {
  bool enabled = true;
  uint32_t short_count = 3;  // programs log in here: they rarely mistype
  Seconds short_window{600};
  uint32_t names = 2;  // different names within a day: nobody has two
  uint32_t high_count = 10;
};

// What is asked of the manager interface after a login, seen on the wire: told unless it comes from this
// machine or from here.
struct ManagementAbuse {
  bool enabled = true;
  std::vector<IpPrefix> known;
  // A user who has logged in from there for so long, and nobody guessed there meanwhile, is a program of the
  // administrator's: a day, in which he can read what was told of it.
  Seconds familiar{86400};
};

// Records and packets that name another than their sender.
struct FalseNames {
  bool enabled = true;
  uint32_t short_count =
      3;  // one may be a strange display name, or a telephone that moved to another network
  Seconds short_window{600};
};

// More than the exchange is there for.
struct Flood {
  bool enabled = true;
  // Requests a second of one source that were not served, for so many intervals of the wire's summary (ten
  // seconds) in a row. An office of 300 telephones that comes back after a power cut stays below, as each
  // login that succeeds excuses `excused` requests: a challenge, and what its telephone sent again meanwhile.
  uint32_t source_rate = 50;
  uint32_t intervals = 2;
  uint32_t excused = 12;
  // Addresses from which telephones log in may send so many times as much: they are many behind one address.
  uint32_t known_factor = 10;
  // Requests a second for one account or extension that were not served.
  uint32_t target_rate = 50;
  // The mixture of requests and answers is compared with the learned normal from so many messages a second on
  // …
  uint32_t mixture_rate = 50;
  // … once so much time without findings was learned from …
  Seconds learning = kDay;
  // … and is told when its distance exceeds the mean by so many mean deviations, for `intervals` in a row.
  double deviations = 6;
  // What the normal may drift within a day, as a distance: who poisons it slowly needs weeks.
  double drift = 0.05;
};

// One account, many addresses.
struct AccountGuessing {
  bool enabled = true;
  // Four: a user may move between home, office and mobile network with an old password.
  uint32_t addresses = 4;
  uint32_t failures = 10;
  Seconds window = kDay;
  uint32_t failures_each = 3;  // an address with so many takes part for certain ("distributed")
};

// A network acting together.
struct Campaign {
  bool enabled = true;
  uint32_t addresses = 4;  // suspicious ones in an IPv4 /24 or an IPv6 /48 …
  uint32_t failures_each =
      2;  // … with at least so many failures each: a single one may be forged or mistyped
  // … or so many of which each failed with proof, be it once: who has a /48 or a /24 guesses once from each
  // address. Sixteen: people who mistype once and share no more than a provider are fewer within a day, and
  // none of them logs in.
  uint32_t addresses_once = 16;
  uint32_t failures = 10;
  Seconds window = kDay;
  uint32_t networks = 3;  // campaigns in a /20, a /16, an IPv6 /32 make it one campaign
};

// Success after guessing.
struct AccountTakeover {
  // Logins from a new country are told of accounts that have been known for so long. 0: never.
  Seconds known_after = 3 * kDay;
  bool enabled = true;
  uint32_t failures = 5;    // at the account, from the address, within a day, and not a telephone's retries
  uint32_t management = 2;  // failures or names, for AMI and HTTP
};

// A proxy or a NAT in front of the PBX carries everybody: banning it would end the service.
struct SharedFront {
  uint32_t failures = 1'000;  // looked at together: enough that chance plays no part
  uint32_t accounts = 50;
  double share = 0.8;
  uint32_t logins = 3;  // accounts that log in from there as well
};

struct Telling {
  // A finding that policy acts on is told again while it goes on: bans run out. After twice as long each
  // time, up to again_minor.
  Seconds again = kMinute;
  Seconds again_minor = kHour;  // one that is only named
  Seconds quiet = kHour;        // a fast one is closed after so long without evidence …
  Seconds quiet_slow =
      2 * kDay;  // … what is slow, spread or only named, later: one guess a day is one finding
};

// All memory is taken as needed, up to these.
struct Limits {
  uint32_t claimed_v4 = 1'000'000;  // addresses counted, 13.3 bytes each when full
  uint32_t claimed_v6 = 250'000;    // /64 networks, 17.8 bytes each
  // Apart, so that forged addresses cannot push out those that are proven.
  uint32_t proven_v4 = 250'000;
  uint32_t proven_v6 = 60'000;
  uint32_t accounts = 250'000;  // counted, 17.8 bytes each
  uint32_t suspects = 8'192;  // addresses with history, 0.4 to 1.5 kB each; a quarter is kept for the proven
  uint32_t account_records = 2'048;  // accounts with history, up to 4 kB each
  uint32_t networks = 2'048;         // prefixes with history, up to 2 kB each
  uint32_t names = 32'768;           // account names kept as text
  // The first failure makes a suspect while there is room; the fuller it is, the more failures it takes, up
  // to this many.
  uint32_t promotion_max = 4;
};

struct Options {
  AuthGuessing auth_guessing;
  AccountEnumeration account_enumeration;
  DialProbe dial_probe;
  Scanner scanner;
  Malformed malformed;
  ManagementGuessing management_guessing;
  ManagementAbuse management_abuse;
  FalseNames forgery;
  Flood flood;
  AccountGuessing account_guessing;
  Campaign campaign;
  AccountTakeover account_takeover;
  SharedFront shared_front;
  Telling telling;
  Limits limits;
  // Every record of a failure counts one, whatever it is, without merging witnesses: as fail2ban does.
  bool count_lines = false;
};

// Finds at `medium` exactly the addresses that fail2ban's jail would ban with `max_retry` and `find_time`,
// and nothing else. How, and how far this is exact, stands in jail.h.
Options like_fail2ban(uint32_t max_retry, Seconds find_time);

}  // namespace denwaban::detect
