// SPDX-License-Identifier: GPL-3.0-or-later
// Orders to the manager, and what becomes of them.
#include "guard/acting.h"

#include <gtest/gtest.h>

#include <sys/stat.h>

#include "scripted_manager.h"
#include "temporary_folder.h"

namespace denwaban::guard {
namespace {

using test::ScriptedManager;

class ActingTest : public testing::Test {
 protected:
  ActingTest() {
    secret_ = folder_.write("secret", "hands\n");
    ::chmod(secret_.c_str(), 0600);
    settings_.port = manager_.port();
    settings_.acting.secret_file = secret_;
  }
  void follow() { acting_.follow(settings_, exchange_, {}); }
  // Turns until the manager hears an action.
  std::string next_action() {
    for (int i = 0; i < 2'000; ++i) {
      std::string block = manager_.heard();
      if (!block.empty()) return block;
      turn();
    }
    return {};
  }
  void turn() { (void)loop_.turn(Milliseconds(100)); }
  void until(const std::function<bool()>& done) {
    for (int i = 0; i < 2'000 && !done(); ++i) turn();
    EXPECT_TRUE(done());
  }
  void answer(const std::string& action, std::string_view response, std::string_view more) {
    manager_.say("Response: " + std::string(response) + "\r\nActionID: " + ScriptedManager::header(action, "ActionID") + "\r\n" +
                 std::string(more) + "\r\n");
  }
  void log_in() {
    until([this] { return manager_.called(); });
    manager_.accept();
    manager_.say("Asterisk Call Manager/5.0\r\n");
    answer(next_action(), "Success", "Challenge: 1\r\n");
    std::string login = next_action();
    EXPECT_EQ(ScriptedManager::header(login, "Username"), "denwaban-acting");
    EXPECT_EQ(ScriptedManager::header(login, "Events"), "off");
    answer(login, "Success", "Message: Authentication accepted\r\n");
    until([this] { return acting_.can_act(); });
  }
  static Decision decision() {
    Decision decision;
    decision.id = "d1";
    decision.action = Action::hang_up;
    decision.about = std::make_shared<const CallTarget>(CallTarget{"1.1", "PJSIP/100-00000001", "", "", ""});
    return decision;
  }

  test::TemporaryFolder folder_;
  std::string secret_;
  ScriptedManager manager_;
  net::Loop loop_;
  SystemClock clock_;
  settings::AmiSettings settings_;
  pbx::Exchange exchange_;
  std::vector<Acting::Outcome> outcomes_;
  Acting acting_{loop_, clock_, [this](const Acting::Outcome& outcome) { outcomes_.push_back(outcome); }};
};

TEST_F(ActingTest, EndsExactlyTheChannelThatIsMeant) {
  follow();
  log_in();
  acting_.hang_up(decision(), {"PJSIP/100-00000001"});
  std::string order = next_action();
  EXPECT_EQ(ScriptedManager::header(order, "Action"), "Hangup");
  EXPECT_EQ(ScriptedManager::header(order, "Channel"), "PJSIP/100-00000001");
  answer(order, "Success", "Message: Channel Hungup\r\n");
  until([this] { return !outcomes_.empty(); });
  EXPECT_TRUE(outcomes_[0].done);
  EXPECT_EQ(outcomes_[0].decision.id, "d1");
}

TEST_F(ActingTest, AChannelThatIsGoneIsDone) {
  follow();
  log_in();
  acting_.hang_up(decision(), {"PJSIP/100-00000001"});
  answer(next_action(), "Error", "Message: No such channel\r\n");
  until([this] { return !outcomes_.empty(); });
  EXPECT_TRUE(outcomes_[0].done);
}

TEST_F(ActingTest, TellsWhyItCouldNotBeDone) {
  follow();
  log_in();
  acting_.hang_up(decision(), {"PJSIP/100-00000001"});
  answer(next_action(), "Error", "Message: Permission denied\r\n");
  until([this] { return !outcomes_.empty(); });
  EXPECT_FALSE(outcomes_[0].done);
  EXPECT_EQ(outcomes_[0].note, "Asterisk says: Permission denied");
}

TEST_F(ActingTest, AnOrderSurvivesALostSession) {
  follow();
  log_in();
  acting_.hang_up(decision(), {"PJSIP/100-00000001"});
  EXPECT_FALSE(next_action().empty());
  manager_.hang_up();
  until([this] { return !acting_.can_act(); });
  log_in();
  std::string again = next_action();
  EXPECT_EQ(ScriptedManager::header(again, "Channel"), "PJSIP/100-00000001");
  answer(again, "Success", "Message: Channel Hungup\r\n");
  until([this] { return !outcomes_.empty(); });
  EXPECT_TRUE(outcomes_[0].done);
}

TEST_F(ActingTest, AnOrderWaitsForTheFirstSession) {
  follow();
  acting_.hang_up(decision(), {"PJSIP/100-00000001"});
  EXPECT_TRUE(outcomes_.empty());
  log_in();
  EXPECT_EQ(ScriptedManager::header(next_action(), "Action"), "Hangup");
}

TEST_F(ActingTest, WithoutALoginItIsTold) {
  settings_.acting.secret_file = folder_.path() + "/none";
  follow();
  acting_.hang_up(decision(), {"PJSIP/100-00000001"});
  acting_.each_second();
  ASSERT_EQ(outcomes_.size(), 1u);
  EXPECT_FALSE(outcomes_[0].done);
  EXPECT_EQ(outcomes_[0].reason, Reason::no_login);
}

TEST(ChannelNames, PatternsAndLineBreaksAreNone) {
  EXPECT_TRUE(is_channel_name("PJSIP/100-00000001"));
  EXPECT_FALSE(is_channel_name("/^PJSIP/"));
  EXPECT_FALSE(is_channel_name("SIP/1\r\nAction: Originate"));
  EXPECT_FALSE(is_channel_name(""));
  EXPECT_FALSE(is_channel_name("100"));
  EXPECT_FALSE(is_channel_name("SIP/" + std::string(300, 'a')));
}

}  // namespace
}  // namespace denwaban::guard
