// SPDX-License-Identifier: GPL-3.0-or-later
#include "sources/dated_lines.h"

#include <algorithm>
#include <charconv>

#include "parse/log/doubtful_lines.h"
#include "parse/recognise.h"

namespace denwaban::sources {
namespace {

using parse::DateForm;

constexpr size_t kEndBytes = 64 * 1024;    // at the front and the end
constexpr size_t kSampleBytes = 8 * 1024;  // between them
constexpr size_t kSamples = 64;
constexpr uint64_t kReadAllBytes = 1 << 20;  // a file up to this size is read as a whole

// "1311872372-585932" (Asterisk 1.8: seconds and microseconds) or RFC 3339.
std::optional<Time> read_event_time(std::string_view text) {
  int64_t seconds = 0;
  auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), seconds);
  if (error == std::errc() && end - text.data() >= 9 && end != text.data() + text.size() && *end == '-')
    return from_epoch_ms(seconds * 1000);
  auto time = parse_rfc3339(text);
  return time ? std::optional(*time) : std::nullopt;
}

// The EventTV that follows the first key of a security event; in JSON its quotes are escaped.
std::optional<Time> event_time_of(std::string_view line) {
  size_t at = line.find("SecurityEvent=");
  if (at == line.npos) return std::nullopt;
  constexpr std::string_view kKey = ",EventTV=";
  size_t key = line.find(kKey, at);
  if (key == line.npos || key - at > 64) return std::nullopt;
  std::string_view value = line.substr(key + kKey.size(), 48);
  while (!value.empty() && (value[0] == '\\' || value[0] == '"')) value.remove_prefix(1);
  value = value.substr(0, value.find_first_of("\\\""));
  return read_event_time(value);
}

// Zones differ by quarter hours, so a line's head and its EventTV show the same minute of a quarter and the
// same second, give or take the moment between them. What somebody wrote into the log shows them as he made
// them up.
bool agree(const CivilTime& face, Time event_time) {
  constexpr int kQuarter = 900, kSlack = 2;
  int lead =
      (face.minute * 60 + face.second) % kQuarter - static_cast<int>(to_epoch_s(event_time) % kQuarter);
  lead = (lead + kQuarter) % kQuarter;
  return lead <= kSlack || lead >= kQuarter - kSlack;
}

class Sampler {
 public:
  explicit Sampler(const FoundInput& input) : path_(input.info.path), size_(input.info.size) {
    auto opened = Input::open(path_);
    if (opened) input_ = std::move(*opened);
  }

  DateSample sample() {
    if (!input_) return {};
    if (input_->info().compression != Compression::none)
      sample_stream();
    else if (size_ <= kReadAllBytes)
      take_block(kReadAllBytes + 1, kReadAllBytes + 1, true);
    else
      sample_file();
    if (latest_) lines_.push_back(*latest_);
    return {std::move(lines_), std::move(dates_)};
  }

 private:
  void sample_file() {
    take_block(kEndBytes, kEndBytes, true);
    if (latest_ && latest_->date.form == DateForm::clock_only) return read_on();
    uint64_t step = (size_ - 2 * kEndBytes) / kSamples;
    for (size_t i = 1; i < kSamples; ++i) {
      if (!input_->skip_to(kEndBytes + i * step)) return;
      take_block(kSampleBytes, kSampleBytes, false);
    }
    if (input_->skip_to(size_ - kEndBytes)) take_block(2 * kEndBytes, 2 * kEndBytes, false);
  }

  void sample_stream() {
    constexpr size_t kBlock = 256 * 1024;
    bool more = take_block(kBlock, kBlock, true);
    auto answers = [](const DatedLine& line) { return line.date.has_year || line.event_time; };
    if (std::any_of(lines_.begin(), lines_.end(), answers)) return;
    if (more && latest_ && latest_->date.form == DateForm::clock_only) return read_on();
    while (more) more = take_block(kBlock, kSampleBytes, false);
    // The last block was sampled at its front only: its last line decides the year.
    add_lines(last_, false);
  }

  // Days that no line tells are counted by their midnights.
  void read_on() {
    constexpr size_t kBlock = 1 << 20;
    while (take_block(kBlock, kBlock, false)) {
    }
  }

