// SPDX-License-Identifier: GPL-3.0-or-later
#include "two_worlds.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <fmt/format.h>
#include <gtest/gtest.h>
#include <sched.h>
#include <sys/socket.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <memory>

namespace denwaban::e2e {
namespace {

bool write_file(const char* path, const std::string& text) {
  UniqueFd file(open(path, O_WRONLY | O_CLOEXEC));
  return file && write(file.get(), text.data(), text.size()) == static_cast<ssize_t>(text.size());
}

bool enter_user_namespace() {
  auto uid = getuid();
  auto gid = getgid();
  if (unshare(CLONE_NEWUSER) != 0) return false;
  write_file("/proc/self/setgroups", "deny");
  return write_file("/proc/self/uid_map", fmt::format("0 {} 1", uid)) &&
         write_file("/proc/self/gid_map", fmt::format("0 {} 1", gid));
}

UniqueFd current_network() { return UniqueFd(open("/proc/self/ns/net", O_RDONLY | O_CLOEXEC)); }

bool run(const std::string& command) { return std::system(command.c_str()) == 0; }

}  // namespace

std::optional<std::string> TwoWorlds::make() {
  if (unshare(CLONE_NEWNET) != 0 && (!enter_user_namespace() || unshare(CLONE_NEWNET) != 0))
    return fmt::format(
        "no network namespace can be made: {}: run as root or allow user namespaces (sysctl "
        "kernel.unprivileged_userns_clone=1)",
        std::strerror(errno));
  if (!run("command -v ip >/dev/null")) return "the command ip is missing: install iproute2";
  world_ = current_network();
  if (unshare(CLONE_NEWNET) != 0) return "no second network namespace can be made";
  pbx_ = current_network();
  std::string world = fmt::format("/proc/{}/fd/{}", getpid(), world_.get());
  std::string set_up = fmt::format(
      "set -e; ip link set lo up; ip link add pbx0 type veth peer name world0; ip link set world0 netns {};"
      "ip addr add {}/32 dev pbx0; ip -6 addr add {}/128 dev pbx0 nodad; ip link set pbx0 up;"
      "ip route add 198.51.100.0/24 dev pbx0; ip -6 route add 2001:db8:a::/48 dev pbx0;"
      "ip -6 route add 2001:db8:b::/48 dev pbx0",
      world, kPbx4, kPbx6);
  if (!run(set_up)) return "no pair of virtual network cards can be made: load the module veth";
  if (setns(world_.get(), CLONE_NEWNET) != 0) return "the second network namespace cannot be entered";
  bool done =
      run(fmt::format("set -e; ip link set lo up; for i in 1 2 3 4 5 6 7 8 9; do ip addr add "
                      "198.51.100.$i/32 dev world0; done;"
                      "for a in 2001:db8:a::1 2001:db8:a::2 2001:db8:a:1::1 2001:db8:b::1; do ip -6 addr add "
                      "$a/128 dev world0 nodad; done;"
                      "ip link set world0 up; ip route add {}/32 dev world0 src 198.51.100.1; ip -6 route "
                      "add {}/128 dev world0",
                      kPbx4, kPbx6));
  if (setns(pbx_.get(), CLONE_NEWNET) != 0 || !done) return "the second network namespace cannot be set up";
  return std::nullopt;
}

UniqueFd TwoWorlds::pbx_socket(int type, const Endpoint& at) { return socket_in(pbx_, type, at); }
UniqueFd TwoWorlds::world_socket(int type, const Endpoint& at) { return socket_in(world_, type, at); }

UniqueFd TwoWorlds::socket_in(const UniqueFd& world, int type, const Endpoint& at) {
  EXPECT_EQ(setns(world.get(), CLONE_NEWNET), 0);
  socklen_t length = 0;
  sockaddr_storage address = socket_address(at, length);
  UniqueFd result(socket(address.ss_family, type | SOCK_CLOEXEC, 0));
  EXPECT_EQ(setns(pbx_.get(), CLONE_NEWNET), 0);
  int on = 1;
  setsockopt(result.get(), SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
  EXPECT_EQ(bind(result.get(), reinterpret_cast<sockaddr*>(&address), length), 0)
      << at.address << ": " << std::strerror(errno);
  if (type == SOCK_STREAM && &world == &pbx_) {
    EXPECT_EQ(listen(result.get(), 8), 0);
  }
  return result;
}

sockaddr_storage socket_address(const Endpoint& endpoint, socklen_t& length) {
  sockaddr_storage result{};
  if (endpoint.address.find(':') == std::string::npos) {
    auto* address = reinterpret_cast<sockaddr_in*>(&result);
    address->sin_family = AF_INET;
    address->sin_port = htons(endpoint.port);
    inet_pton(AF_INET, endpoint.address.c_str(), &address->sin_addr);
    length = sizeof *address;
  } else {
    auto* address = reinterpret_cast<sockaddr_in6*>(&result);
    address->sin6_family = AF_INET6;
    address->sin6_port = htons(endpoint.port);
    inet_pton(AF_INET6, endpoint.address.c_str(), &address->sin6_addr);
    length = sizeof *address;
  }
  return result;
}

void send_to(const UniqueFd& socket, const Endpoint& to, std::string_view text) {
  socklen_t length = 0;
  sockaddr_storage address = socket_address(to, length);
  ssize_t sent =
      sendto(socket.get(), text.data(), text.size(), 0, reinterpret_cast<sockaddr*>(&address), length);
  EXPECT_EQ(sent, static_cast<ssize_t>(text.size())) << std::strerror(errno);
}

std::optional<std::string> receive(const UniqueFd& socket, int patience_ms) {
  pollfd readable{socket.get(), POLLIN, 0};
  if (poll(&readable, 1, patience_ms) <= 0) return std::nullopt;
  char buffer[2048];
  ssize_t length = recv(socket.get(), buffer, sizeof buffer, MSG_DONTWAIT);
  if (length < 0) return std::nullopt;
  return std::string(buffer, static_cast<size_t>(length));
}

std::string output_of(const std::string& command) {
  std::unique_ptr<FILE, int (*)(FILE*)> pipe(popen(command.c_str(), "r"), pclose);
  std::string text;
  char buffer[4096];
  while (size_t length = fread(buffer, 1, sizeof buffer, pipe.get())) text.append(buffer, length);
  return text;
}

}  // namespace denwaban::e2e

namespace {
denwaban::e2e::TwoWorlds* worlds = nullptr;
}

denwaban::e2e::TwoWorlds& denwaban::e2e::two_worlds() { return *worlds; }

int main(int argc, char** argv) {
  testing::InitGoogleTest(&argc, argv);
  denwaban::e2e::TwoWorlds made;
  worlds = &made;
  if (auto reason = made.make()) {
    std::fprintf(stderr, "skipped: %s\n", reason->c_str());
    return 77;
  }
  return RUN_ALL_TESTS();
}
