// SPDX-License-Identifier: GPL-3.0-or-later
#include "guard/carried.h"

#include <gmock/gmock.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstring>
#include <filesystem>

#include "journal_writer.h"

namespace denwaban::guard {
namespace {

using test::JournalWriter;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

class HandClock final : public Clock {
 public:
  Time now() const override { return time; }
  Time time = *parse_rfc3339("2026-11-22T08:00:00Z");
};

class CarriedTest : public ::testing::Test {
 protected:
  CarriedTest() {
    settings.journal.enabled = "off";
    settings.journal.folder = writer.folder();
    settings.pbx.users = {std::to_string(::getuid())};
    exchange.syslog.push_back({"local0", {"notice"}, {"logger.conf", 3}});
    exchange.logs.push_back({"/var/log/asterisk/messages", {"notice"}, "default", {}});
  }
  struct Taken {
    uint32_t source;
    uint64_t offset;
    std::string text;
  };
  std::unique_ptr<Carried> make() {
    return std::make_unique<Carried>(
        loop, clock,
        [this](const sources::Piece& piece) {
          taken.push_back({piece.source, piece.offset, std::string(piece.bytes)});
        },
        [this] { ++woken; });
  }
  void start() {
    carried = make();
    carried->open(settings, exchange);
    carried->follow(settings, exchange, false);
  }
  void read() {
    while (carried->read()) {
    }
  }
  void send(const std::string& path, std::string_view bytes) {
    int fd = ::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    sockaddr_un to{};
    to.sun_family = AF_UNIX;
    std::memcpy(to.sun_path, path.data(), path.size());
    EXPECT_EQ(::sendto(fd, bytes.data(), bytes.size(), 0, reinterpret_cast<sockaddr*>(&to), sizeof to),
              static_cast<ssize_t>(bytes.size()));
    ::close(fd);
  }
  // As somebody who is neither root nor Asterisk.
  void stranger_sends(const std::string& path, std::string_view bytes) {
    if (::getuid() != 0) return send(path, bytes);
    ASSERT_EQ(::chmod(folder.path().c_str(), 0711), 0);
    ASSERT_EQ(::chmod(path.c_str(), 0666), 0);
    pid_t child = ::fork();
    ASSERT_GE(child, 0);
    if (child == 0) {
      bool other = ::setgid(kNobody) == 0 && ::setuid(kNobody) == 0;
      if (other) send(path, bytes);
      ::_exit(other && !HasFailure() ? 0 : 1);
    }
    int status = -1;
    ASSERT_EQ(::waitpid(child, &status, 0), child);
    ASSERT_EQ(status, 0);
  }
  static constexpr uid_t kNobody = 65534;
  void journal_says(const std::string& message) {
    writer.add(clock.time += Seconds(1), JournalWriter::asterisk(message));
    ASSERT_TRUE(writer.write());
  }

