// SPDX-License-Identifier: GPL-3.0-or-later
#include <gmock/gmock.h>

#include <string>
#include <vector>

#include "parse/wire/ami_stream.h"
#include "parse/wire/http_stream.h"
#include "parse/wire/iax2_frame.h"

namespace denwaban::parse {
namespace {

using namespace std::string_view_literals;
using testing::ElementsAre;

// From the recordings: Asterisk 16, a registration that is refused.
TEST(IaxFrame, ARegistrationRequestShowsItsNameAndItsToken) {
  auto frame = parse_iax_frame(
      "\xbd\x99\x00\x00\x00\x00\x00\x03\x00\x00\x06\x0d\x06\x08iaxphone\x13\x02\x00<6\x03tok"sv);
  ASSERT_TRUE(frame);
  EXPECT_EQ(frame->command, IaxCommand::regreq);
  EXPECT_EQ(frame->source_call, 0x3d99);
  EXPECT_EQ(frame->destination_call, 0);
  EXPECT_EQ(frame->username, "iaxphone");
  EXPECT_EQ(frame->call_token, "tok");
  EXPECT_FALSE(frame->has_credentials);
}

TEST(IaxFrame, ACauseComesWithItsCode) {
  auto frame = parse_iax_frame(
      "\x9e\x0c\x3d\x99\x00\x00\x03\xe8\x01\x02\x06\x10\x16\x14Registration Refused*\x01\x1d"sv);
  ASSERT_TRUE(frame);
  EXPECT_EQ(frame->command, IaxCommand::regrej);
  EXPECT_EQ(frame->cause, "Registration Refused");
  EXPECT_EQ(frame->cause_code, 29);
}

TEST(IaxFrame, MediaAndNonsenseAreNoFullFrames) {
  EXPECT_FALSE(parse_iax_frame("\x12\x34\x00\x01voice voice voice"sv));
  EXPECT_TRUE(is_iax_media("\x12\x34\x00\x01voice"sv));
  EXPECT_FALSE(parse_iax_frame("\xbd\x99\x00"sv));
  EXPECT_FALSE(parse_iax_frame("\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff"sv));
}

TEST(IaxFrame, AnElementThatIsLongerThanTheDatagramIsMarked) {
  auto frame = parse_iax_frame("\xbd\x99\x00\x00\x00\x00\x00\x03\x00\x00\x06\x0d\x06\xf0short"sv);
  ASSERT_TRUE(frame);
  EXPECT_TRUE(frame->elements_broken);
  EXPECT_EQ(frame->username, "");
}

std::vector<std::string> ami_users(std::vector<std::string_view> segments) {
  AmiStream stream;
  std::vector<std::string> users;
  for (std::string_view segment : segments)
    stream.feed(segment, [&](const AmiBlock& b) {
      users.push_back(std::string(b.value_of("action")) + ":" + std::string(b.value_of("username")));
    });
  return users;
}

TEST(AmiStream, BlocksAreReadWhereverTheSegmentsEnd) {
  EXPECT_THAT(ami_users({"Action: Lo", "gin\r\nUSERNAME:  admin \r", "\n\r\nAction: Ping\r\n\r", "\n"}),
              ElementsAre("Login:admin", "Ping:"));
}

TEST(AmiStream, TheBannerIsNoBlockAndBareLineFeedsWillDo) {
  EXPECT_THAT(ami_users({"Asterisk Call Manager/5.0.4\r\nAction: Login\nUsername: root\n\n"}),
              ElementsAre("Login:root"));
}

TEST(AmiStream, AnEndlessBlockIsCutAndTheNextIsRead) {
  std::string endless = "Action: Login\r\nSecret: " + std::string(100'000, 'x');
  AmiStream stream;
  stream.feed(endless, [](const AmiBlock&) { FAIL(); });
  EXPECT_LE(stream.kept(), AmiStream::kBlockMax);
  std::vector<std::string> actions;
  stream.feed("\r\nUsername: late\r\n\r\nAction: Logoff\r\n\r\n",
              [&](const AmiBlock& b) { actions.emplace_back(b.value_of("action")); });
  EXPECT_THAT(actions, ElementsAre("Login", "Logoff"));
}

std::vector<std::string> http(std::string_view bytes, size_t piece) {
  HttpStream stream;
  std::vector<std::string> seen;
  auto sink = [&](const HttpMessage& m) {
    seen.push_back(m.response ? std::to_string(m.status) + " " + std::string(m.body)
                              : std::string(m.method) + " " + std::string(m.target));
  };
  for (; !bytes.empty(); bytes.remove_prefix(std::min(piece, bytes.size())))
    stream.feed(bytes.substr(0, piece), sink);
  stream.finish(sink);
  return seen;
}

TEST(HttpStream, RequestsFollowOneAnotherPastTheirBodies) {
  constexpr std::string_view kTwo =
      "POST /rawman HTTP/1.1\r\nContent-Length: 5\r\n\r\nabcdeGET /ari/x HTTP/1.1\r\nHost: a\r\n\r\n"
      "POST /c HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\nGET /last HTTP/1.0\r\n\r\n";
  for (size_t piece : {size_t{1}, size_t{7}, kTwo.size()})
    EXPECT_THAT(http(kTwo, piece), ElementsAre("POST /rawman", "GET /ari/x", "POST /c", "GET /last"));
}

TEST(HttpStream, AnAnswerShowsTheBeginningOfItsBody) {
  EXPECT_THAT(
      http("HTTP/1.1 200 OK\r\nContent-Length: 15\r\n\r\nResponse: ErrorHTTP/1.1 404 No\r\n\r\nuntil the end",
           3),
      ElementsAre("200 Response: Error", "404 until the end"));
}

TEST(HttpStream, WhatIsNoHttpFails) {
  HttpStream stream;
  stream.feed("\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03", [](const HttpMessage&) { FAIL(); });
  EXPECT_TRUE(stream.failed());
}

TEST(HttpCredentials, TheNameIsReadAndThePasswordIsNot) {
  EXPECT_EQ(basic_user("Basic YXJpdXNlcjphcmlwYXNzOQ=="), "ariuser");
  EXPECT_EQ(basic_user("basic YWRtaW4="), "admin");
  EXPECT_FALSE(basic_user("Bearer abc"));
  EXPECT_EQ(query_value("/rawman?action=login&username=ad%6din&secret=x", "username"), "admin");
  EXPECT_FALSE(query_value("/rawman?action=login", "username"));
}

}  // namespace
}  // namespace denwaban::parse
