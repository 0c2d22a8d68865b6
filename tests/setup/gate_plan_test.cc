// SPDX-License-Identifier: GPL-3.0-or-later
#include "setup/gate_plan.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "knowledge/numbering.h"
#include "memory_files.h"

namespace denwaban::setup {
namespace {

struct GatePlan : ::testing::Test {
  GatePlan() {
    here.config_dir = "/etc/asterisk";
    wanted.habits.plan = knowledge::find_plan("DE");
    wanted.habits.outside_prefixes = {"0"};
    wanted.trunks = {"carrier"};
  }
  void carry_out(const Plan& plan) {
    for (const Change& change : plan.changes)
      if (change.after)
        files.put(change.path, *change.after);
      else
        files.remove(change.path);
  }
  test::MemoryFiles files;
  Surroundings here;
  GateWanted wanted;
};

TEST_F(GatePlan, a_plain_dialplan_gets_the_subroutine_and_is_told_where_to_call_it) {
  files.put("/etc/asterisk/extensions.conf", "[inside]\nexten => _0X.,1,Dial(PJSIP/${EXTEN:1}@carrier)\n");
  std::string before = *files.read("/etc/asterisk/extensions.conf");
  auto plan = plan_gate(files, here, wanted);
  ASSERT_TRUE(plan) << plan.error().message;
  ASSERT_EQ(plan->changes.size(), 2u);
  EXPECT_TRUE(plan->dialplan);
  ASSERT_EQ(plan->remarks.size(), 1u);
  EXPECT_NE(plan->remarks[0].find("extensions.conf line 2"), std::string::npos);
  const std::string& text = *plan->changes[0].after;
  EXPECT_NE(text.find("agi://127.0.0.1:4573/gate"), std::string::npos);
  for (const char* number : {"112", "0112", "110", "911", "119"})
    EXPECT_NE(text.find(std::string("exten => ") + number + ",1,NoOp()\n"), std::string::npos) << number;
  EXPECT_FALSE(asks_gate(files, here.config_dir));
  carry_out(*plan);
  EXPECT_TRUE(asks_gate(files, here.config_dir));
  EXPECT_TRUE(plan_gate(files, here, wanted)->changes.empty());
  auto undo = plan_gate_undo(files, here);
  ASSERT_TRUE(undo);
  carry_out(*undo);
  EXPECT_EQ(*files.read("/etc/asterisk/extensions.conf"), before);
  EXPECT_FALSE(asks_gate(files, here.config_dir));
}

TEST_F(GatePlan, freepbx_calls_its_hook_in_the_way_that_it_calls_hooks) {
  files.put("/etc/asterisk/extensions.conf", "#include extensions_custom.conf\n");
  files.put("/etc/asterisk/extensions_custom.conf", "");
  files.put("/etc/asterisk/extensions_additional.conf", "exten => s,n,Macro(dialout-trunk-predial-hook,)\n");
  auto plan = plan_gate(files, here, wanted);
  ASSERT_TRUE(plan) << plan.error().message;
  ASSERT_EQ(plan->changes.size(), 2u);
  EXPECT_EQ(plan->changes[1].path, "/etc/asterisk/extensions_custom.conf");
  EXPECT_NE(plan->changes[1].after->find("MacroExit()"), std::string::npos);
  files.put("/etc/asterisk/extensions_additional.conf", "exten => s,n,Gosub(macro-dialout-trunk-predial-hook,s,1())\n");
  EXPECT_NE(plan_gate(files, here, wanted)->changes[1].after->find("Return()"), std::string::npos);
}

TEST_F(GatePlan, a_hook_of_somebodys_own_stays_his) {
  files.put("/etc/asterisk/extensions_custom.conf", "[macro-dialout-trunk-predial-hook]\nexten => s,1,NoOp()\n");
  files.put("/etc/asterisk/extensions_additional.conf", "");
  auto plan = plan_gate(files, here, wanted);
  ASSERT_TRUE(plan);
  EXPECT_EQ(plan->remarks.size(), 1u);
  EXPECT_EQ(plan->changes[1].after->find("exten => s,1,Gosub"), std::string::npos);
}

TEST_F(GatePlan, while_the_guard_is_down_calls_do_what_the_user_says) {
  files.put("/etc/asterisk/extensions.conf", "");
  wanted.refuse_when_down = true;
  EXPECT_NE(plan_gate(files, here, wanted)->changes[0].after->find("Set(DENWABAN_VERDICT=refuse)"), std::string::npos);
}

}  // namespace
}  // namespace denwaban::setup
