// SPDX-License-Identifier: GPL-3.0-or-later
// The other side of a session with Asterisk's manager, as a test wants it: a socket on loopback that says
// what the test says. Nothing waits longer than kPatience for what must come.
#pragma once

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <poll.h>
#include <sys/socket.h>

#include <string>
#include <string_view>

#include "base/unique_fd.h"

namespace denwaban::test {

class ScriptedManager {
 public:
  static constexpr int kPatience = 20'000;  // milliseconds

  ScriptedManager() : door_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    sockaddr_in place{};
    place.sin_family = AF_INET;
    place.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t length = sizeof place;
    EXPECT_EQ(::bind(door_.get(), reinterpret_cast<sockaddr*>(&place), length), 0);
    EXPECT_EQ(::listen(door_.get(), 8), 0);
    EXPECT_EQ(::getsockname(door_.get(), reinterpret_cast<sockaddr*>(&place), &length), 0);
    port_ = ntohs(place.sin_port);
  }

  uint16_t port() const { return port_; }
  // The client's, as it is seen from here.
  uint16_t client_port() const { return client_port_; }
  int socket() const { return line_.get(); }

  // Whether somebody is at the door now.
  bool called() const { return ready(door_, 0); }
  void accept() {
    ASSERT_TRUE(ready(door_, kPatience)) << "nobody connected";
    sockaddr_in peer{};
    socklen_t length = sizeof peer;
    line_ = UniqueFd(::accept4(door_.get(), reinterpret_cast<sockaddr*>(&peer), &length, SOCK_CLOEXEC));
    client_port_ = ntohs(peer.sin_port);
  }
  void say(std::string_view bytes) {
    ASSERT_EQ(::send(line_.get(), bytes.data(), bytes.size(), MSG_NOSIGNAL),
              static_cast<ssize_t>(bytes.size()));
  }
  // As much as goes without waiting.
  size_t say_some(std::string_view bytes) {
    ssize_t count = ::send(line_.get(), bytes.data(), bytes.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
    return count > 0 ? static_cast<size_t>(count) : 0;
  }
  void hang_up() { line_.reset(); }
  void close_the_door() { door_.reset(); }

  // The next action of the client, without its empty line; "" when there is none now.
  std::string heard() {
    std::string block;
    while (!block.ends_with("\r\n\r\n") && ready(line_, block.empty() ? 0 : kPatience)) {
      char byte;
      if (::recv(line_.get(), &byte, 1, 0) != 1) break;
      block += byte;
    }
    return block.substr(0, block.size() - std::min<size_t>(block.size(), 2));
  }
  static std::string header(std::string_view block, std::string_view key) {
    std::string wanted = std::string(key) + ": ";
    size_t at = block.find(wanted);
    if (at == block.npos) return {};
    block.remove_prefix(at + wanted.size());
    return std::string(block.substr(0, block.find("\r\n")));
  }

 private:
  static bool ready(const UniqueFd& fd, int patience) {
    pollfd waiting{fd.get(), POLLIN, 0};
    return ::poll(&waiting, 1, patience) > 0;
  }

  UniqueFd door_, line_;
  uint16_t port_ = 0, client_port_ = 0;
};

}  // namespace denwaban::test
