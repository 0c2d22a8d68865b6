// SPDX-License-Identifier: GPL-3.0-or-later
// Reading by words gives what reading by characters gives.
#include "parse/log/words.h"

#include <gtest/gtest.h>

#include <set>

#include "parse/attack_tools.h"
#include "parse/log/address.h"
#include "parse/log/name_addr.h"
#include "parse/log_reading.h"

namespace denwaban::parse {
namespace {

TEST(LogWords, FindsACharacterAtEveryPlaceOfTextsOfEveryLength) {
  for (size_t size = 0; size < 70; ++size) {
    std::string text(size, 'x');
    EXPECT_EQ(find_char(text.data(), text.data() + size, 'y'), nullptr);
    for (size_t i = 0; i < size; ++i) {
      text.assign(size, 'x').replace(i, std::string::npos, size - i, 'y');
      EXPECT_EQ(find_char(text.data(), text.data() + size, 'y'), text.data() + i);
    }
  }
}

TEST(LogWords, ReadsNumbersUpToTheFirstOtherCharacter) {
  EXPECT_EQ(leading_digits(word8("22821] c")), 5u);
  EXPECT_EQ(number_of(word8("22821] c"), 5), 22821u);
  EXPECT_EQ(number_of(word8("99999999"), 8), 99999999u);
  EXPECT_EQ(leading_digits(word8("/0000000")), 0u);
  EXPECT_EQ(leading_digits(word8("0:000000")), 1u);
  EXPECT_EQ(leading_digits(word8("7\xff")), 1u);
}

TEST(LogWords, ComparesEveryByte) {
  for (size_t size = 1; size < 40; ++size) {
    std::string text(size, 'a');
    EXPECT_TRUE(same_bytes(text.data(), std::string(size, 'a').data(), size));
    for (size_t i = 0; i < size; ++i) {
      std::string other = text;
      other[i] = 'b';
      EXPECT_FALSE(same_bytes(text.data(), other.data(), size)) << size << " " << i;
    }
  }
}

std::string address_of(const std::string& text) {
  Event event;
  return read_address(text, event) ? sender_of(event) : "none";
}

TEST(LogWords, ReadsEveryWidthOfAnAddress) {
  for (const char* part : {"0", "7", "10", "99", "100", "255"})
    for (const char* port : {"1", "80", "5060", "65535"}) {
      std::string p = part;
      for (const std::string& text :
           {p + ".1.2.3:" + port, "1." + p + ".2.3:" + port, "1.2." + p + ".3:" + port,
            "9.2.3." + p + ":" + port, "9." + p + "." + p + "." + p + ":" + port})
        EXPECT_EQ(address_of(text), text);
    }
}

TEST(LogWords, RefusesWhatIsNoAddress) {
  for (const char* text :
       {"256.1.2.3:5060", "1.2.3.256:5060", "1.999.2.3:5060", "01.2.3.4:5060",      "1.2.3.00:5060",
        "1.2.3.4:65536",  "1.2.3.4:",       "1.2.3.4:506 ",   "1.2.3:5060",         "1.2.3.4.5:60",
        "1..2.3:5060",    ".1.2.3:50600",   "1.2.3.:50600",   "1.2.3.4:5:60",       "1.2.3.4 :5060",
        "a.2.3.4:5060",   "1.2.3.4:50a0",   "1.2.3.4:-506",   "1234.1.1.1:50",      "1.2.3.4:100000",
        "1:2.3.4.5:60",   "1.2.3./:5060",   "1.2.3.4;5060",   "255.255.255.2555:60"})
    EXPECT_EQ(address_of(text), "none") << text;
}

TEST(LogWords, NamesTheUserHoweverLongItAndItsDisplayAre) {
  for (size_t size = 1; size < 40; ++size) {
    std::string name(size, '5');
    EXPECT_EQ(user_of("<sip:" + name + "@192.0.2.1>"), name);
    EXPECT_EQ(user_of("\"" + name + "\" <sip:" + name + "@a>"), name);
    EXPECT_EQ(user_of("\"" + name + "\"<sip:" + name + ":secret@a>"), name);
    EXPECT_EQ(user_of("\"\\\"" + name + " <sip:1@b>\" <sip:" + name + "@a>;tag=1"), name);
    EXPECT_EQ(user_of("<sip:" + name + ">;tag=12345678901@b"), "");
  }
}

TEST(LogWords, FindsAToolsMarkAtEveryPlace) {
  for (std::string_view lower : marks_at<AttackTool::kLog>())
    for (size_t before = 0; before < 20; ++before) {
      std::string mark(lower);
      if (before % 2 != 0) mark[0] = static_cast<char>(mark[0] - 'a' + 'A');
      EXPECT_TRUE(shows_scanner(std::string(before, '0') + mark)) << mark;
      EXPECT_TRUE(shows_scanner(std::string(before, 'f') + mark + "-00")) << mark;
    }
  EXPECT_FALSE(shows_scanner("0x7fdf0800d4c0"));
  EXPECT_FALSE(shows_scanner("be7163fc4a67a670@192.0.2.1"));
}

TEST(AttackTools, EachMarkStandsThereOnceInLowerCaseAndSaysWhereItIsFrom) {
  std::set<std::string_view> marks;
  for (const AttackTool& tool : kAttackTools) {
    EXPECT_TRUE(marks.insert(tool.mark).second) << tool.mark;
    EXPECT_EQ(tool.mark.find_first_of("ABCDEFGHIJKLMNOPQRSTUVWXYZ"), std::string_view::npos) << tool.mark;
    EXPECT_NE(tool.places, 0) << tool.mark;
    EXPECT_FALSE(tool.tool.empty() || tool.source.empty()) << tool.mark;
  }
}

// The times of lines that differ in their clocks alone.
std::vector<int64_t> times_of(const std::vector<std::string>& dates) {
  std::string text;
  for (const std::string& date : dates)
    text += date +
            " NOTICE[1] chan_sip.c: Registration from '<sip:1@a>' failed for '192.0.2.9' - Wrong password\n";
  std::vector<int64_t> times;
  for (const Event& event : read_log(text)) times.push_back(to_epoch_ms(event.time));
  return times;
}

TEST(LogWords, AClockThatGoesOnIsReadLikeAWholeDate) {
  for (const auto& [before, behind] : {std::pair("[Nov 21 ", "]"),
                                       {"[2026-11-21 ", ".250]"},
                                       {"[Nov 21 ", " 2026]"},
                                       {"2026-11-21T", "+09:00"},
                                       {"[Sat Nov 21 2026 ", ",5]"}}) {
    std::vector<std::string> dates;
    for (const char* clock : {"20:03:48", "20:03:49", "20:04:00", "21:00:00", "23:59:60", "20:03:47"})
      dates.push_back(std::string(before) + clock + behind);
    std::vector<int64_t> alone;
    for (const std::string& date : dates)
      for (int64_t time : times_of({date})) alone.push_back(time);
    EXPECT_EQ(alone.size(), dates.size());
    EXPECT_EQ(times_of(dates), alone) << before;
  }
}

TEST(LogWords, AClockThatIsNoneIsNoHead) {
  for (const char* clock : {"24:00:00", "20:60:00", "20:03:61", "20:03.48", "2a:03:48"})
    EXPECT_EQ(times_of({"[Nov 21 20:03:48]", std::string("[Nov 21 ") + clock + "]"}).size(), 2u) << clock;
}

}  // namespace
}  // namespace denwaban::parse
