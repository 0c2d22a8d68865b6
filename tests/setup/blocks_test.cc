// SPDX-License-Identifier: GPL-3.0-or-later
#include "setup/blocks.h"

#include <gtest/gtest.h>

namespace denwaban::setup {
namespace {

TEST(Blocks, AreTakenBackToTheByte) {
  for (std::string text : {"", "[general]\n", "[general]\nenabled = yes", "a\r\nb\r\n", "\n\n"}) {
    std::string with = with_block(text, "#include ours.conf\n");
    EXPECT_EQ(block_in(with), "#include ours.conf\n");
    EXPECT_EQ(without_block(with), text);
  }
}

TEST(Blocks, StandOnLinesOfTheirOwnBehindTextWithoutAnEnd) {
  EXPECT_EQ(with_block("enabled = yes", "x\n").substr(0, 14), "enabled = yes\n");
}

TEST(Blocks, AreReplacedWhereTheyStand) {
  std::string text = with_block("before\n", "one\n") + "after\n";
  std::string again = with_block(text, "two\n");
  EXPECT_EQ(block_in(again), "two\n");
  EXPECT_EQ(without_block(again), "before\nafter\n");
}

TEST(Blocks, KeepWhatSomebodyWroteBehindThemOnALineOfItsOwn) {
  std::string text = with_block("before", "one\n") + "after\n";
  EXPECT_EQ(without_block(text), "before\nafter\n");
}

TEST(Blocks, WithoutAnEndAreNotOurs) {
  std::string text = std::string(kBlockBegin) + "\n[theirs]\nsecret = x\n";
  EXPECT_EQ(block_in(text), std::nullopt);
  EXPECT_EQ(without_block(text), text);
}

TEST(Blocks, AreNotFoundInTheMiddleOfALine) {
  std::string text = "x = 1 " + std::string(kBlockBegin) + "\n" + std::string(kBlockEnd) + "\n";
  EXPECT_EQ(block_in(text), std::nullopt);
}

}  // namespace
}  // namespace denwaban::setup
