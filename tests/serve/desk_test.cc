// SPDX-License-Identifier: GPL-3.0-or-later
#include "serve/desk.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace denwaban::serve {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

// A house with a policy and nothing else.
class House final : public Office {
 public:
  explicit House(policy::Options options = {})
      : policy_(options), trust_({}, HashSeed{}), allow_(options.allow) {}
  Time now() const override { return from_epoch_ms(1'795'291'425'000); }
  policy::Policy& policy() override { return policy_; }
  const track::Trust& trust() const override { return trust_; }
  Status carry_out(const std::vector<Decision>& decisions) override {
    if (broken) return fail(ErrorKind::full, "the disk is full");
    for (const Decision& decision : decisions) {
      policy_.adopt(decision);
      done.push_back(decision);
    }
    return {};
  }
  Result<std::vector<std::string>> findings(const FindingQuestion& question) override {
    asked = question;
    return std::vector<std::string>{R"({"type":"finding"})"};
  }
  Result<std::vector<Decision>> decisions_about(const IpAddress&, size_t) override { return done; }
  std::map<std::string, std::string> titles(const std::vector<std::string>&) override { return {}; }
  bool allowed_by_settings(const IpPrefix& prefix) override {
    return std::find(allow_.begin(), allow_.end(), prefix) != allow_.end();
  }
  std::vector<actions::FirewallEntry> firewall() override {
    return {
        {actions::FirewallEntry::Set::ban, *IpPrefix::parse("203.0.113.7"), 0, Seconds(60), true, 42, 4200}};
  }
  Result<std::vector<std::string>> observed(const report::Question& question) override {
    observing = question;
    return std::vector<std::string>{R"({"type":"observation"})"};
  }
  Result<std::vector<std::string>> calls(bool ended) override {
    if (ended) return std::vector<std::string>{R"({"type":"call","state":"ended"})", R"({"type":"call","state":"held"})"};
    return std::vector<std::string>{R"({"type":"call","state":"held"})"};
  }
  std::string status() override { return R"({"type":"status"})"; }

  std::vector<Decision> done;
  FindingQuestion asked;
  report::Question observing;
  bool broken = false;

 private:
  policy::Policy policy_;
  track::Trust trust_;
  std::vector<IpPrefix> allow_;
};

std::string ask(House& house, std::string_view request) { return Desk(house).answer(request, "root"); }

TEST(Desk, bans_for_a_while_and_says_who_did_it) {
  House house;
  std::string answer =
      ask(house, R"({"command":"ban","target":"203.0.113.7","seconds":3600,"note":"carrier asked"})");
  EXPECT_THAT(answer, HasSubstr(R"("status":0)"));
  ASSERT_EQ(house.done.size(), 1u);
  EXPECT_EQ(house.done[0].target.to_string(), "203.0.113.7/32");
  EXPECT_EQ(house.done[0].span, Seconds(3600));
  EXPECT_EQ(house.done[0].by, "root");
  EXPECT_EQ(house.done[0].note, "carrier asked");
}

TEST(Desk, bans_an_ipv6_address_with_its_network) {
  House house;
  ask(house, R"({"command":"ban","target":"2001:db8:bad::66"})");
  ASSERT_EQ(house.done.size(), 1u);
  EXPECT_EQ(house.done[0].target.to_string(), "2001:db8:bad::/64");
  EXPECT_FALSE(house.done[0].span);
}

TEST(Desk, bans_a_port_of_exactly_one_address) {
  House house;
  ask(house, R"({"command":"ban","target":"2001:db8:bad::66","port":5060})");
  ASSERT_EQ(house.done.size(), 1u);
  EXPECT_EQ(house.done[0].target.to_string(), "2001:db8:bad::66/128");
  EXPECT_EQ(house.done[0].port, 5060);
  EXPECT_THAT(ask(house, R"({"command":"ban","target":"2001:db8:bad::/64","port":5060})"),
              HasSubstr(R"("status":2)"));
  EXPECT_EQ(house.done.size(), 1u);
}

TEST(Desk, allows_nothing_that_the_firewall_cannot_hold) {
  House house;
  ask(house, R"({"command":"ban","target":"203.0.113.7"})");
  for (const char* wide : {"0.0.0.0/0", "0.0.0.0/1", "::/0", "8000::/2"}) {
    std::string answer = ask(house, std::string(R"({"command":"allow","prefix":")") + wide + "\"}");
    EXPECT_THAT(answer, HasSubstr(R"("status":2)")) << wide;
    EXPECT_THAT(answer, HasSubstr("too wide")) << wide;
  }
  EXPECT_EQ(house.done.size(), 1u);
  EXPECT_TRUE(house.policy().about(*IpAddress::parse("203.0.113.7"), house.now()).ban);
  EXPECT_THAT(ask(house, R"({"command":"allow","prefix":"10.0.0.0/8"})"), HasSubstr(R"("status":0)"));
}

