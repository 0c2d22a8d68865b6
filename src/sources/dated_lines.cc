// SPDX-License-Identifier: GPL-3.0-or-later
#include "sources/dated_lines.h"

#include <algorithm>
#include <charconv>

namespace denwaban::sources {
namespace {

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

// Zones differ by quarter hours, so a line's head and its EventTV show the same minute of a quarter and the same second, give
// or take the moment between them. What somebody wrote into the log shows them as he made them up.
bool agree(const CivilTime& face, Time event_time) {
  constexpr int kQuarter = 900, kSlack = 2;
  int lead = (face.minute * 60 + face.second) % kQuarter - static_cast<int>(to_epoch_s(event_time) % kQuarter);
  lead = (lead + kQuarter) % kQuarter;
  return lead <= kSlack || lead >= kQuarter - kSlack;
}

class Sampler {
 public:
  explicit Sampler(const FoundInput& input) : path_(input.info.path), size_(input.info.size) {
    auto opened = Input::open(path_);
    if (opened) input_ = std::move(*opened);
  }

  std::vector<DatedLine> sample() {
    if (!input_) return {};
    if (input_->info().compression != Compression::none)
      sample_stream();
    else if (size_ <= kReadAllBytes)
      take_block(kReadAllBytes + 1, kReadAllBytes + 1, true);
    else
      sample_file();
    if (latest_) lines_.push_back(*latest_);
    return std::move(lines_);
  }

 private:
  void sample_file() {
    take_block(kEndBytes, kEndBytes, true);
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
    while (more) more = take_block(kBlock, kSampleBytes, false);
    // The last block was sampled at its front only: its last line decides the year.
    add_lines(last_, false);
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
    while (!text.empty()) {
      std::string_view line = text.substr(0, text.find('\n'));
      text.remove_prefix(std::min(text.size(), line.size() + 1));
      if (auto dated = read_dated_line(line)) keep(*dated);
    }
  }

  // A sample stays small: the turns of months, some events at once and then one a quarter of an hour, the
  // last line.
  void keep(const DatedLine& line) {
    constexpr size_t kEventsMax = 4096, kEventsAtOnce = 64;
    bool turn = !latest_ || latest_->date.civil.month != line.date.civil.month ||
                latest_->date.has_year != line.date.has_year;
    if (turn && lines_.size() < 2 * kEventsMax) lines_.push_back(line);
    latest_ = line;
    if (turn || !line.event_time || events_ >= kEventsMax) return;
    if (events_ >= kEventsAtOnce &&
        std::chrono::abs(*line.event_time - last_event_) < std::chrono::minutes(15))
      return;
    ++events_;
    last_event_ = *line.event_time;
    lines_.push_back(line);
  }

  std::string path_;
  uint64_t size_;
  std::unique_ptr<Input> input_;
  std::vector<char> buffer_;
  std::string last_;
  std::vector<DatedLine> lines_;
  std::optional<DatedLine> latest_;
  size_t events_ = 0;
  Time last_event_{};
};

}  // namespace

std::optional<DatedLine> read_dated_line(std::string_view line) {
  std::string_view head = line;
  if (head.starts_with('<')) {
    size_t close = head.substr(0, 6).find('>');
    if (close != head.npos) head.remove_prefix(close + 1);
  }
  if (head.starts_with('{')) {
    constexpr std::string_view kKey = "\"timestamp\":";
    size_t key = head.substr(0, 256).find(kKey);
    if (key == head.npos) return std::nullopt;
    head.remove_prefix(key + kKey.size());
    head.remove_prefix(std::min(head.size(), head.find_first_not_of(" \"")));
  }
  if (head.starts_with('[')) head.remove_prefix(1);
  DatedLine dated;
  if (parse::read_date(head, dated.date) == 0) return std::nullopt;
  auto event_time = event_time_of(line);
  if (event_time && agree(dated.date.civil, *event_time)) dated.event_time = event_time;
  return dated;
}

std::vector<DatedLine> sample_dated_lines(const FoundInput& input) { return Sampler(input).sample(); }

}  // namespace denwaban::sources
