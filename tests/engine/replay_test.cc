// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/replay.h"

#include <fmt/format.h>
#include <gmock/gmock.h>

#include <algorithm>

#include "sources/archive_files.h"

namespace denwaban::engine {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

struct Recorder final : EventSink {
  void consume(std::vector<Event>& batch, Time now) override {
    for (const Event& e : batch) {
      story.push_back(fmt::format("{} {} {}:{} {} {} {} {}+{}{}", to_rfc3339(e.time),
                                  static_cast<int>(e.kind), e.address.to_string(), e.port, e.account,
                                  static_cast<int>(e.proof), e.evidence.source, e.evidence.offset,
                                  e.evidence.length, e.tainted ? " tainted" : ""));
      EXPECT_LE(e.time, now);
    }
    EXPECT_GE(now, last);
    last = now;
    batch.clear();  // a sink may do what it likes with it
  }
  void end_of_input(uint32_t source) override { story.push_back(fmt::format("end {}", source)); }

  std::vector<std::string> story;
  Time last{};
};

std::string date_of(int second) {
  return fmt::format("Nov {:2} {:02}:{:02}:{:02}", 1 + second / 86400, second / 3600 % 24, second / 60 % 60,
                     second % 60);
}

std::string failure(std::string_view date, int last_byte) {
  return fmt::format(
      "[{}] NOTICE[22821] chan_sip.c: Registration from '<sip:{}@10.99.16.1>' failed for "
      "'203.0.113.{}:5060' - Wrong password\n",
      date, 100 + last_byte, last_byte % 250 + 1);
}

std::string security(std::string_view date, int last_byte, int lwp = 996) {
  return fmt::format(
      "[{}] SECURITY[{}] res_security_log.c: "
      "SecurityEvent=\"SuccessfulAuth\",EventTV=\"2025-11-01T20:04:25.735+0000\","
      "Severity=\"Informational\",Service=\"PJSIP\",EventVersion=\"1\",AccountID=\"200\",SessionID=\"a@b\","
      "LocalAddress=\"IPV4/UDP/10.99.16.1/5070\",RemoteAddress=\"IPV4/UDP/203.0.113.{}/"
      "39336\",UsingPassword=\"1\"\n",
      date, lwp, last_byte % 250 + 1);
}

std::string talk(std::string_view date) {
  return fmt::format("[{}] VERBOSE[22758] pbx_functions.c: Registered custom function 'MESSAGE'\n", date);
}

struct Replaying : ::testing::Test {
  ReplayInput input(std::string_view name, std::string_view bytes, int year = 2025) {
    folder.write(name, bytes);
    return {folder.path(name), {TimeZone(), year}, bytes.size()};
  }
  std::vector<std::string> story(const std::vector<ReplayInput>& inputs, ReplayOptions options = {}) {
    Recorder recorder;
    result = replay(inputs, recorder, options);
    return recorder.story;
  }
  // Without what depends on nothing that a test of order looks at: "time source".
  std::vector<std::string> order(const std::vector<ReplayInput>& inputs, ReplayOptions options = {}) {
    std::vector<std::string> brief;
    for (const std::string& line : story(inputs, options)) {
      if (line.starts_with("end"))
        brief.push_back(line);
      else
        brief.push_back(line.substr(11, 8) + line.substr(line.find_last_of(' ') - 2, 2));
    }
    return brief;
  }
  TestFolder folder;
  ReplayResult result;
};

TEST_F(Replaying, MergesInputsByTimeThenPath) {
  auto a = input("a", failure(date_of(10), 1) + failure(date_of(30), 2));
  auto b = input("b", failure(date_of(10), 3) + failure(date_of(20), 4) + failure(date_of(40), 5));
  EXPECT_THAT(order({a, b}), ElementsAre("00:00:10 0", "00:00:10 1", "00:00:20 1", "00:00:30 0", "end 0",
                                         "00:00:40 1", "end 1"));
  EXPECT_EQ(result.counts.lines, 5u);
  EXPECT_EQ(result.counts.events, 5u);
  EXPECT_EQ(to_rfc3339(result.first), "2025-11-01T00:00:10.000Z");
  EXPECT_EQ(to_rfc3339(result.last), "2025-11-01T00:00:40.000Z");
}

TEST_F(Replaying, KeepsTheOrderOfLinesWithinAnInput) {
  auto a = input("a", failure(date_of(10), 1) + failure(date_of(5), 2) + failure(date_of(12), 3));
  auto b = input("b", failure(date_of(7), 4));
  EXPECT_THAT(order({a, b}),
              ElementsAre("00:00:07 1", "end 1", "00:00:10 0", "00:00:05 0", "00:00:12 0", "end 0"));
}

TEST_F(Replaying, DoesNotBelieveOneClockFaceThatRunsAhead) {
  auto a = input("a", failure(date_of(10), 1) + failure("Nov 20 10:00:00", 2) + failure(date_of(20), 3));
  auto b = input("b", failure(date_of(15), 4));
  EXPECT_THAT(order({a, b}),
              ElementsAre("00:00:10 0", "00:00:15 1", "end 1", "00:00:20 0", "00:00:20 0", "end 0"));
}

TEST_F(Replaying, BelievesAQuietNight) {
  auto a = input("a", failure(date_of(10), 1) + failure(date_of(40'000), 2) + failure(date_of(40'001), 3));
  EXPECT_THAT(order({a}), ElementsAre("00:00:10 0", "11:06:40 0", "11:06:41 0", "end 0"));
}

TEST_F(Replaying, CountsYearsOnOverNewYear) {
  auto a = input("a", failure("Dec 31 23:59:59", 1) + failure("Jan  1 00:00:01", 2));
  auto told = story({a});
  EXPECT_THAT(told[0], HasSubstr("2025-12-31T23:59:59"));
  EXPECT_THAT(told[1], HasSubstr("2026-01-01T00:00:01"));
}

TEST_F(Replaying, TakesTheLastLineWithoutALineBreakAndCarriageReturns) {
  std::string line = failure(date_of(10), 1);
  line.pop_back();
  EXPECT_THAT(order({input("a", line)}), ElementsAre("00:00:10 0", "end 0"));
  EXPECT_EQ(result.counts.lines, 1u);
  EXPECT_THAT(order({input("b", line + "\r\n" + line + "\r\n")}),
              ElementsAre("00:00:10 0", "00:00:10 0", "end 0"));
  EXPECT_THAT(order({input("c", "")}), ElementsAre("end 0"));
}

// A log in which states change: the proof of security events ends, packets are printed, lines break, the year
// turns.
std::string eventful_log(int lines, int seed) {
  std::string text;
  for (int i = 0; i < lines; ++i) {
    int second = i * 7 + seed;
    switch ((i * 31 + seed) % 11) {
      case 0:
        text += talk(date_of(second));
        break;
      case 1:
        text += i > lines / 2 ? "a line without a head\n" : security(date_of(second), i);
        break;
      case 2:
        text += i % 5 == 0 ? failure(date_of(second), i).substr(0, 90) + "\n" : security(date_of(second), i);
        break;
      case 3:
        if (i > lines / 3)
          text += failure(date_of(second), i);
        else
          text += security(date_of(second), i);
        break;
      default:
        text += i > lines / 3 ? failure(date_of(second), i) : security(date_of(second), i);
    }
  }
  return text;
}

TEST_F(Replaying, TellsTheSameOnAnyNumberOfThreads) {
  std::vector<ReplayInput> inputs = {input("a", eventful_log(3000, 1)),
                                     input("b", gzip(eventful_log(2000, 5))),
                                     input("c", eventful_log(2500, 9))};
  for (size_t chunk : {size_t{0}, size_t{300}, size_t{5000}}) {
    for (size_t count : {1, 3}) {
      std::vector<ReplayInput> some(inputs.begin(), inputs.begin() + static_cast<ptrdiff_t>(count));
      auto alone = story(
          some, {.threads = 1, .chunk_bytes = chunk, .inputs_open_max = 64, .wire = {}, .progress = {}});
      auto lines = result.counts.lines;
      ASSERT_GT(alone.size(), 2000u);
      for (unsigned threads : {2, 3, 8}) {
        EXPECT_EQ(story(some, {.threads = threads,
                               .chunk_bytes = chunk,
                               .inputs_open_max = 64,
                               .wire = {},
                               .progress = {}}),
                  alone)
            << threads << " threads, chunks of " << chunk;
        EXPECT_EQ(result.counts.lines, lines);
      }
    }
  }
}

TEST_F(Replaying, TellsTheSameHoweverChunksAreCut) {
  std::vector<ReplayInput> inputs = {input("a", eventful_log(2000, 3))};
  auto whole = story(
      inputs, {.threads = 1, .chunk_bytes = 1 << 22, .inputs_open_max = 64, .wire = {}, .progress = {}});
  for (size_t chunk : {100, 1000, 20'000})
    EXPECT_EQ(story(inputs,
                    {.threads = 1, .chunk_bytes = chunk, .inputs_open_max = 64, .wire = {}, .progress = {}}),
              whole)
        << chunk;
}

TEST_F(Replaying, ALineWithoutAHeadCountsAgainstTheLineBeforeWhereverChunksAreCut) {
  std::string text;
  for (int line = 0; line < 300; ++line)
    text += failure(date_of(line), line) + (line % 2 ? "[203.0.113.9] is made up\n" : "{made up\n");
  std::vector<ReplayInput> inputs = {input("a", text)};
  auto whole = story(
      inputs, {.threads = 1, .chunk_bytes = 1 << 22, .inputs_open_max = 64, .wire = {}, .progress = {}});
  EXPECT_THAT(whole, testing::Contains(HasSubstr(" tainted")).Times(300));
  for (size_t chunk = 1000; chunk < 1160; chunk += 7)
    EXPECT_EQ(story(inputs,
                    {.threads = 1, .chunk_bytes = chunk, .inputs_open_max = 64, .wire = {}, .progress = {}}),
              whole)
        << chunk;
}

TEST_F(Replaying, OpensManyInputsOnlyWhenTheirTimeComes) {
  std::vector<ReplayInput> inputs;
  for (int i = 0; i < 40; ++i) {
    std::string text;
    for (int line = 0; line < 50; ++line)
      text += talk(date_of(i * 1000 + line)) + failure(date_of(i * 1000 + line), line);
    inputs.push_back(input(fmt::format("log-{:02}", i), i % 3 == 0 ? gzip(text) : text));
  }
  auto open = story(inputs);
  auto counts = result.counts;
  for (unsigned threads : {1, 4}) {
    EXPECT_EQ(
        story(inputs,
              {.threads = threads, .chunk_bytes = 700, .inputs_open_max = 2, .wire = {}, .progress = {}}),
        open);
    EXPECT_EQ(result.counts.lines, counts.lines);
    EXPECT_EQ(result.counts.bytes, counts.bytes);
    EXPECT_EQ(result.counts.events, 2000u);
  }
}

TEST_F(Replaying, CutsLinesThatAreTooLong) {
  std::string text = failure(date_of(1), 1) + "[" + date_of(2) + "] NOTICE[1] " + std::string(900'000, 'x') +
                     "\n" + failure(date_of(3), 3) + "[" + date_of(4) + "] NOTICE[1] " +
                     std::string(300'000, 'y');
  std::vector<ReplayInput> inputs = {input("a", text)};
  auto whole = story(
      inputs, {.threads = 1, .chunk_bytes = 1 << 22, .inputs_open_max = 64, .wire = {}, .progress = {}});
  EXPECT_EQ(result.counts.lines, 4u);
  EXPECT_EQ(result.counts.events, 2u);
  for (size_t chunk : {500, 70'000, 200'000}) {
    EXPECT_EQ(story(inputs,
                    {.threads = 2, .chunk_bytes = chunk, .inputs_open_max = 64, .wire = {}, .progress = {}}),
              whole)
        << chunk;
    EXPECT_EQ(result.counts.lines, 4u);
  }
}

// What the line index says is what the bytes say, at every mark.
void expect_true_lines(const sources::LineIndex& lines, std::string_view text) {
  uint64_t longest = 0;
  for (uint64_t offset = 0; offset < text.size(); offset += 1000) {
    auto mark = lines.mark_before(offset);
    ASSERT_LE(mark.offset, offset);
    if (offset < 80'000) longest = std::max(longest, offset - mark.offset);
    auto end = text.begin() + static_cast<ptrdiff_t>(mark.offset);
    ASSERT_EQ(mark.line_breaks, static_cast<uint64_t>(std::count(text.begin(), end, '\n'))) << mark.offset;
  }
  EXPECT_LT(longest, 20'000u);
}

TEST_F(Replaying, KnowsWhereTheLinesOfPlainFilesAre) {
  std::string text = eventful_log(700, 3) + std::string(900'000, 'x') + "\n" + eventful_log(700, 5);
  std::vector<ReplayInput> inputs = {input("a", text), input("b", gzip(text)), input("c", text)};
  for (size_t chunk : {size_t{0}, size_t{500}, size_t{70'000}})
    for (unsigned threads : {1, 3})
      for (size_t open_max : {1, 64}) {
        story(inputs, {.threads = threads,
                       .chunk_bytes = chunk,
                       .inputs_open_max = open_max,
                       .wire = {},
                       .progress = {}});
        expect_true_lines(result.inputs[0].lines, text);
        EXPECT_TRUE(result.inputs[1].lines.empty());
        expect_true_lines(result.inputs[2].lines, text);
      }
}

TEST_F(Replaying, GoesOnWithoutWhatCannotBeRead) {
  std::string text;
  for (int i = 0; i < 4000; ++i) text += failure(date_of(i), i * i % 199);
  auto packed = gzip(text);
  packed.resize(packed.size() / 2);
  ReplayInput missing{folder.path("missing"), {}, 0};
  auto told = story({input("cut", packed), missing, input("whole", failure(date_of(1), 1))});
  EXPECT_THAT(result.inputs[0].error->message, HasSubstr("ends in the middle"));
  EXPECT_GT(result.inputs[0].counts.events, 1000u);
  EXPECT_THAT(result.inputs[1].error->message, HasSubstr("no such file"));
  EXPECT_FALSE(result.inputs[2].error);
  EXPECT_EQ(result.inputs[2].counts.events, 1u);
}

TEST_F(Replaying, TellsHowFarItIsAndStopsWhenAsked) {
  std::string text;
  for (int i = 0; i < 3000; ++i) text += failure(date_of(i), i);
  auto a = input("a", text);
  uint64_t last = 0;
  story({a}, {.threads = 1,
              .chunk_bytes = 10'000,
              .inputs_open_max = 64,
              .wire = {},
              .progress = [&](uint64_t done, uint64_t total) {
                EXPECT_GE(done, last);
                EXPECT_EQ(total, text.size());
                last = done;
                return true;
              }});
  EXPECT_EQ(last, text.size());
  story({a}, {.threads = 3,
              .chunk_bytes = 10'000,
              .inputs_open_max = 64,
              .wire = {},
              .progress = [](uint64_t, uint64_t) { return false; }});
  EXPECT_TRUE(result.stopped);
  EXPECT_LT(result.counts.events, 3000u);
}

}  // namespace
}  // namespace denwaban::engine
