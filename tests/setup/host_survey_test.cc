// SPDX-License-Identifier: GPL-3.0-or-later
#include "setup/host_survey.h"

#include <gtest/gtest.h>
#include <sqlite3.h>

#include <algorithm>
#include <filesystem>
#include <fstream>

namespace denwaban::setup {
namespace {

namespace fs = std::filesystem;

class HostSurvey : public testing::Test {
 protected:
  HostSurvey() {
    std::string pattern = (fs::temp_directory_path() / "denwaban-host-XXXXXX").string();
    places_.root = ::mkdtemp(pattern.data());
    fs::create_directories(places_.root + "/proc");
  }
  ~HostSurvey() override { fs::remove_all(places_.root); }

  void put(const std::string& path, const std::string& text, unsigned mode = 0640) {
    fs::create_directories(fs::path(places_.root + path).parent_path());
    std::ofstream(places_.root + path) << text;
    fs::permissions(places_.root + path, static_cast<fs::perms>(mode));
  }
  audit::HostFacts look() {
    return survey_host(places_, [this](std::vector<std::string> words) -> Result<std::string> {
      if (words.at(0) == "/usr/sbin/nft") return ruleset_;
      if (words.at(0) == "/usr/sbin/asterisk") return std::string("Asterisk 20.6.0\n");
      return fail(ErrorKind::not_found, "no such program");
    });
  }

  HostPlaces places_;
  std::string ruleset_;
};

TEST_F(HostSurvey, TellsModesAndWhichFilesHoldSecrets) {
  put("/etc/asterisk/sip.conf", "[100]\nsecret=x\n", 0644);
  put("/etc/asterisk/rtp.conf", "[general]\n;secret=x\n", 0644);
  auto facts = look();
  auto of = [&](const std::string& path) {
    auto found =
        std::find_if(facts.files.begin(), facts.files.end(), [&](const auto& f) { return f.path == path; });
    return found == facts.files.end() ? audit::HostFile{} : *found;
  };
  EXPECT_TRUE(of("/etc/asterisk/sip.conf").holds_secrets);
  EXPECT_EQ(of("/etc/asterisk/sip.conf").mode, 0644u);
  EXPECT_FALSE(of("/etc/asterisk/rtp.conf").holds_secrets);
  EXPECT_FALSE(facts.service_user);
  EXPECT_FALSE(facts.sockets);
}

TEST_F(HostSurvey, TellsModulesVersionAndFirewall) {
  put("/usr/lib/asterisk/modules/chan_pjsip.so", "");
  ruleset_ =
      "table inet filter {\n chain input {\n  type filter hook input priority 0; policy drop;\n  tcp dport { "
      "22, 5060-5061 } accept\n }\n}\n";
  auto facts = look();
  ASSERT_TRUE(facts.installed);
  EXPECT_TRUE(facts.installed->count("chan_pjsip"));
  EXPECT_EQ(facts.version, "Asterisk 20.6.0");
  ASSERT_TRUE(facts.firewall);
  EXPECT_TRUE(facts.firewall->drops_by_default);
  EXPECT_EQ(facts.firewall->ports, (std::set<uint16_t>{22, 5060, 5061}));
}

TEST_F(HostSurvey, ReadsRegistrationsFromAstDb) {
  fs::create_directories(places_.root + "/var/lib/asterisk");
  sqlite3* db = nullptr;
  ASSERT_EQ(sqlite3_open((places_.root + "/var/lib/asterisk/astdb.sqlite3").c_str(), &db), SQLITE_OK);
  sqlite3_exec(db,
               "CREATE TABLE astdb (key VARCHAR(256), value VARCHAR(256)); INSERT INTO astdb VALUES "
               "('/SIP/Registry/100', 'x'), ('/registrar/contact/200;@0a1b', '{}'), ('/CF/300', '1')",
               nullptr, nullptr, nullptr);
  sqlite3_close(db);
  auto facts = look();
  ASSERT_TRUE(facts.registered);
  EXPECT_EQ(*facts.registered, (std::set<std::string>{"100", "200"}));
}

TEST_F(HostSurvey, ReadsSshJailsAndDefaultPasswords) {
  put("/etc/ssh/sshd_config", "PasswordAuthentication yes\nPermitRootLogin yes\nMatch User x\n");
  put("/etc/ssh/sshd_config.d/10.conf", "PasswordAuthentication no\n");
  put("/etc/fail2ban/jail.local", "[asterisk]\nenabled = true\nlogpath = /var/log/asterisk/messages\n");
  put("/etc/amportal.conf", "AMPDBPASS=amp109\n");
  auto facts = look();
  ASSERT_TRUE(facts.ssh);
  EXPECT_FALSE(facts.ssh->passwords);
  EXPECT_EQ(facts.ssh->root, "yes");
  ASSERT_EQ(facts.jails->size(), 1u);
  EXPECT_EQ(facts.jails->at(0).missing_logs, std::vector<std::string>{"/var/log/asterisk/messages"});
  EXPECT_EQ(facts.default_passwords, std::vector<std::string>{"AMPDBPASS in /etc/amportal.conf"});
}

TEST(HostSurveyOfThisMachine, Ends) {
  auto facts = survey_host("/etc/asterisk");
  EXPECT_LE(facts.files.size(), 10'000u);
}

}  // namespace
}  // namespace denwaban::setup
