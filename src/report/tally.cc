// SPDX-License-Identifier: GPL-3.0-or-later
#include "report/tally.h"

#include <fmt/format.h>

#include <charconv>

#include "model/names.h"
#include "parse/attack_tool_names.h"

namespace denwaban::report {
namespace {

constexpr std::array<std::string_view, kDimensions> kDimensionNames = {
    "kind",    "service", "method",  "transport", "port",     "tool",
    "country", "network", "account", "extension", "ami_user", "ami_password"};
// A phone never has so many challenges open at once: who does is counted without waiting.
constexpr size_t kOpenChallengesMax = 32;
constexpr size_t kAcceptedMax = 4096;
constexpr ToldFrom kUsersToldFrom{1, 2};
constexpr ToldFrom kPasswordsToldFrom{2, 3};

bool is_attempt(const Event& event) {
  switch (event.kind) {
    case EventKind::auth_failed:
    case EventKind::unknown_account:
    case EventKind::acl_rejected:
    case EventKind::challenge_sent:
    case EventKind::request_refused:
    case EventKind::malformed:
    case EventKind::probed:
    case EventKind::forged:
      return true;
    case EventKind::call_rejected:
      return !event.known_caller;
    default:
      return false;
  }
}

bool is_ours(const Event& event, const track::Trust& trust, const Tally::Spared& spared) {
  if (event.address.is_unspecified()) return false;
  if (event.address.is_loopback() || spared(event.address, event.time)) return true;
  if (trust.of(event.address, event.time) == track::TrustLevel::none) return false;
  if (event.kind == EventKind::challenge_sent || event.kind == EventKind::probed) return true;
  return !event.account.empty() &&
         trust.of(event.address, event.account, event.time) != track::TrustLevel::none;
}

bool from_wire(const Event& event) {
  return event.witness == Witness::capture || event.witness == Witness::hep;
}

uint64_t weight_of(const Event& event) { return event.attempts > 0 ? event.attempts : 1; }

uint64_t key_of(HashSeed seed, const IpAddress& address) {
  return hash(seed, IpPrefix::source(address).address());
}

}  // namespace

std::string_view name_of(Dimension dimension) { return kDimensionNames[static_cast<size_t>(dimension)]; }

std::optional<Dimension> parse_dimension(std::string_view name) {
  for (size_t i = 0; i < kDimensions; ++i)
    if (kDimensionNames[i] == name) return static_cast<Dimension>(i);
  return std::nullopt;
}

MonthNumber month_of(Time time) {
  std::chrono::year_month_day date(std::chrono::floor<std::chrono::days>(time));
  return static_cast<int>(date.year()) * 12 + static_cast<int>(static_cast<unsigned>(date.month())) - 1;
}

std::string month_text(MonthNumber month) { return fmt::format("{:04}-{:02}", month / 12, month % 12 + 1); }

std::optional<MonthNumber> parse_month(std::string_view text) {
  int year = 0, month = 0;
  if (text.size() != 7 || text[4] != '-') return std::nullopt;
  auto [year_end, bad_year] = std::from_chars(text.data(), text.data() + 4, year);
  auto [month_end, bad_month] = std::from_chars(text.data() + 5, text.data() + 7, month);
  if (bad_year != std::errc() || bad_month != std::errc() || year_end != text.data() + 4 ||
      month_end != text.data() + 7 || year < 1970 || month < 1 || month > 12)
    return std::nullopt;
  return year * 12 + month - 1;
}

unsigned days_in(MonthNumber month) {
  using namespace std::chrono;
  year_month_day_last last(year(month / 12), month_day_last(std::chrono::month(unsigned(month % 12) + 1)));
  return static_cast<unsigned>(last.day());
}

Month::Month(size_t keys_max, size_t texts_max)
    : users(texts_max, kUsersToldFrom), passwords(texts_max, kPasswordsToldFrom), method_in_logs(keys_max) {
  for (TopKeys& each : keys) each = TopKeys(keys_max);
}

Tally::Tally(TallyOptions options, const knowledge::Atlas& atlas, HashSeed seed)
    : options_(options), atlas_(&atlas), seed_(seed) {}

void Tally::take(std::span<const Event> events, const track::Trust& trust, const Spared& spared) {
  for (const Event& event : events) {
    bool nobody_knows_whose = event.tainted && event.kind != EventKind::forged;
    if (!is_attempt(event) || nobody_knows_whose || is_ours(event, trust, spared)) continue;
    if (event.repeated) {
      if (from_wire(event) && event.kind != EventKind::challenge_sent)
        count_details(event, month_at(event.time));
    } else if (event.kind == EventKind::challenge_sent) {
      wait(event);
    } else {
      count(event);
    }
  }
  if (!events.empty()) settle(events.back().time - options_.challenge_wait);
}

void Tally::logged_in(const Event& event, bool guessed) {
  if (event.tainted || guessed) return;
  waiting_.erase(key_of(seed_, event.address));
  if (event.service != Service::ami) return;
  for (auto& [number, month] : months_) {
    month.users.forgive(event.address);
    month.passwords.forgive(event.address);
  }
}

void Tally::hear(std::span<const track::AmiTry> tries, const track::Trust& trust, const Spared& spared) {
  for (const track::AmiTry& tried : tries) {
    if (tried.secret.empty()) continue;
    uint64_t key = hash(seed_, tried.secret);
    if (tried.accepted) {
      if (accepted_.size() < kAcceptedMax) accepted_.insert(key);
      for (auto& [number, month] : months_) {
        month.passwords.forget(tried.secret);
        month.users.forget(tried.secret);  // typed into the wrong field
      }
    } else if (!accepted_.contains(key) && !spared(tried.address, tried.time) &&
               trust.of(tried.address, tried.time) == track::TrustLevel::none) {
      month_at(tried.time).passwords.add(tried.secret, tried.address, seed_);
    }
  }
}

void Tally::count(const Event& event) {
  Month& month = month_at(event.time);
  uint64_t weight = weight_of(event);
  auto add = [&](Dimension dimension, std::string_view key) {
    month.keys[static_cast<size_t>(dimension)].add(key, weight);
  };
  month.attempts += weight;
  month.days[day_] += weight;
  if (event.proof > AddressProof::claimed) month.proven += weight;
  add(Dimension::kind, denwaban::name_of(event.kind));
  if (event.service != Service::unknown) add(Dimension::service, denwaban::name_of(event.service));
  if (event.transport != Transport::unknown) add(Dimension::transport, denwaban::name_of(event.transport));
  if (!event.address.is_unspecified()) count_origin(event, month, weight);
  if (!event.extension.empty() && event.kind == EventKind::call_rejected)
    add(Dimension::extension, event.extension);
  // Of a forgery it is the address that was named falsely.
  if (!event.account.empty() && event.kind != EventKind::forged) {
    if (event.service != Service::ami)
      add(Dimension::account, event.account);
    else if (event.kind == EventKind::auth_failed)
      month.users.add(event.account, event.address, seed_);
  }
  if (from_wire(event))
    count_details(event, month);
  else if (event.method != SipMethod::unknown)
    month.method_in_logs.add(denwaban::name_of(event.method), weight);
}

// What only packets show; of each attempt they tell once.
void Tally::count_details(const Event& event, Month& month) {
  auto add = [&](Dimension dimension, std::string_view key) {
    month.keys[static_cast<size_t>(dimension)].add(key);
  };
  if (event.method != SipMethod::unknown) add(Dimension::method, denwaban::name_of(event.method));
  if (event.to_port != 0) add(Dimension::port, fmt::format_int(event.to_port).c_str());
  if (event.tool != 0) add(Dimension::tool, parse::attack_tool_name(event.tool));
}

void Tally::count_origin(const Event& event, Month& month, uint64_t weight) {
  uint64_t key = hash(seed_, event.address);
  month.addresses.add(key);
  Place& place = places_[key % places_.size()];
  if (place.address != event.address) place = place_of(event.address);
  month.keys[static_cast<size_t>(Dimension::country)].add(place.country, weight);
  month.keys[static_cast<size_t>(Dimension::network)].add(place.network, weight);
}

Tally::Place Tally::place_of(const IpAddress& address) const {
  const char* unknown = address.is_private() ? "private" : "unknown";
  knowledge::Origin origin = atlas_->of(address);
  return {address, origin.country.empty() ? unknown : std::string(origin.country),
          origin.network == 0 ? unknown : fmt::format("AS{} {}", origin.network, origin.network_name)};
}

void Tally::wait(const Event& event) {
  uint64_t key = key_of(seed_, event.address);
  auto at = waiting_.find(key);
  if (at == waiting_.end()) {
    if (waiting_.size() >= options_.waiting_max) return count(event);
    at = waiting_.try_emplace(key).first;
    at->second.since = event.time;
    order_.emplace_back(event.time, key);
  }
  Waiting& waiting = at->second;
  if (waiting.attempts.size() >= kOpenChallengesMax) return count(event);
  waiting.attempts.push_back({event, std::string(event.account), std::string(event.extension)});
}

void Tally::settle(Time now) {
  while (!order_.empty() && order_.front().first <= now) {
    auto [since, key] = order_.front();
    order_.pop_front();
    auto at = waiting_.find(key);
    if (at == waiting_.end() || at->second.since != since) continue;
    for (Attempt& attempt : at->second.attempts) {
      attempt.event.account = attempt.account;
      attempt.event.extension = attempt.extension;
      count(attempt.event);
    }
    waiting_.erase(at);
  }
}

void Tally::finish() { settle(Time::max()); }

Month& Tally::month_at(Time time) {
  if (month_ != nullptr && time >= day_begin_ && time < day_begin_ + std::chrono::days(1)) return *month_;
  auto day = std::chrono::floor<std::chrono::days>(time);
  MonthNumber number = month_of(time);
  auto at = months_.find(number);
  if (at == months_.end()) {
    at = months_.try_emplace(number, options_.keys_max, options_.texts_max).first;
    forget_old_months();
    at = months_.try_emplace(number, options_.keys_max, options_.texts_max)
             .first;  // it may have been the oldest
  }
  day_begin_ = day;
  day_ = static_cast<unsigned>(std::chrono::year_month_day(day).day()) - 1;
  month_ = &at->second;
  return *month_;
}

// A month that is over by a month gets no more but stragglers: of each dimension the top is kept.
void Tally::forget_old_months() {
  while (months_.size() > options_.months_max) months_.erase(months_.begin());
  for (auto at = months_.begin(); at != months_.end(); ++at) {
    if (std::distance(at, months_.end()) <= 2) break;
    for (TopKeys& keys : at->second.keys) keys.trim(options_.keys_kept);
    at->second.users.trim(options_.keys_kept);
    at->second.passwords.trim(options_.keys_kept);
  }
}

}  // namespace denwaban::report
