// SPDX-License-Identifier: GPL-3.0-or-later
#include "report/audit/patch.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "memory_files.h"

namespace denwaban::report {
namespace {

using ::testing::HasSubstr;
using ::testing::SizeIs;
using Kind = SafeEdit::Kind;

ConfigFinding edit(Kind kind, int line, const char* text, const char* path = "/e/a.conf") {
  ConfigFinding finding;
  finding.rule = "DWB-SIP-001";
  finding.edit = SafeEdit{kind, path, line, text};
  return finding;
}

Patch patch(const std::string& text, const std::vector<ConfigFinding>& findings) {
  test::MemoryFiles files{{"/e/a.conf", text}};
  return patch_of(findings, files, [](const std::string& path) { return std::optional(path); });
}

TEST(Patch, ReplacesWithThreeLinesAround) {
  EXPECT_EQ(patch("1\n2\n3\n4\n5\n6\n7\n8\n9\n", {edit(Kind::replace, 5, "five")}).text,
            "--- a/e/a.conf\n+++ b/e/a.conf\n@@ -2,7 +2,7 @@\n 2\n 3\n 4\n-5\n+five\n 6\n 7\n 8\n");
}

TEST(Patch, NumbersLaterHunksByWhatEarlierOnesAdded) {
  std::string text;
  for (int i = 1; i <= 40; ++i) text += std::to_string(i) + "\n";
  Patch made = patch(text, {edit(Kind::insert_after, 5, "new"), edit(Kind::remove, 30, "")});
  EXPECT_THAT(made.text, HasSubstr("@@ -2,7 +2,8 @@"));
  EXPECT_THAT(made.text, HasSubstr("@@ -27,7 +28,6 @@"));
  EXPECT_EQ(made.fixes, 2u);
}

TEST(Patch, InsertsBeforeTheFirstLineAndIntoAnEmptyFile) {
  EXPECT_THAT(patch("1\n", {edit(Kind::insert_after, 0, "[general]\nallowguest=no")}).text,
              HasSubstr("@@ -1,1 +1,3 @@\n+[general]\n+allowguest=no\n 1\n"));
  EXPECT_THAT(patch("", {edit(Kind::insert_after, 0, "new")}).text, HasSubstr("@@ -0,0 +1,1 @@\n+new\n"));
}

TEST(Patch, KeepsLineEndsAndSaysWhereTheLastIsMissing) {
  EXPECT_THAT(patch("1\r\n2\r\n", {edit(Kind::replace, 1, "one")}).text, HasSubstr("-1\r\n+one\r\n 2\r\n"));
  EXPECT_THAT(patch("1", {edit(Kind::replace, 1, "one")}).text,
              HasSubstr("-1\n\\ No newline at end of file\n+one\n\\ No newline at end of file\n"));
  EXPECT_THAT(patch("1", {edit(Kind::insert_after, 1, "two")}).text,
              HasSubstr("-1\n\\ No newline at end of file\n+1\n+two\n"));
}

TEST(Patch, MakesTheSameFixOnceAndTellsOfTwoThatDiffer) {
  Patch same = patch("1\n", {edit(Kind::replace, 1, "one"), edit(Kind::replace, 1, "one")});
  EXPECT_THAT(same.problems, SizeIs(0));
  EXPECT_THAT(same.text, HasSubstr("-1\n+one\n"));
  Patch other = patch("1\n", {edit(Kind::replace, 1, "one"), edit(Kind::remove, 1, "")});
  EXPECT_THAT(other.problems, SizeIs(1));
  EXPECT_THAT(other.text, HasSubstr("-1\n+one\n"));
}

TEST(Patch, LeavesAloneWhatIsInertOutsideOrNotText) {
  ConfigFinding inert = edit(Kind::replace, 1, "one");
  inert.inert = true;
  EXPECT_EQ(patch("1\n", {inert}).text, "");
  EXPECT_THAT(patch("1\n", {edit(Kind::replace, 7, "x")}).problems, SizeIs(1));
  EXPECT_THAT(patch(std::string("1\0\n", 3), {edit(Kind::replace, 1, "x")}).problems, SizeIs(1));
  EXPECT_THAT(patch("1\n", {edit(Kind::replace, 1, "x", "/e/b\n--- a/etc/passwd")}).problems, SizeIs(1));
  test::MemoryFiles files{{"/e/a.conf", "1\n"}};
  Patch outside =
      patch_of({edit(Kind::replace, 1, "x")}, files, [](const std::string&) { return std::nullopt; });
  EXPECT_EQ(outside.text, "");
  EXPECT_THAT(outside.problems, SizeIs(1));
}

}  // namespace
}  // namespace denwaban::report
