// SPDX-License-Identifier: GPL-3.0-or-later
#include "sources/journal_reader.h"

#include <gmock/gmock.h>
#include <poll.h>

#include "journal_writer.h"
#include "sources/carried_line.h"

namespace denwaban::sources {
namespace {

using test::JournalWriter;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

const Time kStart = *parse_rfc3339("2026-11-22T08:00:00Z");

class Journal : public ::testing::Test {
 protected:
  void SetUp() override {
    if (!JournalWriter::at_hand()) GTEST_SKIP() << "install systemd-journal-remote";
    options.folder = writer.folder();
  }
  void open(const JournalPosition& position = {}) {
    auto opened = JournalReader::open(options, position, kStart);
    ASSERT_TRUE(opened) << opened.error().message;
    reader.emplace(std::move(*opened));
  }
  // What is read now, without the dates.
  std::vector<std::string> read() {
    std::string text;
    while (reader->poll(kStart + Seconds(1'000), text)) {
    }
    std::vector<std::string> lines;
    for (size_t begin = 0; begin < text.size();) {
      size_t end = text.find('\n', begin), message = text.find("]: ", begin);
      lines.push_back(text.substr(message + 3, end - message - 3));
      begin = end + 1;
    }
    return lines;
  }
  void add(const JournalWriter::Fields& fields) { writer.add(kStart + Seconds(++seconds), fields); }

  JournalWriter writer;
  JournalOptions options;
  std::optional<JournalReader> reader;
  int seconds = 0;
};

TEST_F(Journal, begins_with_what_is_written_from_now_on) {
  add(JournalWriter::asterisk("old"));
  ASSERT_TRUE(writer.write());
  open();
  EXPECT_THAT(read(), IsEmpty());
  add(JournalWriter::asterisk("new"));
  ASSERT_TRUE(writer.write());
  EXPECT_THAT(read(), ElementsAre("new"));
  EXPECT_FALSE(reader->gap());
}

TEST_F(Journal, reads_what_is_there_when_asked_to_and_dates_it) {
  options.from_start = true;
  add(JournalWriter::asterisk("old"));
  ASSERT_TRUE(writer.write());
  open();
  std::string text;
  reader->poll(kStart, text);
  EXPECT_EQ(text, "2026-11-22T08:00:01.000Z journal asterisk[811]: old\n");
}

TEST_F(Journal, goes_on_where_it_was) {
  options.from_start = true;
  for (auto message : {"one", "two"}) add(JournalWriter::asterisk(message));
  ASSERT_TRUE(writer.write());
  open();
  EXPECT_THAT(read(), ElementsAre("one", "two"));
  JournalPosition position = reader->position();
  add(JournalWriter::asterisk("three"));
  ASSERT_TRUE(writer.write());
  open(position);
  EXPECT_THAT(read(), ElementsAre("three"));
  EXPECT_FALSE(reader->gap());
  open(reader->position());
  EXPECT_THAT(read(), IsEmpty());
}

TEST_F(Journal, goes_on_from_another_programs_record) {
  add({{"MESSAGE", "tick"}, {"SYSLOG_IDENTIFIER", "cron"}, {"_UID", "0"}});
  ASSERT_TRUE(writer.write());
  open();
  EXPECT_THAT(read(), IsEmpty());
  JournalPosition position = reader->position();
  add(JournalWriter::asterisk("while we were away"));
  ASSERT_TRUE(writer.write());
  open(position);
  EXPECT_THAT(read(), ElementsAre("while we were away"));
}

TEST_F(Journal, that_was_empty_at_first_is_read_from_there_on) {
  open();
  JournalPosition position = reader->position();
  add(JournalWriter::asterisk("first of all"));
  ASSERT_TRUE(writer.write());
  EXPECT_THAT(read(), ElementsAre("first of all"));
  open(position);
  EXPECT_THAT(read(), ElementsAre("first of all"));
}

TEST_F(Journal, believes_the_unit_whoever_runs_in_it_and_the_name_only_from_those_who_bear_it) {
  options.from_start = true;
  options.users = {0, 111};
  add({{"MESSAGE", "unit"}, {"_SYSTEMD_UNIT", "asterisk.service"}, {"_UID", "999"}});
  add(JournalWriter::asterisk("root", 0));
  add(JournalWriter::asterisk("asterisk", 111));
  add(JournalWriter::asterisk("a user's logger -t asterisk", 1000));
  add({{"MESSAGE", "no credentials"}, {"SYSLOG_IDENTIFIER", "asterisk"}});
  add({{"MESSAGE", "the other field"},
       {"SYSLOG_IDENTIFIER", "asterisk"},
       {"UNIT", "asterisk.service"},
       {"_UID", "1000"}});
  add({{"MESSAGE", "ssh"}, {"SYSLOG_IDENTIFIER", "sshd"}, {"_UID", "0"}});
  ASSERT_TRUE(writer.write());
  open();
  EXPECT_THAT(read(), ElementsAre("unit", "root", "asterisk"));
  EXPECT_EQ(reader->counters().strangers, 3u);
  EXPECT_EQ(reader->counters().records, 3u);
}

TEST_F(Journal, makes_one_line_of_a_message_with_line_breaks) {
  options.from_start = true;
  add(JournalWriter::asterisk("true\n2026-11-22T08:00:01Z pbx asterisk[1]: NOTICE[1]: forged\r\n"));
  add(JournalWriter::asterisk(std::string("nul\0byte\n", 9)));
  ASSERT_TRUE(writer.write());
  open();
  EXPECT_THAT(read(), ElementsAre("true#0122026-11-22T08:00:01Z pbx asterisk[1]: NOTICE[1]: forged#015",
                                  "nul#000byte"));
}

TEST_F(Journal, leaves_out_what_may_have_been_cut) {
  options.from_start = true;
  add(JournalWriter::asterisk(std::string(kCarriedMax, 'a')));
  add(JournalWriter::asterisk(std::string(kCarriedMax + 1, 'b')));
  add(JournalWriter::asterisk(std::string(200'000, 'c')));
  add(JournalWriter::asterisk("next"));
  ASSERT_TRUE(writer.write());
  open();
  EXPECT_THAT(read(), ElementsAre(SizeIs(kCarriedMax), "next"));
  EXPECT_EQ(reader->counters().too_long, 2u);
}

TEST_F(Journal, reads_on_after_the_machine_was_started_anew) {
  options.from_start = true;
  add(JournalWriter::asterisk("before"));
  ASSERT_TRUE(writer.write());
  open();
  EXPECT_THAT(read(), ElementsAre("before"));
  JournalPosition position = reader->position();
  writer.add(kStart + Seconds(60), JournalWriter::asterisk("after"), 2);
  ASSERT_TRUE(writer.write("system-2.journal"));
  open(position);
  EXPECT_THAT(read(), ElementsAre("after"));
}

TEST_F(Journal, tells_what_was_thrown_away_unread) {
  options.from_start = true;
  add(JournalWriter::asterisk("read"));
  ASSERT_TRUE(writer.write("a.journal"));
  open();
  std::string lines;
  EXPECT_FALSE(reader->poll(kStart + Seconds(2), lines));
  JournalPosition position = reader->position();
  writer.remove("a.journal");
  for (int i = 0; i < 100; ++i) add({{"MESSAGE", "kept"}, {"SYSLOG_IDENTIFIER", "cron"}, {"_UID", "0"}});
  add(JournalWriter::asterisk("oldest that is left"));
  add(JournalWriter::asterisk("newest"));
  ASSERT_TRUE(writer.write("b.journal"));
  open(position);
  EXPECT_THAT(read(), ElementsAre("oldest that is left", "newest"));
}

TEST_F(Journal, names_the_time_of_which_nothing_is_left) {
  options.from_start = true;
  add(JournalWriter::asterisk("read"));
  ASSERT_TRUE(writer.write("a.journal"));
  open();
  std::string lines;
  EXPECT_FALSE(reader->poll(kStart + Seconds(2), lines));
  JournalPosition position = reader->position();
  writer.remove("a.journal");
  seconds = 3'600;
  add(JournalWriter::asterisk("an hour later"));
  ASSERT_TRUE(writer.write("b.journal"));
  open(position);
  ASSERT_TRUE(reader->gap());
  EXPECT_EQ(reader->gap()->begin, kStart + Seconds(2));
  EXPECT_EQ(reader->gap()->end, kStart + Seconds(3'601));
  EXPECT_THAT(read(), ElementsAre("an hour later"));
}

TEST_F(Journal, counts_what_journald_threw_away_of_our_units) {
  options.from_start = true;
  auto dropped = [&](const char* unit, const char* transport) {
    add({{"MESSAGE", std::string("Suppressed 3000 messages from ") + unit},
         {"MESSAGE_ID", "a596d6fe7bfa4994828e72309e95d61e"},
         {"N_DROPPED", "3000"},
         {"_TRANSPORT", transport},
         {"_UID", "0"}});
  };
  dropped("asterisk.service", "driver");
  dropped("cron.service", "driver");
  dropped("asterisk.service", "journal");
  ASSERT_TRUE(writer.write());
  open();
  EXPECT_THAT(read(), IsEmpty());
  EXPECT_EQ(reader->counters().suppressed, 3'000u);
}

TEST_F(Journal, takes_turns) {
  options.from_start = true;
  options.records_per_turn = 2;
  for (int i = 0; i < 5; ++i) add(JournalWriter::asterisk(std::to_string(i)));
  ASSERT_TRUE(writer.write());
  open();
  std::string lines;
  EXPECT_TRUE(reader->poll(kStart, lines));
  EXPECT_EQ(std::count(lines.begin(), lines.end(), '\n'), 2);
  EXPECT_THAT(read(), ElementsAre("2", "3", "4"));
}

TEST_F(Journal, wakes_who_waits_for_it) {
  open();
  EXPECT_FALSE(has_journal(writer.folder()));
  EXPECT_THAT(read(), IsEmpty());
  pollfd ready{reader->fd(), POLLIN, 0};
  EXPECT_EQ(::poll(&ready, 1, 0), 0);
  add(JournalWriter::asterisk("x"));
  ASSERT_TRUE(writer.write());
  EXPECT_EQ(::poll(&ready, 1, 10'000), 1);
  EXPECT_THAT(read(), ElementsAre("x"));
  EXPECT_TRUE(has_journal(writer.folder()));
}

TEST(JournalElsewhere, that_is_not_there_is_said) {
  JournalOptions options;
  options.folder = "/no/such/folder";
  auto opened = JournalReader::open(options, {}, kStart);
  ASSERT_FALSE(opened);
  EXPECT_EQ(opened.error().kind, ErrorKind::not_found);
  EXPECT_THAT(opened.error().message, HasSubstr("/no/such/folder"));
  EXPECT_FALSE(has_journal("/no/such/folder"));
}

}  // namespace
}  // namespace denwaban::sources