TEST(Desk, lists_a_ban_with_its_packets) {
  House house;
  ask(house, R"({"command":"ban","target":"203.0.113.7"})");
  std::string answer = ask(house, R"({"command":"bans"})");
  EXPECT_THAT(answer, HasSubstr(R"("target":"203.0.113.7/32")"));
  EXPECT_THAT(answer, HasSubstr(R"("packets":42)"));
}

TEST(Desk, unbans_an_address_and_only_that) {
  House house;
  ask(house, R"({"command":"ban","target":"203.0.113.7"})");
  ask(house, R"({"command":"ban","target":"203.0.113.8"})");
  EXPECT_THAT(ask(house, R"({"command":"unban","target":"203.0.113.7"})"), HasSubstr(R"("status":0)"));
  std::string answer = ask(house, R"({"command":"bans"})");
  EXPECT_THAT(answer, Not(HasSubstr("203.0.113.7/32")));
  EXPECT_THAT(answer, HasSubstr("203.0.113.8/32"));
}

TEST(Desk, unbans_all) {
  House house;
  ask(house, R"({"command":"ban","target":"203.0.113.7"})");
  ask(house, R"({"command":"ban","target":"198.51.100.0/24"})");
  ask(house, R"({"command":"unban","all":true})");
  EXPECT_TRUE(house.policy().standing(house.now()).empty());
}

TEST(Desk, says_which_network_to_unban_for_an_address_inside_it) {
  House house;
  ask(house, R"({"command":"ban","target":"198.51.100.0/24"})");
  std::string answer = ask(house, R"({"command":"unban","target":"198.51.100.9"})");
  EXPECT_THAT(answer, HasSubstr(R"("status":2)"));
  EXPECT_THAT(answer, HasSubstr("198.51.100.0/24"));
}

TEST(Desk, allowing_lifts_bans_inside) {
  House house;
  ask(house, R"({"command":"ban","target":"192.0.2.10"})");
  ask(house, R"({"command":"allow","prefix":"192.0.2.0/24","note":"office"})");
  EXPECT_FALSE(house.policy().about(*IpAddress::parse("192.0.2.10"), house.now()).ban);
  EXPECT_THAT(ask(house, R"({"command":"why","address":"192.0.2.10"})"), HasSubstr(R"("verdict":"allowed")"));
}

TEST(Desk, refuses_to_ban_what_is_allowed) {
  House house;
  ask(house, R"({"command":"allow","prefix":"192.0.2.0/24"})");
  std::string answer = ask(house, R"({"command":"ban","target":"192.0.2.10"})");
  EXPECT_THAT(answer, HasSubstr(R"("status":2)"));
  EXPECT_THAT(answer, HasSubstr("allow"));
}

TEST(Desk, takes_back_what_was_allowed_by_hand_but_not_what_the_settings_allow) {
  policy::Options options;
  options.allow.push_back(*IpPrefix::parse("192.0.2.0/24"));
  House house(options);
  ask(house, R"({"command":"allow","prefix":"198.51.100.0/24"})");
  EXPECT_THAT(ask(house, R"({"command":"disallow","prefix":"198.51.100.0/24"})"), HasSubstr(R"("status":0)"));
  EXPECT_THAT(ask(house, R"({"command":"disallow","prefix":"192.0.2.0/24"})"), HasSubstr("settings file"));
  EXPECT_THAT(ask(house, R"({"command":"disallow","prefix":"10.0.0.0/8"})"),
              HasSubstr("not on the allow list"));
}

TEST(Desk, tells_of_a_decision_that_could_not_be_kept) {
  House house;
  house.broken = true;
  std::string answer = ask(house, R"({"command":"ban","target":"203.0.113.7"})");
  EXPECT_THAT(answer, HasSubstr(R"("status":3)"));
  EXPECT_THAT(answer, HasSubstr("the disk is full"));
}

TEST(Desk, passes_on_what_is_asked_of_findings) {
  House house;
  ask(house, R"({"command":"findings","address":"203.0.113.7","detector":"dial_probe","severity":"medium",)"
             R"("since":"2026-11-21T00:00:00.000Z","limit":7})");
  EXPECT_EQ(house.asked.address, IpAddress::parse("203.0.113.7"));
  EXPECT_EQ(house.asked.detector, Detector::dial_probe);
  EXPECT_EQ(house.asked.severity_min, Severity::medium);
  EXPECT_EQ(house.asked.limit, 7u);
  EXPECT_TRUE(house.asked.since);
}

