// SPDX-License-Identifier: GPL-3.0-or-later
#include "text/sentences.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "model/names.h"
#include "text/message.h"

namespace denwaban::text {
namespace {

using testing::HasSubstr;
using testing::Not;

Finding guessing() {
  Finding f;
  f.subject.address = *IpAddress::parse("203.0.113.7");
  f.count = 37;
  f.accounts = {"100", "101"};
  f.accounts_total = 4;
  f.first = from_epoch_ms(0);
  f.last = f.first + Seconds(180);
  f.proof = AddressProof::connected;
  f.pattern = "fast";
  return f;
}

Decision decided(Action action, Reason reason) {
  Decision d;
  d.action = action;
  d.reason = reason;
  d.span = Seconds(4 * 3600);
  d.target = IpPrefix::host(*IpAddress::parse("203.0.113.7"));
  return d;
}

TEST(FindingSentences, SayWhoDidWhat) {
  EXPECT_EQ(finding_title(guessing()), "203.0.113.7 guesses passwords");
  EXPECT_EQ(finding_why(guessing()),
            "37 failed logins at 4 accounts within 3 minutes; the address is proven by a TCP connection");
}

TEST(FindingSentences, CountOneAsOne) {
  Finding f = guessing();
  f.count = f.accounts_total = 1;
  f.accounts = {"100"};
  f.last = f.first;
  f.proof = AddressProof::claimed;
  EXPECT_EQ(
      finding_why(f),
      "1 failed login at 1 account; the address is only claimed: one UDP datagram could have forged it");
}

TEST(FindingSentences, HaveAGeneralFormForUnknownPatterns) {
  Finding f = guessing();
  f.pattern = "never heard of";
  EXPECT_EQ(finding_title(f), "203.0.113.7 guesses passwords");
  f.pattern.clear();
  EXPECT_EQ(finding_title(f), "203.0.113.7 guesses passwords");
  f.pattern = "slow";
  EXPECT_EQ(finding_title(f), "203.0.113.7 guesses passwords slowly");
}

TEST(FindingSentences, ExistForEveryDetectorAndPattern) {
  for (size_t i = 0; i < 2 * names_of<Detector>().size(); ++i) {
    Finding f = guessing();
    f.detector = static_cast<Detector>(i / 2);
    f.pattern = i % 2 ? "few" : "fast";
    EXPECT_THAT(finding_title(f), Not(HasSubstr("<"))) << names_of<Detector>()[i / 2];
    EXPECT_THAT(finding_why(f), Not(HasSubstr("<")));
    EXPECT_THAT(finding_why(f), Not(HasSubstr("  ")));
  }
}

TEST(FindingSentences, MakeHostileAccountsHarmless) {
  Finding f = guessing();
  f.detector = Detector::account_guessing;
  f.subject = {};
  f.subject.account = "\x1b]0;owned\x07";
  f.addresses_total = 8;
  EXPECT_EQ(finding_title(f), "account \\x1b]0;owned\\x07 is guessed at from 8 addresses");
}

TEST(DecisionSentence, TellsHowLongAndHowOften) {
  Decision d = decided(Action::ban, Reason::evidence);
  EXPECT_EQ(decision_sentence(d), "banned for 4 hours");
  d.level = 1;
  EXPECT_EQ(decision_sentence(d), "banned for 4 hours (banned once before)");
  d.level = 2;
  d.span.reset();
  EXPECT_EQ(decision_sentence(d), "banned for ever (banned 2 times before)");
}

TEST(DecisionSentence, SaysWhyNothingIsDone) {
  EXPECT_EQ(decision_sentence(decided(Action::none, Reason::unproven)),
            "not banned: the address could have been forged: one datagram suffices");
  EXPECT_EQ(decision_sentence(decided(Action::shed, Reason::trusted)),
            "slowed down for 4 hours: phones log in from there");
  EXPECT_EQ(decision_sentence(decided(Action::unban, Reason::expired)), "ban lifted: its time is over");
}

TEST(DecisionSentence, NamesThePersonAndTheNote) {
  Decision d = decided(Action::ban, Reason::by_hand);
  d.by = "root";
  d.note = "told by the provider";
  EXPECT_EQ(decision_sentence(d), "banned for 4 hours by root: told by the provider");
  d.by.clear();
  d.note.clear();
  EXPECT_EQ(decision_sentence(d), "banned for 4 hours by hand");
}

TEST(DecisionSentence, IsConditionalInADryRun) {
  Decision d = decided(Action::ban, Reason::evidence);
  d.dry_run = true;
  d.port = 5062;
  EXPECT_EQ(decision_sentence(d), "would be banned on source port 5062 only for 4 hours");
}

TEST(DecisionSentence, ExistsForEveryActionAndReason) {
  for (size_t a = 0; a < names_of<Action>().size(); ++a)
    for (size_t r = 0; r < names_of<Reason>().size(); ++r)
      for (bool dry : {false, true}) {
        Decision d = decided(static_cast<Action>(a), static_cast<Reason>(r));
        d.dry_run = dry;
        EXPECT_THAT(decision_sentence(d), Not(HasSubstr("<")));
      }
}

TEST(DecisionTarget, IsAHostANetworkAPortOrAnAccount) {
  Decision d = decided(Action::ban, Reason::evidence);
  EXPECT_EQ(decision_target(d), "203.0.113.7");
  d.port = 5062;
  EXPECT_EQ(decision_target(d), "203.0.113.7 port 5062");
  d.port = 0;
  d.target = *IpPrefix::parse("2001:db8::/64");
  EXPECT_EQ(decision_target(d), "2001:db8::/64");
  d.target = {};
  d.subject.account = "100";
  EXPECT_EQ(decision_target(d), "account 100");
}

}  // namespace
}  // namespace denwaban::text
