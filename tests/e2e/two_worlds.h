// SPDX-License-Identifier: GPL-3.0-or-later
// Two network namespaces joined by a cable: the PBX's, in which the program itself stays, and the world's,
// with callers at many addresses. Packets on the cable keep their order, so "was dropped" is seen without
// waiting: a packet sent later, which nobody stops, arrives first.
#pragma once

#include <netinet/in.h>

#include <optional>
#include <string>
#include <string_view>

#include "base/ip.h"
#include "base/unique_fd.h"

namespace denwaban::e2e {

struct Endpoint {
  std::string address;
  uint16_t port = 0;
};

class TwoWorlds {
 public:
  static constexpr const char* kPbx4 = "192.0.2.1";
  static constexpr const char* kPbx6 = "2001:db8::1";
  // Callers: 198.51.100.1 to .9; 2001:db8:a::1, ::2 and 2001:db8:a:1::1 (one /48), 2001:db8:b::1.

  // The reason why it cannot be done here, for a person; nullopt when it is done.
  std::optional<std::string> make();

  UniqueFd pbx_socket(int type, const Endpoint& at);  // bound; a TCP socket listens
  UniqueFd world_socket(int type, const Endpoint& at);

 private:
  UniqueFd socket_in(const UniqueFd& world, int type, const Endpoint& at);
  UniqueFd pbx_, world_;
};

TwoWorlds& two_worlds();  // made by main()

sockaddr_storage socket_address(const Endpoint& endpoint, socklen_t& length);
void send_to(const UniqueFd& socket, const Endpoint& to, std::string_view text);
// What arrives within `patience_ms`; nullopt when nothing does.
std::optional<std::string> receive(const UniqueFd& socket, int patience_ms = 2000);

// The standard output of a command; empty when it fails.
std::string output_of(const std::string& command);

// Whether `condition` becomes true within ten seconds.
template <class Condition>
bool becomes_true(Condition condition);

}  // namespace denwaban::e2e

#include <poll.h>

#include <chrono>

template <class Condition>
bool denwaban::e2e::becomes_true(Condition condition) {
  auto end = std::chrono::steady_clock::now() + std::chrono::seconds(10);
  while (!condition()) {
    if (std::chrono::steady_clock::now() > end) return false;
    poll(nullptr, 0, 10);
  }
  return true;
}
