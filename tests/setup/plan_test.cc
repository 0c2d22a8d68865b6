// SPDX-License-Identifier: GPL-3.0-or-later
#include "setup/plan.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "memory_files.h"
#include "parse/config/reader.h"
#include "pbx/read_exchange.h"
#include "setup/planned_files.h"

namespace denwaban::setup {
namespace {

using test::MemoryFiles;
using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

Surroundings here() {
  Surroundings here;
  here.log_owner = "asterisk";
  here.log_group = "adm";
  here.rotate_dir = "/etc/logrotate.d";
  here.asterisk = "/usr/sbin/asterisk";
  here.major = 22;
  here.fresh_secret = "s3cr3t-s3cr3t";
  return here;
}

MemoryFiles debian() {
  return {{"/etc/asterisk/manager.conf",
           "[general]\nenabled = no\nport = 5038\nbindaddr = 127.0.0.1\n#include \"manager.d/*.conf\"\n"},
          {"/etc/asterisk/manager.d/README.conf", "; an include that matches nothing would stop Asterisk\n"},
          {"/etc/asterisk/logger.conf",
           "[general]\n[logfiles]\nconsole => notice\nmessages.log => notice,warning,error\n"}};
}

MemoryFiles plain() {
  return {
      {"/etc/asterisk/manager.conf", "[general]\nenabled = yes\nbindaddr = 192.0.2.1\n[admin]\nsecret = x"},
      {"/etc/asterisk/logger.conf", "[general]\n[logfiles]\nmessages => notice,warning,error\n"}};
}

// Names as FreePBX uses them; the texts are made up.
MemoryFiles freepbx() {
  return {
      {"/etc/asterisk/manager.conf",
       "[general]\nenabled = yes\nbindaddr = 127.0.0.1\n[web]\nsecret = y\n#include manager_additional.conf\n"
       "#include manager_custom.conf\n"},
      {"/etc/asterisk/manager_additional.conf", ""},
      {"/etc/asterisk/manager_custom.conf", "; mine\n"},
      {"/etc/asterisk/logger_general_additional.conf", "dateformat=%F %T\n"},
      {"/etc/asterisk/logger_logfiles_additional.conf", "full => notice,warning,error,verbose\n"}};
}

std::vector<std::string> paths(const Plan& plan) {
  std::vector<std::string> paths;
  for (const Change& change : plan.changes) paths.push_back(change.path);
  return paths;
}

void carry_out(MemoryFiles& files, const Plan& plan) {
  for (const Change& change : plan.changes) {
    if (change.after)
      files.put(change.path, *change.after);
    else
      files.remove(change.path);
  }
}

std::string text(MemoryFiles& files, const std::string& path) { return files.read(path).value_or("(none)"); }

TEST(Plan, OfDebianGoesIntoManagersFolderAndBehindTheLogs) {
  auto files = debian();
  auto plan = plan_setup(files, here());
  ASSERT_TRUE(plan);
  EXPECT_THAT(paths(*plan), ElementsAre("/etc/denwaban/ami.secret", "/etc/asterisk/manager.d/denwaban.conf",
                                        "/etc/asterisk/logger.conf", "/etc/logrotate.d/denwaban-asterisk"));
  EXPECT_TRUE(plan->manager);
  EXPECT_TRUE(plan->logger);
  carry_out(files, *plan);
  auto manager = parse::read_config(files, "/etc/asterisk", "manager.conf");
  EXPECT_EQ(manager->first("general")->value("enabled"), "yes");
  EXPECT_EQ(manager->first("general")->value("bindaddr"), "127.0.0.1");
  EXPECT_EQ(manager->first("denwaban")->value("secret"), "s3cr3t-s3cr3t");
  EXPECT_EQ(manager->first("denwaban")->value("deny"), "::/0");
  EXPECT_THAT(text(files, "/etc/asterisk/manager.d/denwaban.conf"), HasSubstr("\ndeny = 0.0.0.0/0.0.0.0\n"));
  EXPECT_EQ(manager->first("denwaban")->value("write", "?"), "");
  auto logs = pbx::read_exchange(files, "/etc/asterisk").logs;
  ASSERT_EQ(logs.size(), 2u);
  EXPECT_EQ(logs[1].path, "/var/log/asterisk/denwaban-security.json");
  EXPECT_EQ(logs[1].format, "json");
  EXPECT_THAT(logs[1].levels, ElementsAre("security"));
}

TEST(Plan, WhenItIsCarriedOutNothingIsLeftToDo) {
  for (auto files : {debian(), plain(), freepbx()}) {
    carry_out(files, *plan_setup(files, here()));
    auto again = plan_setup(files, here());
    ASSERT_TRUE(again);
    EXPECT_THAT(paths(*again), IsEmpty());
    EXPECT_FALSE(again->manager || again->logger);
  }
}

TEST(Plan, CutShortAnywhereIsGoneOnWith) {
  for (auto before : {debian(), plain(), freepbx()}) {
    auto whole = before;
    auto plan = *plan_setup(whole, here());
    carry_out(whole, plan);
    for (size_t done = 0; done <= plan.changes.size(); ++done) {
      auto files = before;
      Plan part = plan;
      part.changes.resize(done);
      carry_out(files, part);
      EXPECT_FALSE(parse::read_config(files, "/etc/asterisk", "manager.conf")->refused) << done;
      Surroundings other = here();
      other.fresh_secret = done == 0 ? here().fresh_secret : "another";
      carry_out(files, *plan_setup(files, other));
      for (const Change& change : plan.changes) EXPECT_EQ(text(files, change.path), *change.after) << done;
    }
  }
}

TEST(Plan, TakenBackLeavesEveryFileAsItWas) {
  for (auto before : {debian(), plain()}) {
    auto files = before;
    auto plan = *plan_setup(files, here());
    carry_out(files, plan);
    auto undo = plan_undo(files, here());
    ASSERT_TRUE(undo);
    carry_out(files, *undo);
    for (const Change& change : plan.changes) EXPECT_EQ(text(files, change.path), text(before, change.path));
    EXPECT_THAT(paths(*plan_undo(files, here())), IsEmpty());
  }
}

TEST(Plan, OfFreePbxTouchesItsCustomFilesAlone) {
  auto files = freepbx();
  auto plan = plan_setup(files, here());
  ASSERT_TRUE(plan);
  EXPECT_THAT(paths(*plan),
              ElementsAre("/etc/denwaban/ami.secret", "/etc/asterisk/denwaban_manager.conf",
                          "/etc/asterisk/manager_custom.conf", "/etc/asterisk/logger_logfiles_custom.conf",
                          "/etc/logrotate.d/denwaban-asterisk"));
  carry_out(files, *plan);
  EXPECT_TRUE(parse::read_config(files, "/etc/asterisk", "manager.conf")->first("denwaban"));
  EXPECT_EQ(pbx::read_exchange(files, "/etc/asterisk").logs.size(), 2u);
  carry_out(files, *plan_undo(files, here()));
  EXPECT_EQ(text(files, "/etc/asterisk/manager_custom.conf"), "; mine\n");
  EXPECT_EQ(text(files, "/etc/asterisk/logger_logfiles_custom.conf"), "")
      << "an include without its file stops Asterisk";
}

TEST(Plan, OpensAManagerThatWasClosedToThisMachineAlone) {
  MemoryFiles files = plain();
  files.put("/etc/asterisk/manager.conf", "[general]\nbindaddr = 0.0.0.0\n");
  carry_out(files, *plan_setup(files, here()));
  auto manager = parse::read_config(files, "/etc/asterisk", "manager.conf");
  EXPECT_EQ(manager->first("general")->value("bindaddr"), "127.0.0.1");
}

TEST(Plan, LeavesAManagerThatIsOpenAsItIsAndLetsTheUserInFromItsAddress) {
  auto files = plain();
  carry_out(files, *plan_setup(files, here()));
  auto manager = parse::read_config(files, "/etc/asterisk", "manager.conf");
  EXPECT_EQ(manager->first("general")->value("bindaddr"), "192.0.2.1");
  EXPECT_EQ(manager->first("denwaban")->value("permit"), "192.0.2.1/255.255.255.255");
}

TEST(Plan, ShowsTheSecretToNobody) {
  auto files = plain();
  Plan plan = *plan_setup(files, here());
  for (const Change& change : plan.changes) {
    EXPECT_THAT(change.lines, Not(Contains(HasSubstr("s3cr3t")))) << change.path;
    bool holds_it = change.after->find("s3cr3t") != std::string::npos;
    EXPECT_EQ(holds_it, change.readers != Change::For::everybody) << change.path;
  }
}

Surroundings acting() {
  Surroundings acting = here();
  acting.acting_user = "denwaban-acting";
  acting.acting_secret_file = "/etc/denwaban/ami-acting.secret";
  acting.fresh_acting_secret = "4ct1ng-4ct1ng";
  return acting;
}

TEST(Plan, GivesWhoMayEndCallsAUserOfItsOwn) {
  for (auto before : {debian(), plain(), freepbx()}) {
    auto files = before;
    const Plan plan = *plan_setup(files, acting());
    for (const Change& change : plan.changes) EXPECT_THAT(change.lines, Not(Contains(HasSubstr("4ct1ng")))) << change.path;
    carry_out(files, plan);
    EXPECT_EQ(text(files, "/etc/denwaban/ami-acting.secret"), "4ct1ng-4ct1ng\n");
    auto manager = parse::read_config(files, "/etc/asterisk", "manager.conf");
    ASSERT_TRUE(manager->first("denwaban-acting"));
    EXPECT_EQ(manager->first("denwaban-acting")->value("secret"), "4ct1ng-4ct1ng");
    EXPECT_EQ(manager->first("denwaban-acting")->value("write"), "call");
    EXPECT_EQ(manager->first("denwaban-acting")->value("read", "?"), "");
    EXPECT_EQ(manager->first("denwaban-acting")->value("deny"), "::/0");
    EXPECT_EQ(manager->first("denwaban")->value("write", "?"), "");
    EXPECT_THAT(paths(*plan_setup(files, acting())), IsEmpty());
    carry_out(files, *plan_undo(files, acting()));
    EXPECT_EQ(text(files, "/etc/denwaban/ami-acting.secret"), "(none)");
  }
}

TEST(Plan, TakesTheSecretOfAUserAwayThatWentBefore) {
  auto files = plain();
  carry_out(files, *plan_setup(files, acting()));
  carry_out(files, *plan_setup(files, here()));  // nothing is to be ended any more
  EXPECT_THAT(text(files, "/etc/asterisk/denwaban_manager.conf"), Not(HasSubstr("denwaban-acting")));
  carry_out(files, *plan_undo(files, acting()));
  EXPECT_EQ(text(files, "/etc/denwaban/ami-acting.secret"), "(none)");
}

TEST(Plan, LeavesAUserWhoMayEndCallsThatStandsThereAlready) {
  auto files = plain();
  files.put("/etc/asterisk/manager.conf", "[general]\nenabled = yes\n[denwaban-acting]\nsecret = theirs\nwrite = call\n");
  files.put("/etc/denwaban/ami-acting.secret", "theirs\n");
  carry_out(files, *plan_setup(files, acting()));
  EXPECT_EQ(parse::read_config(files, "/etc/asterisk", "manager.conf")->first("denwaban-acting")->value("secret"), "theirs");
  EXPECT_THAT(text(files, "/etc/asterisk/denwaban_manager.conf"), Not(HasSubstr("denwaban-acting")));
  carry_out(files, *plan_undo(files, acting()));
  EXPECT_EQ(text(files, "/etc/denwaban/ami-acting.secret"), "theirs\n");
}

TEST(Plan, KeepsASecretThatIsThere) {
  auto files = debian();
  files.put("/etc/denwaban/ami.secret", "older\n");
  carry_out(files, *plan_setup(files, here()));
  EXPECT_THAT(text(files, "/etc/asterisk/manager.d/denwaban.conf"), HasSubstr("secret = older\n"));
}

TEST(Plan, AddsNoLogWhereSecurityEventsAreLoggedAsJson) {
  auto files = plain();
  files.put("/etc/asterisk/logger.conf", "[logfiles]\nmessages => notice\nsec => [json]security\n");
  auto plan = plan_setup(files, here());
  EXPECT_THAT(paths(*plan), Not(Contains("/etc/asterisk/logger.conf")));
  EXPECT_THAT(paths(*plan), Not(Contains("/etc/logrotate.d/denwaban-asterisk")));
}

TEST(Plan, WritesTextForAnAsteriskWithoutJson) {
  auto files = plain();
  auto old = here();
  old.major = 13;
  carry_out(files, *plan_setup(files, old));
  EXPECT_THAT(text(files, "/etc/asterisk/logger.conf"), HasSubstr("\ndenwaban-security => security\n"));
}

TEST(Plan, SaysSoWhenTheVersionIsNotKnown) {
  auto files = plain();
  auto silent = here();
  silent.major.reset();
  EXPECT_THAT(plan_setup(files, silent)->remarks, Contains(HasSubstr("did not tell its version")));
}

TEST(Plan, RefusesToTakeOverSomebodysUser) {
  auto files = plain();
  files.put("/etc/asterisk/manager.conf", "[general]\nenabled = yes\n[denwaban]\nsecret = theirs\n");
  auto plan = plan_setup(files, here());
  ASSERT_FALSE(plan);
  EXPECT_THAT(plan.error().message, HasSubstr("that denwaban did not write"));
}

TEST(Plan, RefusesAConfigurationWhoseEndIsInsideAComment) {
  auto files = plain();
  files.put("/etc/asterisk/manager.conf", "[general]\nenabled = yes\n;-- to be done\n");
  auto plan = plan_setup(files, here());
  ASSERT_FALSE(plan);
  EXPECT_THAT(plan.error().message, HasSubstr("manager.conf"));
}

TEST(Plan, RefusesWhatItCannotRead) {
  auto files = plain();
  files.forbid("/etc/asterisk/logger.conf");
  ASSERT_FALSE(plan_setup(files, here()));
  MemoryFiles nothing;
  EXPECT_THAT(plan_setup(nothing, here()).error().message, HasSubstr("[pbx] config_dir"));
}

TEST(Plan, LeavesFilesThatOnlyBearOurNames) {
  auto files = plain();
  files.put("/etc/asterisk/denwaban_manager.conf", "[boss]\nsecret = z\n");
  auto undo = plan_undo(files, here());
  EXPECT_THAT(paths(*undo), IsEmpty());
  EXPECT_THAT(undo->remarks, Contains(HasSubstr("stays")));
}

}  // namespace
}  // namespace denwaban::setup
