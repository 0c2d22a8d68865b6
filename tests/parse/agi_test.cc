// SPDX-License-Identifier: GPL-3.0-or-later
#include "parse/agi.h"

#include <gtest/gtest.h>

namespace denwaban::parse {
namespace {

// As Asterisk 16 and 22 write it.
constexpr std::string_view kRequest =
    "agi_network: yes\nagi_network_script: gate\nagi_request: agi://127.0.0.1:4573/gate\nagi_channel: "
    "PJSIP/100-00000001\n"
    "agi_language: en\nagi_type: PJSIP\nagi_uniqueid: 1732305600.4\nagi_version: 22.9.0\nagi_callerid: 100\n"
    "agi_calleridname: Reception\nagi_callingpres: 0\nagi_callingani2: 0\nagi_callington: 0\nagi_callingtns: "
    "0\n"
    "agi_dnid: 0025261234567\nagi_rdnis: unknown\nagi_context: denwaban-gate\nagi_extension: "
    "s\nagi_priority: 6\n"
    "agi_enhanced: 0.0\nagi_accountcode: \nagi_threadid: 140\nagi_arg_1: 0025261234567\nagi_arg_2: "
    "025261234567\n"
    "agi_arg_3: trunk\n\n";

std::vector<AgiItem> all_of(AgiReader& reader, std::string_view bytes, size_t piece = 4096) {
  std::vector<AgiItem> items;
  for (; !bytes.empty(); bytes.remove_prefix(std::min(piece, bytes.size()))) {
    reader.feed(bytes.substr(0, piece));
    while (auto item = reader.next()) items.push_back(std::move(*item));
  }
  return items;
}

TEST(Agi, a_request_is_read_whatever_its_segments_are) {
  for (size_t piece : {size_t{1}, size_t{7}, size_t{5000}}) {
    AgiReader reader;
    auto items = all_of(reader, kRequest, piece);
    ASSERT_EQ(items.size(), 1u);
    const auto& request = std::get<AgiRequest>(items[0]);
    EXPECT_EQ(request.script, "gate");
    EXPECT_EQ(request.channel, "PJSIP/100-00000001");
    EXPECT_EQ(request.unique_id, "1732305600.4");
    EXPECT_EQ(request.arguments, (std::vector<std::string>{"0025261234567", "025261234567", "trunk"}));
    EXPECT_FALSE(request.doubled);
  }
}

TEST(Agi, answers_follow_with_result_timeout_usage_and_hangup) {
  AgiReader reader;
  (void)all_of(reader, kRequest);
  auto items =
      all_of(reader,
             "200 result=1\n200 result=12 (timeout)\n200 result= (timeout)\n510 Invalid or unknown command\n"
             "520-Invalid command syntax.  Proper usage follows:\nUsage: GET DATA\n520 End of proper "
             "usage.\nHANGUP\n");
  ASSERT_EQ(items.size(), 6u);
  EXPECT_EQ(std::get<AgiReply>(items[0]).result, "1");
  EXPECT_EQ(std::get<AgiReply>(items[1]).result, "12");
  EXPECT_TRUE(std::get<AgiReply>(items[1]).timed_out);
  EXPECT_EQ(std::get<AgiReply>(items[2]).result, "");
  EXPECT_EQ(std::get<AgiReply>(items[3]).code, 510);
  EXPECT_EQ(std::get<AgiReply>(items[4]).code, 520);
  EXPECT_TRUE(std::holds_alternative<AgiHangup>(items[5]));
}

TEST(Agi, the_first_of_a_doubled_key_counts_and_the_request_is_marked) {
  std::string forged(kRequest);
  forged.insert(forged.find("agi_callingpres"), "agi_uniqueid: 1.1\n");
  AgiReader reader;
  auto items = all_of(reader, forged);
  ASSERT_EQ(items.size(), 1u);
  EXPECT_TRUE(std::get<AgiRequest>(items[0]).doubled);
  EXPECT_EQ(std::get<AgiRequest>(items[0]).unique_id, "1732305600.4");
}

TEST(Agi, what_asterisk_goes_on_to_say_behind_an_end_that_a_caller_wrote_is_foreign) {
  std::string forged(kRequest);
  forged.insert(forged.find("Reception"), "x\nagi_arg_1: 112\n\n");
  AgiReader reader;
  auto items = all_of(reader, forged);
  ASSERT_GE(items.size(), 2u);
  EXPECT_TRUE(std::holds_alternative<AgiRequest>(items[0]));
  EXPECT_TRUE(std::holds_alternative<AgiForeign>(items[1]));
}

TEST(Agi, lines_without_end_and_too_many_of_them_break_it) {
  AgiReader endless;
  (void)all_of(endless, std::string(AgiReader::kLineMax + 2, 'x'));
  EXPECT_TRUE(endless.broken());
  AgiReader many;
  std::string lines;
  for (size_t i = 0; i < AgiReader::kLinesMax + 2; ++i) lines += "agi_x: y\n";
  (void)all_of(many, lines);
  EXPECT_TRUE(many.broken());
}

}  // namespace
}  // namespace denwaban::parse