TEST(Desk, refuses_members_of_the_wrong_type) {
  House house;
  ask(house, R"({"command":"ban","target":"203.0.113.7"})");
  house.done.clear();
  const std::pair<const char*, std::vector<const char*>> members[] = {
      {"command", {"7", "true", "[]", "{}", "1.5"}},
      {"target", {"7", "true", "[]", "{}", "1.5"}},
      {"prefix", {"7", "true", "[]", "{}", "1.5"}},
      {"address", {"7", "true", "[]", "{}", "1.5"}},
      {"note", {"7", "true", "[]", "{}", "1.5"}},
      {"detector", {"7", "true", "[]", "{}", "1.5"}},
      {"severity", {"7", "true", "[]", "{}", "1.5"}},
      {"since", {"7", "true", "[]", "{}", "1.5"}},
      {"seconds", {R"("7")", "true", "[]", "{}", "1.5", "18446744073709551615"}},
      {"port", {R"("7")", "true", "[]", "{}", "1.5", "18446744073709551615"}},
      {"limit", {R"("7")", "true", "[]", "{}", "1.5", "18446744073709551615"}},
      {"all", {R"("yes")", "1", "[]", "{}", "1.5"}},
  };
  for (const char* command : {"ban", "unban", "allow", "disallow", "bans", "findings", "why", "status"})
    for (const auto& [name, values] : members)
      for (const char* value : values) {
        // Of two members with one name the later one counts.
        std::string request = fmt::format(R"({{"command":"{}","target":"203.0.113.7","prefix":"203.0.113.7",)"
                                          R"("address":"203.0.113.7","{}":{}}})",
                                          command, name, value);
        EXPECT_THAT(ask(house, request),
                    HasSubstr(fmt::format(R"("status":2,"message":"the request's \"{}\" is not)", name)))
            << request;
      }
  EXPECT_TRUE(house.done.empty());
  for (const char* seconds : {"0", "-5", "9223372036854775807", "3153600001"})
    EXPECT_THAT(
        ask(house, fmt::format(R"({{"command":"ban","target":"203.0.113.8","seconds":{}}})", seconds)),
        HasSubstr(R"("status":2)"))
        << seconds;
  EXPECT_TRUE(house.done.empty());
}

TEST(Desk, answers_nonsense_with_a_sentence) {
  House house;
  for (const char* request :
       {"", "[]", "{", R"({"command":"fly"})", R"({"command":"ban","target":"300.1.1.1"})",
        R"({"command":"ban","target":7})", R"({"command":"findings","detector":"luck"})",
        R"({"command":"why"})", R"({"command":"ban","target":"10.0.0.0/24","port":5060})"}) {
    std::string answer = ask(house, request);
    EXPECT_THAT(answer, HasSubstr(R"("status":2,"message":")")) << request;
  }
}

TEST(Desk, asks_for_what_was_counted) {
  House house;
  std::string answer = ask(house, R"({"command":"observe","month":"2026-11","by":["country","tool"],"top":3})");
  EXPECT_THAT(answer, HasSubstr(R"({"type":"observation"})"));
  EXPECT_EQ(house.observing.month, report::parse_month("2026-11"));
  EXPECT_EQ(house.observing.by, (std::vector{report::Dimension::country, report::Dimension::tool}));
  EXPECT_EQ(house.observing.top, 3u);
}

TEST(Desk, refuses_months_and_dimensions_that_are_none) {
  House house;
  EXPECT_THAT(ask(house, R"({"command":"observe","month":"november"})"), HasSubstr(R"("status":2)"));
  EXPECT_THAT(ask(house, R"({"command":"observe","by":["colour"]})"), HasSubstr(R"("status":2)"));
  EXPECT_THAT(ask(house, R"({"command":"observe","by":[7]})"), HasSubstr(R"("status":2)"));
}

TEST(Desk, shows_calls_and_those_that_ended_when_asked) {
  House house;
  EXPECT_THAT(ask(house, R"({"command":"calls"})"), Not(HasSubstr("ended")));
  EXPECT_THAT(ask(house, R"({"command":"calls","all":true})"), HasSubstr(R"("state":"ended")"));
  EXPECT_THAT(ask(house, R"({"command":"calls","all":1})"), HasSubstr(R"("status":2)"));
}

}  // namespace
}  // namespace denwaban::serve
