// SPDX-License-Identifier: GPL-3.0-or-later
#include "report/audit/review.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <sstream>

#include "report/audit/page.h"
#include "report/audit/picture.h"
#include "report/audit/records.h"
#include "report/audit/rules_page.h"
#include "report/audit/sarif.h"
#include "report/audit/sentences.h"
#include "report/audit/text_report.h"
#include "source_path.h"

namespace denwaban::report {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

constexpr const char* kNasty = "<script>\x1b[2J\"'&";

ConfigFinding found(Severity severity, const std::string& object, const char* id) {
  ConfigFinding finding;
  finding.id = id;
  finding.rule = "DWB-SIP-001";
  finding.severity = severity;
  finding.object = object;
  finding.place = {"sip.conf", 7, "", "allowguest=yes"};
  finding.facts = {{"context", kNasty}, {"reach", "nothing"}};
  finding.fix = "[general]\nallowguest=no";
  return finding;
}

TollPath way(const std::string& name, Verdict verdict) {
  TollPath path;
  path.entry = {EntryKind::sip_peer, name, "in", false};
  path.trunk = "SIP/out";
  path.numbers = "00X.";
  path.verdict = verdict;
  path.steps = {{"extensions.conf", 3, "in", "Dial(SIP/out)"}};
  return path;
}

Review review(ReviewOptions options = {}) {
  audit::AuditResult result;
  result.findings = {found(Severity::critical, kNasty, "a"), found(Severity::low, "[b]", "b")};
  result.paths = {way(kNasty, Verdict::reachable), way("x", Verdict::not_reachable)};
  return review_of(std::move(result), options);
}

TEST(Review, LeavesOutWaysThatLeadNowhereUnlessAsked) {
  EXPECT_EQ(review().paths.size(), 1u);
  ReviewOptions all;
  all.all = true;
  EXPECT_EQ(review(all).paths.size(), 2u);
}

TEST(Review, ABaselineOfItselfLeavesNothingNew) {
  auto baseline = read_baseline(audit_records(review()), "old.json");
  ASSERT_TRUE(baseline) << baseline.error().message;
  ReviewOptions options;
  options.baseline = &*baseline;
  Review again = review(options);
  EXPECT_TRUE(again.findings.empty() && again.paths.empty());
  EXPECT_EQ(again.known, 3u);
  EXPECT_EQ(again.score, 75);
}

TEST(Review, ABaselineMustBeAnAudit) {
  EXPECT_FALSE(read_baseline("not json\n", "x"));
  EXPECT_FALSE(read_baseline("{\"type\":\"summary\",\"lines\":3}\n", "x"));
  EXPECT_FALSE(read_baseline("", "x"));
}

TEST(Review, WhatIsExcusedDoesNotCountAndIsTold) {
  ReviewOptions options;
  options.today = "2026-11-22";
  options.suppressions = {{"DWB-SIP-001", "[b]", "", "a reason", "", "s:1"},
                          {"DWB-SIP-001", "[c]", "", "gone", "", "s:5"}};
  Review sifted = review(options);
  EXPECT_EQ(sifted.findings.size(), 1u);
  ASSERT_EQ(sifted.remarks.size(), 1u);
  EXPECT_THAT(sifted.remarks[0], HasSubstr("s:5"));
  EXPECT_THAT(audit_text(sifted, {}), HasSubstr("1 finding is excused"));
  EXPECT_THAT(sarif_log(sifted, "/e", "1"), HasSubstr("\"justification\":\"a reason\""));
}

TEST(Review, NothingThatAStrangerWroteIsMarkupOrMovesATerminal) {
  Review shown = review();
  std::string page = audit_page(shown, {});
  EXPECT_THAT(page, Not(HasSubstr("<script>")));
  EXPECT_THAT(page, HasSubstr("&lt;script&gt;"));
  for (const std::string& text :
       {page, audit_text(shown, {}), toll_paths_text(shown, {}), audit_records(shown),
        sarif_log(shown, "/e", "1"), reach_picture(shown.paths)})
    EXPECT_EQ(text.find('\x1b'), std::string::npos);
}

TEST(Review, SaysWhatToDoFirstFirst) {
  std::string text = audit_text(review(), {});
  size_t now = text.find("DO NOW"), consider = text.find("CONSIDER"),
         ways = text.find("WHO REACHES WHICH TRUNK");
  EXPECT_LT(now, consider);
  EXPECT_LT(consider, ways);
  EXPECT_NE(ways, std::string::npos);
  EXPECT_THAT(text, HasSubstr("sip.conf:7"));
  EXPECT_THAT(text, HasSubstr("      allowguest=no\n"));
  EXPECT_THAT(text, HasSubstr("score 75 of 100"));
}

TEST(Review, FoldsInertFindingsIntoOneLine) {
  audit::AuditResult result;
  result.findings = {found(Severity::critical, "[a]", "a")};
  result.findings[0].inert = true;
  Review quiet = review_of(std::move(result), {});
  EXPECT_THAT(audit_text(quiet, {}), HasSubstr("1 finding is without effect"));
  EXPECT_THAT(audit_text(quiet, {}), Not(HasSubstr("sip.conf:7")));
  EXPECT_EQ(quiet.score, 100);
  EXPECT_THAT(sarif_log(quiet, "/e", "1"), HasSubstr("\"kind\":\"informational\",\"level\":\"none\""));
}

TEST(Picture, DrawsAHeapWithinBounds) {
  std::vector<TollPath> paths;
  for (int i = 0; i < 5000; ++i) {
    paths.push_back(way("peer" + std::to_string(i), Verdict::reachable));
    paths.back().trunk = "SIP/t" + std::to_string(i);
  }
  std::string drawn = reach_picture(paths);
  EXPECT_LT(drawn.size(), 60'000u);
  EXPECT_THAT(drawn, HasSubstr("4,976"));
  EXPECT_EQ(reach_picture({}), "");
}

TEST(Sentences, SayInGeneralWhatArgumentsWouldFill) {
  EXPECT_THAT(general_why("DWB-SIP-001"), HasSubstr("the context …, from where …"));
}

TEST(Review, NobodyIsSaidOnlyWhereAllWasRead) {
  auto told = [](std::vector<audit::Unread> unread, std::vector<std::string> bounds) {
    audit::AuditResult result;
    result.unread = std::move(unread);
    result.bounds = std::move(bounds);
    return toll_paths_text(review_of(std::move(result), {}), {});
  };
  EXPECT_THAT(told({}, {}), HasSubstr("Nobody reaches a trunk."));
  EXPECT_THAT(told({{"rtp.conf", "cannot read rtp.conf"}}, {}), HasSubstr("Nobody reaches a trunk."));
  std::string unread = told({{"/etc/asterisk/extensions.conf", "a link to nothing"}, {"sip.conf", "no"}}, {});
  EXPECT_THAT(unread, HasSubstr("extensions.conf, sip.conf were not read"));
  EXPECT_THAT(unread, Not(HasSubstr("Nobody")));
  EXPECT_THAT(told({}, {"toll paths from in"}), Not(HasSubstr("Nobody")));
  EXPECT_THAT(told({}, {"DWB-SIP-005"}), HasSubstr("Nobody reaches a trunk.")) << "a bound of a rule's";
  EXPECT_THAT(told({}, {"DWB-SIP-005"}), Not(HasSubstr("bound")));
}

TEST(Reservations, NameWhatTheWaysRestOn) {
  auto told = [](const char* rule, const char* file, bool with_way) {
    ConfigFinding finding;
    finding.rule = rule;
    finding.place.file = file;
    finding.key = "ps_endpoints";
    finding.facts.emplace_back("path", "/etc/asterisk/more.conf");
    audit::AuditResult result;
    result.findings = {finding};
    if (with_way) result.paths.resize(1);
    const Review review = review_of(std::move(result), {});
    const std::vector<std::string> all = reservations(review);
    for (const std::string& sentence : all) EXPECT_THAT(toll_path_records(review), HasSubstr(sentence));
    return all.empty() ? std::string() : all[0];
  };
  EXPECT_THAT(told("DWB-CFG-001", "sip.conf", true), HasSubstr("Asterisk refuses sip.conf"));
  EXPECT_THAT(told("DWB-CFG-001", "sip.conf", false), HasSubstr("Asterisk refuses sip.conf"));
  EXPECT_EQ(told("DWB-CFG-001", "rtp.conf", true), "");
  EXPECT_THAT(told("DWB-CFG-002", "pjsip.conf", true), HasSubstr("more.conf, which is included, is not there"));
  EXPECT_EQ(told("DWB-CFG-002", "pjsip.conf", false), "") << "said where nobody reaches a trunk";
  EXPECT_THAT(told("DWB-CFG-012", "extconfig.conf", true), HasSubstr("(ps_endpoints) is not visible"));
  EXPECT_EQ(told("DWB-CFG-012", "extconfig.conf", false), "");
}

TEST(NoWays, AreNotSaidOfWhatIsNotThere) {
  auto told = [](const ConfigFinding& finding, std::vector<std::string> missing) {
    audit::AuditResult result;
    result.findings = {finding};
    result.missing = std::move(missing);
    return toll_paths_text(review_of(std::move(result), {}), {});
  };
  ConfigFinding other;
  EXPECT_THAT(told(other, {}), HasSubstr("Nobody reaches a trunk."));
  EXPECT_THAT(told(other, {"away"}), HasSubstr("calls get to [away]"));
  ConfigFinding include;
  include.rule = "DWB-CFG-002";
  include.place.file = "extensions.conf";
  include.facts.emplace_back("path", "/etc/asterisk/out.conf");
  EXPECT_THAT(told(include, {}), HasSubstr("cannot be told: out.conf, which is included, is not there"));
  include.place.file = "rtp.conf";
  EXPECT_THAT(told(include, {}), HasSubstr("Nobody reaches a trunk."));
  ConfigFinding program;
  program.rule = "DWB-CFG-009";
  program.place.file = "extensions_additional.conf";
  EXPECT_THAT(told(program, {}), HasSubstr("what #exec adds to extensions_additional.conf is not known"));
}

TEST(TollPathsText, HasOneRowForEachEntryAndTrunk) {
  auto leaves = [](std::string condition) {
    TollPath path = way("desk", Verdict::opaque);
    path.trunk.clear();
    path.condition = std::move(condition);
    return path;
  };
  audit::AuditResult result;
  result.paths = {way("desk", Verdict::reachable), way("desk", Verdict::weak), leaves("agi(a)"), leaves("agi(b)")};
  result.paths[0].then_numbers = "00X.";
  result.paths[0].then_example = "00252615551234";
  Review review = review_of(std::move(result), {});
  std::string few = toll_paths_text(review, {});
  EXPECT_THAT(few, HasSubstr("agi(a); agi(b)"));
  EXPECT_THAT(few, HasSubstr("and 1 other way to there"));
  EXPECT_THAT(few, HasSubstr("enter 00X., for example 00252615551234"));
  EXPECT_THAT(few, Not(HasSubstr("3. ")));
  TextLook all;
  all.all = true;
  EXPECT_THAT(toll_paths_text(review, all), HasSubstr("4. "));
}

TEST(TollPathsText, NamesAllWhoHaveTheSameWayInOneRow) {
  audit::AuditResult result;
  for (int i = 100; i < 110; ++i) result.paths.push_back(way(std::to_string(i), Verdict::weak));
  result.paths.push_back(way("200", Verdict::reachable));
  Review review = review_of(std::move(result), {});
  std::string few = toll_paths_text(review, {});
  EXPECT_THAT(few, HasSubstr("100, 101, 102, 103, 104, 105 and 4 others"));
  EXPECT_THAT(few, HasSubstr("2. "));
  EXPECT_THAT(few, Not(HasSubstr("3. ")));
  TextLook all;
  all.all = true;
  EXPECT_THAT(toll_paths_text(review, all), HasSubstr("11. "));
}

TEST(TollPathsText, APasswordDoesNotHideWhatElseTheWayRestsOn) {
  TollPath path = way("peer1", Verdict::authenticated);
  path.gate = Gate::credentials;
  EXPECT_THAT(verdict_text(path), Not(HasSubstr("; ")));
  path.condition = "IAX2/SRV-2 stands in no file";
  EXPECT_THAT(verdict_text(path), HasSubstr("; IAX2/SRV-2 stands in no file"));
}

TEST(TollPathRecords, SayWhatTheTextSaysWhereNothingIsFound) {
  audit::AuditResult result;
  EXPECT_THAT(toll_path_records(review_of(std::move(result), {})), HasSubstr("Nobody reaches a trunk."));
}

TEST(RulesPage, IsWhatIsCommitted) {
  std::string path = test::source_path("docs/rules.md");
  if (std::getenv("DENWABAN_WRITE_REFERENCE") != nullptr) std::ofstream(path) << rules_page();
  std::ifstream file(path);
  std::stringstream committed;
  committed << file.rdbuf();
  EXPECT_TRUE(committed.str() == rules_page())
      << "docs/rules.md is out of date: make it again with: denwaban audit --rules > docs/rules.md";
}

}  // namespace
}  // namespace denwaban::report