  JournalWriter writer;
  test::TemporaryFolder folder;
  HandClock clock;
  net::Loop loop;
  settings::Settings settings;
  pbx::Exchange exchange;
  std::unique_ptr<Carried> carried;
  std::vector<Taken> taken;
  int woken = 0;
};

TEST_F(CarriedTest, syslog_comes_as_lines_that_evidence_finds_again) {
  settings.syslog.socket = folder / "log";
  start();
  ASSERT_TRUE(carried->receives_syslog());
  EXPECT_THAT(carried->remarks(), IsEmpty());
  send(settings.syslog.socket, "<133>Nov 22 08:00:00 asterisk[1]: one");
  ASSERT_TRUE(loop.turn(Milliseconds(1'000)));
  EXPECT_EQ(woken, 1);
  read();
  send(settings.syslog.socket, "<133>Nov 22 08:00:00 asterisk[1]: two");
  send(settings.syslog.socket, "<133>Nov 22 08:00:00 asterisk[1]: three");
  read();
  ASSERT_EQ(taken.size(), 2u);
  EXPECT_EQ(taken[1].source, Carried::kSyslogSource);
  EXPECT_EQ(taken[1].offset, taken[0].text.size());
  uint64_t third = taken[1].offset + taken[1].text.find('\n') + 1;
  EXPECT_THAT(*carried->line({third, Carried::kSyslogSource, 10}), HasSubstr("three"));
  EXPECT_EQ(carried->line({third + 1, Carried::kSyslogSource, 10}), "");
  EXPECT_EQ(carried->line({third, Carried::kJournalSource, 10}), "");
  EXPECT_FALSE(carried->line({third, 7, 10}));
  ASSERT_EQ(carried->facts().size(), 1u);
  EXPECT_EQ(carried->facts()[0].records, 3u);
}

TEST_F(CarriedTest, what_cannot_be_opened_is_told) {
  settings.syslog.socket = folder / "none/log";
  start();
  EXPECT_FALSE(carried->receives_syslog());
  EXPECT_THAT(carried->remarks(), Contains(HasSubstr("no syslog is received")));
  settings.syslog.socket = folder / "log";
  settings.syslog.group = "no-such-group";
  start();
  EXPECT_THAT(carried->remarks(), Contains(HasSubstr("no-such-group")));
  settings.syslog = {};
  settings.syslog.listen = "nonsense";
  start();
  EXPECT_THAT(carried->remarks(), Contains(HasSubstr("127.0.0.1:5140")));
  settings.syslog.listen = "192.0.2.1:5140";
  start();
  EXPECT_THAT(carried->remarks(), Contains(HasSubstr("beyond_loopback")));
}

TEST_F(CarriedTest, users_that_are_not_there_are_named) {
  settings.pbx.users = {"no-such-user"};
  start();
  EXPECT_THAT(carried->remarks(), ElementsAre(HasSubstr("no-such-user")));
}

TEST_F(CarriedTest, the_journal_is_read_by_itself_where_asterisk_speaks_to_syslog) {
  if (!JournalWriter::at_hand()) GTEST_SKIP() << "install systemd-journal-remote";
  settings.journal.enabled = "auto";
  start();
  EXPECT_FALSE(carried->reads_journal()) << "there is none";
  journal_says("old");
  start();
  EXPECT_TRUE(carried->reads_journal());
  exchange.syslog.clear();
  start();
  EXPECT_FALSE(carried->reads_journal()) << "files tell everything";
  exchange.logs.clear();
  start();
  EXPECT_TRUE(carried->reads_journal()) << "no file tells anything";
  settings.journal.enabled = "off";
  start();
  EXPECT_FALSE(carried->reads_journal());
}

TEST_F(CarriedTest, the_journal_goes_on_after_a_restart_and_a_reload) {
  if (!JournalWriter::at_hand()) GTEST_SKIP() << "install systemd-journal-remote";
  settings.journal.enabled = "on";
  journal_says("old");
  start();
  read();
  EXPECT_THAT(taken, IsEmpty());
  journal_says("first");
  read();
  std::string state = carried->save();
  journal_says("second");
  carried = make();
  carried->load(state);
  carried->follow(settings, exchange, false);
  read();
  carried->follow(settings, exchange, false);
  settings.journal.units = {"pbx.service"};
  carried->follow(settings, exchange, false);
  journal_says("third");
  read();
  ASSERT_EQ(taken.size(), 3u);
  uint64_t offset = 0;
  for (const char* word : {"first", "second", "third"}) {
    const Taken& piece = taken[word == std::string("first") ? 0 : word == std::string("second") ? 1 : 2];
    EXPECT_THAT(piece.text, HasSubstr(word));
    EXPECT_EQ(piece.offset, offset);
    offset += piece.text.size();
  }
}

TEST_F(CarriedTest, damaged_state_is_no_state) {
  carried = make();
  carried->load("\x01\x02");
  carried->load("");
  EXPECT_EQ(carried->save(), make()->save());
}

TEST_F(CarriedTest, strangers_in_asterisks_name_are_told_of) {
  settings.pbx.users = {std::to_string(::getuid() + 1)};
  settings.syslog.socket = folder / "log";
  start();
  stranger_sends(settings.syslog.socket, "<133>Nov 22 08:00:00 asterisk[1]: forged");
  read();
  EXPECT_THAT(taken, IsEmpty());
  EXPECT_THAT(carried->remarks(), Contains(HasSubstr("pbx.users")));
}

}  // namespace
}  // namespace denwaban::guard
