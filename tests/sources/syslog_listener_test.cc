// SPDX-License-Identifier: GPL-3.0-or-later
#include "sources/syslog_listener.h"

#include <gmock/gmock.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <cstring>
#include <filesystem>

#include "base/unique_fd.h"
#include "sources/carried_line.h"
#include "temporary_folder.h"

namespace denwaban::sources {
namespace {

using ::testing::HasSubstr;

const Time kNow = from_epoch_ms(1'000'000);
constexpr std::string_view kHead = "<133>Nov 21 20:06:04 asterisk[24167]: ";

std::string line(std::string_view text) { return std::string(kHead) + std::string(text); }

class Syslog : public ::testing::Test {
 protected:
  Syslog() { options.users = {::getuid()}; }
  void open() {
    auto opened = SyslogListener::open(options);
    ASSERT_TRUE(opened) << opened.error().message;
    listener.emplace(std::move(*opened));
  }
  void listen() {
    options.socket = folder / "log";
    open();
  }
  UniqueFd to_socket() {
    UniqueFd fd(::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0));
    sockaddr_un to{};
    to.sun_family = AF_UNIX;
    std::memcpy(to.sun_path, options.socket.data(), options.socket.size());
    EXPECT_EQ(::connect(fd.get(), reinterpret_cast<sockaddr*>(&to), sizeof to), 0);
    return fd;
  }
  UniqueFd to_udp() {
    UniqueFd fd(::socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0));
    sockaddr_in to{};
    to.sin_family = AF_INET;
    to.sin_port = htons(listener->port());
    to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    EXPECT_EQ(::connect(fd.get(), reinterpret_cast<sockaddr*>(&to), sizeof to), 0);
    return fd;
  }
  void send(const UniqueFd& fd, std::string_view bytes) {
    ASSERT_EQ(::send(fd.get(), bytes.data(), bytes.size(), MSG_NOSIGNAL), static_cast<ssize_t>(bytes.size()));
    read();
  }
  void read() {
    while (listener->poll(kNow, lines)) {
    }
  }

  test::TemporaryFolder folder;
  SyslogOptions options;
  std::optional<SyslogListener> listener;
  std::string lines;
};

TEST_F(Syslog, hands_out_what_asterisk_sends) {
  listen();
  pollfd ready{listener->fd(), POLLIN, 0};
  EXPECT_EQ(::poll(&ready, 1, 0), 0);
  UniqueFd fd = to_socket();
  std::string sent = line("NOTICE[811]: x.c:1 in f: text\n");
  ASSERT_GT(::send(fd.get(), sent.data(), sent.size(), 0), 0);
  EXPECT_EQ(::poll(&ready, 1, 0), 1);
  read();
  EXPECT_EQ(lines, sent);
  EXPECT_EQ(listener->counters().records, 1u);
  EXPECT_EQ(listener->counters().last, kNow);
}

TEST_F(Syslog, reads_both_standards) {
  listen();
  UniqueFd fd = to_socket();
  send(fd, "<133>1 2026-11-21T20:06:04.863Z pbx asterisk 24167 - - \xef\xbb\xbfNOTICE[811]: x.c:1 in f: new");
  send(fd, "<133>Nov 21 20:06:04 pbx asterisk[24167]: NOTICE[811]: x.c:1 in f: by rsyslog");
  EXPECT_THAT(lines, HasSubstr("f: new\n"));
  EXPECT_THAT(lines, HasSubstr("f: by rsyslog\n"));
}

TEST_F(Syslog, makes_one_line_of_a_datagram_whatever_it_holds) {
  listen();
  UniqueFd fd = to_socket();
  send(fd, line("one\n" + line("two") + std::string("\r\0\n", 3)));
  EXPECT_EQ(lines, line("one#012" + line("two#015#000\n")));
}

TEST_F(Syslog, believes_nobody_but_those_who_may_speak_for_asterisk) {
  options.users = {::getuid() + 1};
  listen();
  send(to_socket(), line("forged"));
  EXPECT_EQ(lines, "");
  EXPECT_EQ(listener->counters().strangers, 1u);
}

