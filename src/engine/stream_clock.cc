// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/stream_clock.h"

#include <algorithm>
#include <utility>

#include "parse/recognise.h"

namespace denwaban::engine {

using parse::DateForm;

namespace {

constexpr size_t kVotesAtOnce = 64;  // lines of one piece

bool is_near(CivilTime face, bool has_year, bool swapped, Time now) {
  TimeZone utc;
  if (swapped) std::swap(face.day, face.month);
  if (!has_year) face.year = utc.to_civil(now).year;
  return std::chrono::abs(utc.to_utc(face) - now) <= std::chrono::hours(48);
}

}  // namespace

void vote_for_order(std::string_view bytes, Time now, DayOrderVotes& votes) {
  parse::JsonLines json;
  for (size_t lines = 0; lines < kVotesAtOnce && !bytes.empty(); ++lines) {
    std::string_view line = bytes.substr(0, bytes.find('\n'));
    bytes.remove_prefix(std::min(bytes.size(), line.size() + 1));
    auto date = parse::read_line_date(line, json);
    if (!date) continue;
    bool open = date->form == DateForm::open;
    votes.day_first +=
        (open || date->form == DateForm::day_first) && is_near(date->civil, date->has_year, false, now);
    votes.month_first +=
        (open && is_near(date->civil, date->has_year, true, now)) ||
        (date->form == DateForm::month_first && is_near(date->civil, date->has_year, false, now));
  }
}

parse::LogClock clock_of_stream(std::string_view bytes, const TimeZone& zone,
                                std::optional<parse::DayOrder> order, Time now, DayOrderVotes& votes) {
  parse::LogClock clock;
  parse::LogHints hints = parse::scan_hints(bytes);
  clock.zone = hints.east_of_utc ? TimeZone::fixed(*hints.east_of_utc) : zone;
  CivilTime today = clock.zone.to_civil(now);
  clock.year = hints.year.value_or(today.year);
  parse::Recognised what = parse::recognise(bytes);
  if (!what.first) return clock;
  votes.wanted = what.form >= DateForm::day_first && what.form <= DateForm::open;
  if (votes.wanted) {
    DayOrderVotes first = votes;
    vote_for_order(bytes, now, first);
    clock.order = order.value_or(first.winner());
  }
  // Lines are of the past: one that would lie ahead was written last year, or yesterday.
  CivilTime face = *what.first;
  if (what.form == DateForm::clock_only) {
    face.year = today.year, face.month = today.month, face.day = today.day;
    if (clock.zone.to_utc(face) > now + std::chrono::hours(1))
      today = clock.zone.to_civil(now - std::chrono::hours(24));
    clock.year = today.year, clock.month = today.month, clock.day = today.day;
  } else if (!hints.year) {
    if (what.form == DateForm::open && clock.order == parse::DayOrder::month_first)
      std::swap(face.day, face.month);
    face.year = today.year;
    if (clock.zone.to_utc(face) > now + std::chrono::hours(24)) --clock.year;
  }
  return clock;
}

}  // namespace denwaban::engine
