// SPDX-License-Identifier: GPL-3.0-or-later
// Who asked what, where and how, month by month: attempts at this exchange, counted so that years of them fit
// into a few megabytes, whatever comes. What `observe` shows.
//
// Counted is each attempt once: what the tracker marked as told already adds only what the first witness did
// not know (method, port, tool); what its sender wrote into the log himself is not counted. Not an attempt is
// what belongs to running a telephone exchange:
//   - logins that succeeded, and the challenges before them: a challenge counts once its address did not log
//   in for
//     a minute;
//   - whoever is spared (allow list, trunks, this machine);
//   - of addresses that phones log in from: probes, challenges, and failures at the account that logs in from
//   there.
// Months are those of UTC. Pure; one owner, one thread.
#pragma once

#include <array>
#include <deque>
#include <functional>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "knowledge/atlas.h"
#include "model/event.h"
#include "report/distinct.h"
#include "report/top_keys.h"
#include "report/tried.h"
#include "track/trust.h"
#include "track/wire_tracker.h"

namespace denwaban::report {

enum class Dimension : uint8_t {
  kind,     // of attempt
  service,  // of the PBX
  method,   // of SIP
  transport,
  port,  // of ours, that was asked
  tool,  // by its marks
  country,
  network,
  account,    // SIP, IAX2 and HTTP names tried
  extension,  // dialled without a login
  ami_user,
  ami_password,
};
inline constexpr size_t kDimensions = static_cast<size_t>(Dimension::ami_password) + 1;
std::string_view name_of(Dimension dimension);
std::optional<Dimension> parse_dimension(std::string_view name);

// A month as a number that counts on: year * 12 + month - 1.
using MonthNumber = int32_t;
MonthNumber month_of(Time time);
std::string month_text(MonthNumber month);  // "2026-11"
std::optional<MonthNumber> parse_month(std::string_view text);
unsigned days_in(MonthNumber month);

struct Month {
  Month(size_t keys_max, size_t texts_max);

  uint64_t attempts = 0;
  uint64_t proven = 0;  // of them from addresses that are proven
  std::array<uint64_t, 31> days{};
  Distinct addresses;
  std::array<TopKeys, kDimensions> keys;  // of the last two nothing: they are here
  Tried users, passwords;
  // What logs told of methods; packets, where they are seen, tell of every request.
  TopKeys method_in_logs;
};

struct TallyOptions {
  size_t months_max = 25;  // two years and the one that runs
  size_t keys_max = 512;   // of each dimension and month …
  size_t keys_kept = 100;  // … and once the month is over
  size_t texts_max = 512;  // names and passwords tried at the manager interface
  Milliseconds challenge_wait{60'000};
  size_t waiting_max = 4096;  // addresses whose challenges wait for a login
};

class Tally {
 public:
  // Whom no decision may hit.
  using Spared = std::function<bool(const IpAddress& address, Time now)>;

  // `atlas` outlives it. The seed hides texts that must not be told (tried.h); `load` brings the one of
  // earlier lives.
  Tally(TallyOptions options, const knowledge::Atlas& atlas, HashSeed seed);

  void take(std::span<const Event> events, const track::Trust& trust, const Spared& spared);
  // Somebody logged in; not to be forgiven if he guessed just before.
  void logged_in(const Event& event, bool guessed);
  void hear(std::span<const track::AmiTry> tries, const track::Trust& trust, const Spared& spared);
  // No login will come any more: the end of a replay.
  void finish();

  const std::map<MonthNumber, Month>& months() const { return months_; }
  const knowledge::Atlas& atlas() const { return *atlas_; }

  // `load` takes what `save` of this or an earlier version wrote; else it keeps nothing and answers false.
  void save(ByteWriter& out) const;
  bool load(ByteReader& in);

 private:
  // An attempt whose text is its own.
  struct Attempt {
    Event event;
    std::string account, extension;
  };
  struct Waiting {
    Time since{};
    std::vector<Attempt> attempts;
  };

  struct Place {
    IpAddress address;
    std::string country, network;
  };

  void count(const Event& event);
  void count_details(const Event& event, Month& month);
  void count_origin(const Event& event, Month& month, uint64_t weight);
  Place place_of(const IpAddress& address) const;
  void wait(const Event& event);
  void settle(Time now);
  Month& month_at(Time time);
  void forget_old_months();

  TallyOptions options_;
  const knowledge::Atlas* atlas_;
  HashSeed seed_;
  std::map<MonthNumber, Month> months_;
  std::unordered_map<uint64_t, Waiting> waiting_;  // by address
  std::deque<std::pair<Time, uint64_t>> order_;    // in which they came
  std::unordered_set<uint64_t> accepted_;          // hashes of passwords that opened the door; never saved
  std::array<Place, 512> places_;                  // of the latest addresses
  Time day_begin_{};                               // of the latest event, and where it is counted
  Month* month_ = nullptr;
  size_t day_ = 0;
};

}  // namespace denwaban::report
