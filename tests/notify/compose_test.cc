// SPDX-License-Identifier: GPL-3.0-or-later
#include "notify/compose.h"

#include <gtest/gtest.h>

namespace denwaban::notify {
namespace {

constexpr Time kNow = from_epoch_ms(1'800'000'000'000);

FraudFinding theft() {
  FraudFinding finding;
  finding.id = "f1";
  finding.detector = FraudDetector::costly_destination;
  finding.severity = Severity::high;
  finding.subject.account = "104";
  finding.subject.trunk = "carrier";
  finding.first = finding.last = kNow;
  finding.count = 3;
  finding.accounts = {"104"};
  finding.cost = {Amount{12'340'000}, Currency()};
  return finding;
}

Decision decision(Action action, std::string finding = "f1") {
  Decision one;
  one.action = action;
  one.because = {std::move(finding)};
  one.subject.account = "104";
  if (action == Action::hang_up)
    one.about =
        std::make_shared<const CallTarget>(CallTarget{"1.1", "SIP/104-1", "carrier", "SO", "252612345678"});
  return one;
}

TEST(Compose, SaysWhatWasDoneAndHowItIsUndone) {
  const Decision decisions[] = {decision(Action::lock_account), decision(Action::hang_up),
                                decision(Action::hang_up), decision(Action::lock_account, "another")};
  auto notice = compose(theft(), decisions, "{\"id\":\"f1\"}", kNow);
  ASSERT_TRUE(notice);
  EXPECT_EQ(notice->id, "f1");
  EXPECT_TRUE(notice->title.starts_with("high: ")) << notice->title;
  EXPECT_NE(notice->text.find("3 calls since 2027-01-15T08:00:00.000Z, 12.34 EUR until now"),
            std::string::npos)
      << notice->text;
  EXPECT_NE(notice->text.find("account 104: locked for outside calls for ever"), std::string::npos)
      << notice->text;
  EXPECT_NE(notice->text.find("- 2 calls ended\n"), std::string::npos) << notice->text;
  EXPECT_NE(notice->text.find("To undo it:\n    denwaban unlock 104\n"), std::string::npos) << notice->text;
  EXPECT_EQ(notice->text.find("denwaban unlock 104"), notice->text.rfind("denwaban unlock 104"))
      << "of this finding alone";
}

TEST(Compose, NobodyIsToldOfDailyWork) {
  const Decision ended[] = {decision(Action::hang_up)}, spared[] = {decision(Action::none)},
                 others[] = {decision(Action::notify, "f2")};
  EXPECT_FALSE(compose(theft(), ended, "", kNow));
  EXPECT_FALSE(compose(theft(), spared, "", kNow));
  EXPECT_FALSE(compose(theft(), others, "", kNow));
  const Decision told[] = {decision(Action::notify)};
  EXPECT_TRUE(compose(theft(), told, "", kNow));
}

TEST(Compose, ADryRunUndoesNothing) {
  Decision locked = decision(Action::lock_account);
  locked.dry_run = true;
  auto notice = compose(theft(), std::span(&locked, 1), "", kNow);
  ASSERT_TRUE(notice);
  EXPECT_NE(notice->text.find("would be locked"), std::string::npos) << notice->text;
  EXPECT_EQ(notice->text.find("undo"), std::string::npos) << notice->text;
}

TEST(Compose, WhatAttackersWriteIsOneLine) {
  FraudFinding finding = theft();
  finding.subject.account = finding.accounts[0] = "104\r\n.\r\nRCPT TO:<x>\x1b[2J";
  Decision locked = decision(Action::lock_account);
  locked.subject.account = finding.subject.account;
  auto notice = compose(finding, std::span(&locked, 1), "", kNow);
  ASSERT_TRUE(notice);
  for (const std::string& text : {notice->title, notice->text}) {
    EXPECT_EQ(text.find("\nRCPT"), std::string::npos) << text;
    EXPECT_EQ(text.find_first_of("\r\x1b"), std::string::npos) << text;
  }
}

TEST(Notice, IsJsonForPrograms) {
  Notice notice = trial(kNow);
  notice.record = "{\"type\":\"finding\",\"id\":\"f1\"}";
  const std::string json = notice_json(notice);
  EXPECT_TRUE(json.starts_with(
      "{\"type\":\"notification\",\"time\":\"2027-01-15T08:00:00.000Z\",\"severity\":\"info\","))
      << json;
  EXPECT_TRUE(json.ends_with(",\"finding\":{\"type\":\"finding\",\"id\":\"f1\"}}")) << json;
}

TEST(Notice, IsReadAsWrittenAndDamageIsSeen) {
  Notice notice = trial(kNow);
  notice.id = "f1";
  notice.record = "{}";
  const std::string bytes = save(notice);
  auto again = load_notice(bytes);
  ASSERT_TRUE(again);
  EXPECT_EQ(again->title, notice.title);
  EXPECT_EQ(again->time, notice.time);
  for (size_t length = 0; length < bytes.size(); ++length)
    EXPECT_FALSE(load_notice(bytes.substr(0, length))) << length;
}

}  // namespace
}  // namespace denwaban::notify