  // Reads `bytes` and samples the first `sampled` of them. False at the end of the input.
  bool take_block(size_t bytes, size_t sampled, bool at_line_begin) {
    buffer_.resize(bytes);
    std::optional<Error> error;
    size_t count = read_full(*input_, buffer_, error);
    std::string_view text(buffer_.data(), count);
    if (count > 0) {
      add_lines(text.substr(0, sampled), at_line_begin);
      last_.assign(text.substr(count - std::min(count, kEndBytes)));
    }
    return count == bytes;
  }

  void add_lines(std::string_view text, bool at_line_begin) {
    if (!at_line_begin) text.remove_prefix(std::min(text.size(), text.find('\n')));
    bool told = text.find("EventTV=") != text.npos;
    parse::DoubtfulLines doubt;
    if (!at_line_begin) doubt.skip();
    while (!text.empty()) {
      std::string_view line = text.substr(0, text.find('\n'));
      std::string_view whole = text.substr(0, line.size() + 1);
      text.remove_prefix(whole.size());
      bool doubtful = told && doubt.take(whole);
      auto dated = read_dated_line(line);
      if (!dated) continue;
      if (doubtful) dated->event_time.reset();
      keep(*dated);
    }
  }

  // A sample stays small: the turns of months, some events at once and then one a quarter of an hour, the
  // last line.
  void keep(const DatedLine& line) {
    constexpr size_t kEventsMax = 4096, kEventsAtOnce = 64;
    if (line.date.form != DateForm::whole && line.date.form != DateForm::clock_only) count(line.date);
    bool turn = !latest_ || is_turn(latest_->date, line.date);
    if (turn && lines_.size() < 2 * kEventsMax) {
      if (latest_) lines_.push_back(*latest_);
      lines_.push_back(line);
    }
    latest_ = line;
    if (turn || !line.event_time || events_ >= kEventsMax) return;
    if (events_ >= kEventsAtOnce &&
        std::chrono::abs(*line.event_time - last_event_) < std::chrono::minutes(15))
      return;
    ++events_;
    last_event_ = *line.event_time;
    lines_.push_back(line);
  }

  // Another month; where it is not known which number is the month, another day; where no day is told,
  // midnight; and 29 February, which not every year has.
  static bool is_turn(const parse::DateText& before, const parse::DateText& now) {
    const CivilTime &a = before.civil, &b = now.civil;
    if (before.form != now.form || before.has_year != now.has_year || a.month != b.month) return true;
    if (now.form == DateForm::clock_only) return b.hour < a.hour;
    bool leap_day = b.month == 2 && b.day == 29;
    return a.day != b.day && (now.form != DateForm::whole || leap_day);
  }

  void count(const parse::DateText& date) {
    constexpr size_t kDatesMax = 1024;
    auto same_day = [&](const SeenDate& seen) {
      const CivilTime &a = seen.date.civil, &b = date.civil;
      return a.day == b.day && a.month == b.month && a.year == b.year && seen.date.form == date.form;
    };
    auto seen = std::find_if(dates_.rbegin(), dates_.rend(), same_day);
    if (seen == dates_.rend()) {
      if (dates_.size() >= kDatesMax) return;
      dates_.push_back({date, 0, dated_, dated_});
      seen = dates_.rbegin();
    }
    ++seen->count;
    seen->last = dated_++;
  }

  std::optional<DatedLine> read_dated_line(std::string_view line) {
    auto date = parse::read_line_date(line, json_);
    if (!date) return std::nullopt;
    DatedLine dated{*date, {}};
    auto event_time = event_time_of(line);
    if (event_time && agree(date->civil, *event_time)) dated.event_time = event_time;
    return dated;
  }

  std::string path_;
  uint64_t size_;
  std::unique_ptr<Input> input_;
  std::vector<char> buffer_;
  std::string last_;
  std::vector<DatedLine> lines_;
  std::optional<DatedLine> latest_;
  std::vector<SeenDate> dates_;
  size_t dated_ = 0;  // lines counted in them
  parse::JsonLines json_;
  size_t events_ = 0;
  Time last_event_{};
};

}  // namespace

DateSample sample_dated_lines(const FoundInput& input) { return Sampler(input).sample(); }

}  // namespace denwaban::sources
