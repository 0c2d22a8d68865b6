// SPDX-License-Identifier: GPL-3.0-or-later
// The tally as bytes. Version 1 stays readable for ever: it is the only copy of past months.
#include "report/tally.h"

namespace denwaban::report {
namespace {

constexpr uint32_t kVersion = 1;

void save_month(const Month& month, ByteWriter& out) {
  out.put(month.attempts);
  out.put(month.proven);
  for (uint64_t day : month.days) out.put(day);
  month.addresses.save(out);
  out.put(static_cast<uint32_t>(month.keys.size()));
  for (const TopKeys& keys : month.keys) keys.save(out);
  month.method_in_logs.save(out);
  month.users.save(out);
  month.passwords.save(out);
}

bool load_month(Month& month, ByteReader& in) {
  month.attempts = in.get<uint64_t>();
  month.proven = in.get<uint64_t>();
  for (uint64_t& day : month.days) day = in.get<uint64_t>();
  if (!month.addresses.load(in) || in.get<uint32_t>() != month.keys.size()) return false;
  for (TopKeys& keys : month.keys)
    if (!keys.load(in)) return false;
  return month.method_in_logs.load(in) && month.users.load(in) && month.passwords.load(in);
}

}  // namespace

// Challenges that wait are not saved: a restart forgets the last minute of them.
void Tally::save(ByteWriter& out) const {
  out.put(kVersion);
  out.put(seed_.value);
  out.put(static_cast<uint32_t>(months_.size()));
  for (const auto& [number, month] : months_) {
    out.put(number);
    save_month(month, out);
  }
}

bool Tally::load(ByteReader& in) {
  months_.clear();
  month_ = nullptr;
  waiting_.clear();
  order_.clear();
  if (in.get<uint32_t>() != kVersion) return false;
  HashSeed seed{in.get<uint64_t>()};
  uint32_t count = in.get_count(1);
  std::map<MonthNumber, Month> months;
  for (uint32_t i = 0; i < count && !in.failed(); ++i) {
    auto number = in.get<MonthNumber>();
    Month month(options_.keys_max, options_.texts_max);
    if (!load_month(month, in)) return false;
    months.insert_or_assign(number, std::move(month));
    if (months.size() > options_.months_max) months.erase(months.begin());
  }
  if (in.failed()) return false;
  seed_ = seed;
  months_ = std::move(months);
  return true;
}

}  // namespace denwaban::report
