// SPDX-License-Identifier: GPL-3.0-or-later
// Excerpts of recorded logs with what they say, line by line, as it was found by other means than this
// parser.
#include <gmock/gmock.h>

#include <sstream>

#include "parse/log_reading.h"

namespace denwaban::parse {
namespace {

EventKind kind_of(const std::string& name) {
  const std::pair<const char*, EventKind> kinds[] = {
      {"auth_failed", EventKind::auth_failed},       {"unknown_account", EventKind::unknown_account},
      {"acl_rejected", EventKind::acl_rejected},     {"call_rejected", EventKind::call_rejected},
      {"challenge_sent", EventKind::challenge_sent}, {"auth_succeeded", EventKind::auth_succeeded},
      {"malformed", EventKind::malformed},           {"request_refused", EventKind::request_refused}};
  for (auto& [word, kind] : kinds)
    if (name == word) return kind;
  ADD_FAILURE() << "unknown kind " << name;
  return EventKind::auth_failed;
}

class Recordings : public testing::TestWithParam<const char*> {};

TEST_P(Recordings, EveryLineNamesItsSenderByKind) {
  std::string text = read_test_file(std::string("runs/") + GetParam());
  std::istringstream expected(read_test_file(std::string("runs/") + GetParam() + ".expected"));
  auto events = read_log(text);
  std::erase_if(events, is_mark);
  size_t at = 0;
  for (std::string kind, address; expected >> kind >> address; ++at) {
    ASSERT_LT(at, events.size());
    std::string_view line =
        std::string_view(text).substr(events[at].evidence.offset, events[at].evidence.length);
    EXPECT_EQ(events[at].kind, kind_of(kind)) << line;
    EXPECT_EQ(events[at].address.to_string(), address) << line;
  }
  EXPECT_EQ(at, events.size());
  EXPECT_GT(at, 0u);
}

INSTANTIATE_TEST_SUITE_P(Excerpts, Recordings,
                         testing::Values("a16-default.messages", "a16-default.messages-plain",
                                         "a16-default.security", "a16-variant.messages",
                                         "a16-variant.security", "a22-default.messages",
                                         "a22-default.messages-plain", "a22-default.security",
                                         "a22-default.syslog.raw", "a22-variant.messages",
                                         "a22-variant.security"));

}  // namespace
}  // namespace denwaban::parse
