// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/json.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace denwaban {
namespace {

using testing::HasSubstr;
using testing::Not;

const IpAddress kAttacker = *IpAddress::parse("203.0.113.7");

Finding guessing() {
  Finding f;
  f.id = "00112233445566aa";
  f.severity = Severity::high;
  f.subject.address = kAttacker;
  f.service = Service::pjsip;
  f.count = 37;
  f.count_proven = 30;
  f.first = *parse_rfc3339("2026-11-21T19:27:00.001Z");
  f.last = *parse_rfc3339("2026-11-21T19:30:01.123Z");
  f.accounts = {"100", "101"};
  f.accounts_total = 2;
  f.addresses = {kAttacker};
  f.addresses_total = f.addresses_proven = 1;
  f.proof = AddressProof::returned;
  f.witnesses = 1 << static_cast<int>(Witness::notice) | 1 << static_cast<int>(Witness::security_event);
  f.pattern = "fast";
  return f;
}

Decision ban() {
  Decision d;
  d.id = "d1";
  d.time = *parse_rfc3339("2026-11-21T19:30:01.123Z");
  d.action = Action::ban;
  d.target = IpPrefix::host(kAttacker);
  d.span = Seconds(3600);
  d.because = {"00112233445566aa"};
  d.dry_run = true;
  return d;
}

TEST(FindingJson, HasThePromisedMembersInOrder) {
  FindingTexts texts{"a title", "a why", {{"messages", 1234, "the line"}}};
  EXPECT_EQ(
      finding_json(guessing(), texts, Stream::replay),
      R"({"type":"finding","ring":"intrusion","id":"00112233445566aa","time":"2026-11-21T19:30:01.123Z",)"
      R"("detector":"auth_guessing","severity":"high","subject":{"address":"203.0.113.7"},"service":"pjsip",)"
      R"("count":37,"count_proven":30,"first":"2026-11-21T19:27:00.001Z","last":"2026-11-21T19:30:01.123Z",)"
      R"("accounts":["100","101"],"accounts_total":2,"addresses":["203.0.113.7"],"addresses_total":1,)"
      R"("addresses_proven":1,"address_proof":"returned","witnesses":["notice","security_event"],"pattern":"fast",)"
      R"("title":"a title","why":"a why","evidence":[{"file":"messages","line":1234,"text":"the line"}]})");
}

TEST(FindingJson, TellsTheStateInTheLiveStreamOnly) {
  EXPECT_THAT(finding_json(guessing(), {}, Stream::live), HasSubstr(R"("state":"open")"));
  EXPECT_THAT(finding_json(guessing(), {}, Stream::replay), Not(HasSubstr("state")));
}

TEST(FindingJson, ComesBack) {
  Finding f = guessing();
  f.state = FindingState::grown;
  f.port = 5062;
  f.subject = {std::nullopt, *IpPrefix::parse("2001:db8::/64"), "100"};
  FindingTexts texts{"t", "w", {{"full", 3, "x"}}};
  auto told = parse_finding_json(finding_json(f, texts, Stream::live));
  ASSERT_TRUE(told) << told.error().message;
  EXPECT_EQ(finding_json(told->finding, told->texts, Stream::live), finding_json(f, texts, Stream::live));
  EXPECT_EQ(told->finding.subject, f.subject);
}

TEST(FindingJson, MakesHostileNamesHarmless) {
  Finding f = guessing();
  f.accounts = {"\x1b[2J\x7f", "\xff\xfe", "\xc2\x9b", "a\"b\\\n", "\xe2\x80\xae"};
  std::string line = finding_json(f, {}, Stream::replay);
  EXPECT_THAT(line, HasSubstr(R"("\u001b[2J\u007f","\ufffd\ufffd","\u009b","a\"b\\\n","\u202e")"));
  for (char c : line) EXPECT_TRUE(c >= ' ' && c <= '~');
}

TEST(FindingJson, ListsAtMostAHundred) {
  Finding f = guessing();
  f.accounts.assign(250, "x");
  f.accounts_total = 40'000;
  auto told = parse_finding_json(finding_json(f, {}, Stream::replay));
  ASSERT_TRUE(told);
  EXPECT_EQ(told->finding.accounts.size(), Finding::kListMax);
  EXPECT_EQ(told->finding.accounts_total, 40'000u);
}

TEST(DecisionJson, BanHasAPrefixAsTarget) {
  EXPECT_EQ(
      decision_json(ban()),
      R"({"type":"decision","time":"2026-11-21T19:30:01.123Z","action":"ban","target":"203.0.113.7/32",)"
      R"("seconds":3600,"because":["00112233445566aa"],"dry_run":true,"reason":"evidence","id":"d1","level":0})");
}

TEST(DecisionJson, ForEverIsNull) {
  Decision d = ban();
  d.span.reset();
  EXPECT_THAT(decision_json(d), HasSubstr(R"("seconds":null)"));
  EXPECT_EQ(parse_decision_json(decision_json(d))->span, std::nullopt);
}

TEST(DecisionJson, NamesThePortThatIsMeant) {
  Decision d = ban();
  d.port = 5062;
  EXPECT_THAT(decision_json(d), HasSubstr(R"("target":"203.0.113.7/32","port":5062,)"));
}

TEST(DecisionJson, DecidingNotToActHasASubjectAndAReason) {
  Decision d = ban();
  d.action = Action::none;
  d.reason = Reason::unproven;
  d.subject.account = "100";
  std::string line = decision_json(d);
  EXPECT_THAT(line, HasSubstr(R"("target":{"address":"203.0.113.7","account":"100"})"));
  EXPECT_THAT(line, HasSubstr(R"("reason":"unproven")"));
  EXPECT_THAT(line, Not(HasSubstr("seconds")));
}

TEST(DecisionJson, ComesBackForEveryAction) {
  for (int action = 0; action <= static_cast<int>(Action::ask_pin); ++action) {
    Decision d = ban();
    d.action = static_cast<Action>(action);
    d.target = *IpPrefix::parse("2001:db8:1::/48");
    d.by = "root";
    d.note = "told by the provider";
    d.level = 3;
    auto back = parse_decision_json(decision_json(d));
    ASSERT_TRUE(back) << back.error().message;
    EXPECT_EQ(decision_json(*back), decision_json(d));
    EXPECT_EQ(back->target, d.target);
  }
}

TEST(DecisionJson, RefusesWhatIsNotExactlyADecision) {
  std::string good = decision_json(ban());
  auto with = [&](std::string_view old_text, std::string_view new_text) {
    std::string text = good;
    return text.replace(text.find(old_text), old_text.size(), new_text);
  };
  auto problem = [](const std::string& line) {
    auto result = parse_decision_json(line);
    return result ? std::string("accepted") : result.error().message;
  };
  EXPECT_EQ(problem(with("\"ban\"", "\"Ban\"")), "the decision has a wrong \"action\"");
  EXPECT_EQ(problem(with("203.0.113.7/32", "203.0.113.7/24")), "the decision has a wrong \"target\"");
  EXPECT_EQ(problem(with(":3600", ":-1")), "the decision has a wrong \"seconds\"");
  EXPECT_EQ(problem(with(":3600", ":99999999999")), "the decision has a wrong \"seconds\"");
  EXPECT_EQ(problem(with("\"dry_run\":true,", "")), "the decision has no \"dry_run\"");
  EXPECT_EQ(problem(with("\"level\"", "\"more\":1,\"level\"")), "the decision has a member that is not known");
  EXPECT_EQ(problem("[]"), "the decision is no object");
  EXPECT_EQ(problem("{"), "a record is not valid JSON");
  EXPECT_THAT(problem(std::string(kJsonLineMax + 1, ' ')), HasSubstr("longer than"));
  EXPECT_EQ(problem(std::string(kJsonLineMax, '[')), "a record is not valid JSON");
}

TEST(SummaryJson, HasThePromisedMembersInOrder) {
  EXPECT_EQ(summary_json({}),
            R"({"type":"summary","lines":0,"events":0,"findings":0,"bans":0,"bytes":0,"seconds":0.0,)"
            R"("unrecognised":0,"dropped":0})");
}

}  // namespace
}  // namespace denwaban
