// SPDX-License-Identifier: GPL-3.0-or-later
#include "sources/clock_inference.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <map>

#include "sources/date_order.h"
#include "sources/dated_lines.h"

namespace denwaban::sources {
namespace {

constexpr int kHalfYear = 6;  // months: a greater step back is a turn of the year
constexpr auto kDay = std::chrono::hours(24);
const TimeZone kUtc;

// Zones whose rules stand for most places that have summer time.
constexpr std::string_view kSummerTimeZones[] = {
    "Europe/Berlin",  "Europe/London",       "Europe/Athens",     "America/New_York",   "America/Chicago",
    "America/Denver", "America/Los_Angeles", "America/Halifax",   "America/St_Johns",   "America/Santiago",
    "America/Havana", "Australia/Sydney",    "Pacific/Auckland",  "Australia/Adelaide", "Asia/Jerusalem",
    "Asia/Beirut",    "Africa/Cairo",        "America/Sao_Paulo", "Asia/Tehran",        "America/Asuncion"};

// At a moment, the clock face of a log ran so far east of UTC.
struct OffsetSeen {
  Time time;
  std::chrono::minutes east;
};

struct Zone {
  TimeZone zone;
  std::string name;
  std::string from;
};

struct Year {
  int first = 0, last = 0;
  std::string from;
};

std::string file_name(const std::string& path) { return path.substr(path.find_last_of('/') + 1); }
std::string folder_of(const std::string& path) {
  size_t slash = path.find_last_of('/');
  return slash == path.npos ? "." : path.substr(0, slash);
}

std::string offset_name(std::chrono::minutes east) {
  auto minutes = std::abs(east.count());
  return fmt::format("{}{:02}{:02}", east.count() < 0 ? '-' : '+', minutes / 60, minutes % 60);
}

// The clock face as if it showed UTC; where it has no year, in the year that brings it nearest to `near`.
Time face_near(const DatedLine& line, Time near) {
  CivilTime face = line.date.civil;
  if (line.date.has_year) return kUtc.to_utc(face);
  Time best{};
  int middle = kUtc.to_civil(near).year;
  for (int year = middle - 1; year <= middle + 1; ++year) {
    face.year = year;
    Time time = kUtc.to_utc(face);
    if (year == middle - 1 || std::chrono::abs(time - near) < std::chrono::abs(best - near)) best = time;
  }
  return best;
}

std::optional<OffsetSeen> offset_of(const DatedLine& line) {
  using std::chrono::minutes;
  if (!line.event_time || line.date.minutes_east || line.date.form == parse::DateForm::clock_only)
    return std::nullopt;
  auto lead = face_near(line, *line.event_time) - *line.event_time;
  minutes east = std::chrono::round<std::chrono::duration<int64_t, std::ratio<900>>>(lead);
  // A log is written within moments of the event; a zone is at most 14 hours away.
  if (std::chrono::abs(lead - east) > minutes(2) || std::chrono::abs(east) > std::chrono::hours(14))
    return std::nullopt;
  return OffsetSeen{*line.event_time, east};
}

std::vector<OffsetSeen> offsets_of(const std::vector<DatedLine>& lines) {
  std::vector<OffsetSeen> seen;
  for (const DatedLine& line : lines)
    if (auto offset = offset_of(line)) seen.push_back(*offset);
  return seen;
}

// A recorded session of the manager tells times with their zone.
std::vector<OffsetSeen> offsets_of_session(const FoundInput& input) {
  constexpr size_t kBytes = 1 << 20, kSeenMax = 4'096;
  constexpr std::string_view kKey = "\nEventTV: ";
  std::vector<OffsetSeen> seen;
  auto opened = Input::open(input.info.path);
  if (!opened) return seen;
  std::vector<char> buffer(kBytes);
  std::optional<Error> error;
  std::string_view text(buffer.data(), read_full(**opened, buffer, error));
  for (size_t at = text.find(kKey); at != text.npos && seen.size() < kSeenMax; at = text.find(kKey, at + 1)) {
    std::string_view value = text.substr(at + kKey.size(), 48);
    value = value.substr(0, value.find_first_of("\r\n"));
    auto time = parse_rfc3339(value);
    parse::DateText date;
    bool whole = time && parse::read_date(value, date) == value.size() && date.minutes_east;
    if (whole) seen.push_back({*time, std::chrono::minutes(*date.minutes_east)});
  }
  return seen;
}

// Whether the zone explains nearly all of it (a sender may have written one line or another).
bool explains(const TimeZone& zone, const std::vector<OffsetSeen>& seen) {
  auto fits = [&](const OffsetSeen& s) { return kUtc.to_utc(zone.to_civil(s.time)) - s.time == s.east; };
  auto count = static_cast<size_t>(std::count_if(seen.begin(), seen.end(), fits));
  return !seen.empty() && count * 5 >= seen.size() * 4;
}

std::optional<Zone> zone_from(const std::vector<OffsetSeen>& seen, const TimeZone& machine_zone) {
  if (seen.empty()) return std::nullopt;
  if (explains(machine_zone, seen))
    return Zone{machine_zone, machine_zone.name(), "EventTV, as on this machine"};
  std::map<std::chrono::minutes, size_t> counts;
  for (const OffsetSeen& s : seen) ++counts[s.east];
  auto most =
      std::max_element(counts.begin(), counts.end(), [](auto& a, auto& b) { return a.second < b.second; });
  Zone fixed{TimeZone::fixed(most->first), offset_name(most->first), "EventTV"};
  if (explains(fixed.zone, seen)) return fixed;
  for (std::string_view name : kSummerTimeZones)
    if (auto zone = TimeZone::parse(name); zone && explains(*zone, seen))
      return Zone{*zone, fmt::format("with the summer time of {}", name), "EventTV"};
  return fixed;
}

// How many turns of the year lie between the first line and each; the rule of parse::LogDates.
std::vector<int> turns_of(const std::vector<DatedLine>& lines) {
  std::vector<int> turns;
  int turn = 0, month = 0;
  for (const DatedLine& line : lines) {
    int step = month == 0 ? 0 : line.date.civil.month - month;
    if (step <= -kHalfYear) ++turn;
    if (step >= kHalfYear) --turn;
    month = line.date.civil.month;
    turns.push_back(turn);
  }
  return turns;
}

// The latest year in which the line was not written more than a day after `limit`.
int latest_year(const DatedLine& line, Time limit, const TimeZone& zone) {
  CivilTime face = line.date.civil;
  face.year = zone.to_civil(limit + kDay).year;
  for (int tries = 0; tries < 8; ++tries, --face.year) {
    Time time = zone.to_utc(face);
    if (time <= limit + kDay && zone.to_civil(time).month == face.month)
      break;  // else 29 February of a common year
  }
  return face.year;
}

std::optional<int> first_year_from_events(const std::vector<DatedLine>& lines,
                                          const std::vector<int>& turns) {
  std::map<int, size_t> votes;
  for (size_t i = 0; i < lines.size(); ++i)
    if (lines[i].event_time)
      ++votes[kUtc.to_civil(face_near(lines[i], *lines[i].event_time)).year - turns[i]];
  if (votes.empty()) return std::nullopt;
  return std::max_element(votes.begin(), votes.end(), [](auto& a, auto& b) { return a.second < b.second; })
      ->first;
}

bool is_leap(int year) { return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0); }

// A 29 February between the days of its season: a line elsewhere may be a sender's.
bool is_leap_day(const std::vector<DatedLine>& lines, size_t i) {
  auto day_of = [&](size_t k) { return lines[k].date.civil.month * 100 + lines[k].date.civil.day; };
  bool is_one = day_of(i) == 229 && !lines[i].date.has_year;
  return is_one && (i == 0 || day_of(i - 1) <= 229) &&
         (i + 1 == lines.size() || (day_of(i + 1) >= 229 && day_of(i + 1) < 400));
}

// The year itself, or the one before it in which the log's 29 February exists.
Year with_leap_day(Year year, const std::vector<DatedLine>& lines, const std::vector<int>& turns) {
  for (size_t i = 0; i < lines.size(); ++i) {
    if (!is_leap_day(lines, i) || is_leap(year.first + turns[i])) continue;
    int back = 1;
    while (!is_leap(year.first + turns[i] - back)) ++back;
    return {year.first - back, year.last - back, year.from + " and its 29 February"};
  }
  return year;
}

Year year_of(const FoundInput& input, const std::vector<DatedLine>& lines, const ClockWishes& wishes,
             const TimeZone& zone) {
  std::vector<int> turns = turns_of(lines);
  const DatedLine& last = lines.back();
  auto counted_back = [&](int last_year, std::string from) {
    return with_leap_day({last_year - turns.back(), last_year, std::move(from)}, lines, turns);
  };
  if (wishes.year) return {*wishes.year - turns.back(), *wishes.year, "--year"};
  if (auto first = first_year_from_events(lines, turns)) return {*first, *first + turns.back(), "EventTV"};
  if (auto date = date_in_name(file_name(input.info.path)))
    return counted_back(kUtc.to_civil(face_near(last, kUtc.to_utc(*date))).year, "its name");
  if (input.info.packed) return counted_back(latest_year(last, *input.info.packed, zone), "its gzip header");
  return counted_back(latest_year(last, input.info.modified, zone), "its modification time");
}

// The day of the first line of a log that tells clocks alone.
struct Day {
  CivilTime first;
  std::string from;
};

Day day_of(const FoundInput& input, const std::vector<DatedLine>& lines, const TimeZone& zone) {
  std::vector<int> midnights = midnights_of(lines);
  auto count_back = [&](CivilTime day, size_t line) {
    day.hour = 12;
    return kUtc.to_civil(kUtc.to_utc(day) - kDay * midnights[line]);
  };
  size_t last = lines.size() - 1;
  for (size_t i = 0; i <= last; ++i)
    if (lines[i].event_time) return {count_back(zone.to_civil(*lines[i].event_time), i), "EventTV"};
  if (auto date = date_in_name(file_name(input.info.path))) return {count_back(*date, last), "its name"};
  Time limit = input.info.packed.value_or(input.info.modified);
  CivilTime day = zone.to_civil(limit), face = lines[last].date.civil;
  face.year = day.year, face.month = day.month, face.day = day.day;
  if (zone.to_utc(face) > limit + std::chrono::hours(1)) day = zone.to_civil(limit - kDay);
  return {count_back(day, last), input.info.packed ? "its gzip header" : "its modification time"};
}

struct Facts {
  const FoundInput& input;
  std::vector<DatedLine> lines;
  Order order;
  std::vector<OffsetSeen> offsets;
};

using ZoneByFolder = std::map<std::string, std::optional<Zone>>;

ZoneByFolder zones_of(const std::vector<Facts>& facts, const TimeZone& machine_zone) {
  std::map<std::string, std::vector<OffsetSeen>> seen;
  for (const Facts& fact : facts) {
    auto& folder = seen[folder_of(fact.input.info.path)];
    folder.insert(folder.end(), fact.offsets.begin(), fact.offsets.end());
  }
  ZoneByFolder zones;
  for (const auto& [folder, offsets] : seen) zones[folder] = zone_from(offsets, machine_zone);
  return zones;
}

Zone zone_of(const Facts& fact, const ZoneByFolder& folders, const ClockWishes& wishes,
             const TimeZone& machine_zone) {
  if (wishes.zone) return {*wishes.zone, wishes.zone->name(), "--timezone"};
  const auto& folder = folders.at(folder_of(fact.input.info.path));
  if (folder && explains(folder->zone, fact.offsets))
    return *folder;  // it may know summer time that this log alone does not show
  if (auto own = zone_from(fact.offsets, machine_zone)) return *own;
  if (folder) return {folder->zone, folder->name, "EventTV of other logs in the folder"};
  return {machine_zone, machine_zone.name(), "this machine"};
}

InferredClock clock_of(const Facts& fact, const Zone& zone, const ClockWishes& wishes) {
  InferredClock answer;
  answer.clock.zone = zone.zone;
  std::string said;
  answer.clock.order = fact.order.order;
  if (!fact.order.from.empty())
    said = fmt::format(
        "{} {}, ", fact.order.order == parse::DayOrder::day_first ? "day before month" : "month before day",
        fact.order.from);
  if (!fact.lines.empty() && fact.lines.back().date.form == parse::DateForm::clock_only) {
    Day day = day_of(fact.input, fact.lines, zone.zone);
    answer.clock.year = answer.last_year = day.first.year;
    answer.clock.month = day.first.month;
    answer.clock.day = day.first.day;
    said += fmt::format("first day {:04}-{:02}-{:02} from {}, ", day.first.year, day.first.month,
                        day.first.day, day.from);
  } else if (!fact.lines.empty() && !fact.lines.back().date.has_year) {
    Year year = year_of(fact.input, fact.lines, wishes, zone.zone);
    answer.clock.year = year.first;
    answer.last_year = year.last;
    said += fmt::format("year {} from {}, ", year.last, year.from);
  }
  auto lacks_zone = [](const DatedLine& line) { return !line.date.minutes_east; };
  if (std::any_of(fact.lines.begin(), fact.lines.end(), lacks_zone))
    said += fmt::format("zone {} from {}", zone.name, zone.from);
  if (said.ends_with(", ")) said.resize(said.size() - 2);
  if (!said.empty()) answer.note = fmt::format("{}: {}", file_name(fact.input.info.path), said);
  return answer;
}

}  // namespace