TEST_F(Syslog, leaves_out_other_programs_and_noise) {
  listen();
  UniqueFd fd = to_socket();
  send(fd, "<86>Nov 21 20:06:04 sshd[1]: Failed password for root from 192.0.2.1 port 22 ssh2");
  send(fd, "");
  send(fd, std::string(3, '\0'));
  send(fd, "<133>");
  EXPECT_EQ(lines, "");
  EXPECT_EQ(listener->counters().foreign, 4u);
}

TEST_F(Syslog, leaves_out_what_may_have_been_cut) {
  listen();
  UniqueFd fd = to_socket();
  send(fd, line(std::string(kCarriedMax + 1, 'a')));
  send(fd, line(std::string(60'000, 'a')));
  EXPECT_EQ(lines, "");
  EXPECT_EQ(listener->counters().too_long, 2u);
  send(fd, line(std::string(kCarriedMax, 'a')));
  EXPECT_EQ(listener->counters().records, 1u);
}

TEST_F(Syslog, is_for_its_owner_and_group_only) {
  options.group = ::getgid();
  listen();
  struct stat facts {};
  ASSERT_EQ(::stat(options.socket.c_str(), &facts), 0);
  EXPECT_EQ(facts.st_mode & 07777, 0660u);
  EXPECT_EQ(facts.st_gid, ::getgid());
}

TEST_F(Syslog, replaces_what_a_dead_process_left_and_takes_its_own_away) {
  listen();
  std::filesystem::rename(options.socket, folder / "aside");
  listener.reset();
  std::filesystem::rename(folder / "aside", options.socket);
  open();
  send(to_socket(), line("heard"));
  EXPECT_EQ(lines, line("heard\n"));
  listener.reset();
  EXPECT_FALSE(std::filesystem::exists(options.socket));
}

TEST_F(Syslog, disturbs_no_other_listener_and_no_file) {
  listen();
  auto second = SyslogListener::open(options);
  ASSERT_FALSE(second);
  EXPECT_EQ(second.error().kind, ErrorKind::unavailable);
  EXPECT_THAT(second.error().message, HasSubstr("another program listens"));
  send(to_socket(), line("still heard"));
  EXPECT_EQ(lines, line("still heard\n"));
  SyslogOptions file;
  file.socket = folder.write("file", "precious");
  auto third = SyslogListener::open(file);
  ASSERT_FALSE(third);
  EXPECT_EQ(third.error().kind, ErrorKind::usage);
  EXPECT_TRUE(std::filesystem::exists(file.socket));
}

TEST_F(Syslog, says_where_no_socket_can_be) {
  options.socket = folder / "none/log";
  auto opened = SyslogListener::open(options);
  ASSERT_FALSE(opened);
  EXPECT_EQ(opened.error().kind, ErrorKind::not_found);
  options.socket = "/" + std::string(200, 'x');
  EXPECT_EQ(SyslogListener::open(options).error().kind, ErrorKind::usage);
}

TEST_F(Syslog, comes_over_udp_too) {
  options.address = IpAddress::v4(0x7f000001);
  open();
  send(to_udp(), line("by UDP"));
  EXPECT_EQ(lines, line("by UDP\n"));
}

TEST_F(Syslog, stays_on_loopback_unless_told_otherwise) {
  options.address = IpAddress();
  auto opened = SyslogListener::open(options);
  ASSERT_FALSE(opened);
  EXPECT_EQ(opened.error().kind, ErrorKind::usage);
  EXPECT_THAT(opened.error().message, HasSubstr("syslog.beyond_loopback"));
  options.address = IpAddress::v4(0);
  options.beyond_loopback = true;
  EXPECT_TRUE(SyslogListener::open(options));
}

TEST_F(Syslog, counts_what_came_too_fast) {
  options.address = IpAddress::v4(0x7f000001);
  options.receive_buffer_bytes = 1;
  open();
  UniqueFd fd = to_udp();
  std::string sent = line("x");
  for (int i = 0; i < 5'000; ++i) (void)::send(fd.get(), sent.data(), sent.size(), 0);
  read();
  // The next one tells how many were lost before it.
  send(fd, sent);
  EXPECT_GT(listener->counters().kernel_dropped, 0u);
  EXPECT_EQ(listener->counters().records + listener->counters().kernel_dropped, 5'001u);
}

}  // namespace
}  // namespace denwaban::sources