std::vector<InferredClock> infer_clocks(std::span<const FoundInput> inputs, const ClockWishes& wishes,
                                        const TimeZone& machine_zone) {
  std::vector<Facts> facts;
  for (const FoundInput& input : inputs) {
    bool whole = tells_its_own_time(input.kind) || input.kind == parse::InputKind::cdr || input.kind == parse::InputKind::sqlite;
    DateSample sample = whole ? DateSample() : sample_dated_lines(input);
    Time changed = input.info.packed.value_or(input.info.modified);
    if (auto date = date_in_name(file_name(input.info.path))) changed = kUtc.to_utc(*date);
    Order order = settle_order(sample, changed, wishes.order);
    bool session = input.kind == parse::InputKind::ami_session;
    auto offsets = session ? offsets_of_session(input) : offsets_of(sample.lines);
    facts.push_back({input, std::move(sample.lines), std::move(order), std::move(offsets)});
  }
  ZoneByFolder zones = zones_of(facts, machine_zone);
  std::vector<InferredClock> answers;
  for (const Facts& fact : facts)
    answers.push_back(clock_of(fact, zone_of(fact, zones, wishes, machine_zone), wishes));
  return answers;
}

std::optional<CivilTime> date_in_name(std::string_view name) {
  auto digit = [&](size_t at) { return at < name.size() && name[at] >= '0' && name[at] <= '9'; };
  auto number = [&](size_t at, size_t width) {
    int value = 0;
    for (size_t i = 0; i < width; ++i)
      value = digit(at + i) ? value * 10 + (name[at + i] - '0') : -100'000'000;
    return value;
  };
  for (size_t at = 0; at + 8 <= name.size(); ++at) {
    if (!digit(at) || (at > 0 && digit(at - 1))) continue;
    bool parted = at + 10 <= name.size() && !digit(at + 4) && name[at + 4] == name[at + 7] &&
                  std::string_view("-_.").find(name[at + 4]) != std::string_view::npos;
    size_t gap = parted ? 1 : 0;
    int year = number(at, 4), month = number(at + 4 + gap, 2), day = number(at + 6 + 2 * gap, 2);
    if (year >= 1990 && year < 2100 && month >= 1 && month <= 12 && day >= 1 && day <= 31)
      return CivilTime{.year = year, .month = month, .day = day, .hour = 12};
  }
  return std::nullopt;
}

}  // namespace denwaban::sources
