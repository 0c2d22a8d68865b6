// SPDX-License-Identifier: GPL-3.0-or-later
// Default gateways, from a dump of the kernel's routes.
#include <fmt/format.h>
#include <libmnl/libmnl.h>
#include <linux/rtnetlink.h>
#include <poll.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <memory>
#include <optional>

#include "net/host_facts.h"

namespace denwaban::net {
namespace {

constexpr size_t kGatewaysMax = 64;
constexpr size_t kReceiveBytes = 64 << 10;
constexpr int kPatienceMs = 2000;  // of the kernel, which answers at once

std::optional<IpAddress> read_address(const void* data, size_t length) {
  const auto* bytes = static_cast<const uint8_t*>(data);
  if (length == 4) {
    return IpAddress::v4(uint32_t{bytes[0]} << 24 | uint32_t{bytes[1]} << 16 | uint32_t{bytes[2]} << 8 |
                         bytes[3]);
  }
  if (length != 16) return std::nullopt;
  std::array<uint8_t, 16> v6;
  std::copy(bytes, bytes + 16, v6.begin());
  return IpAddress::v6(v6);
}

void add(std::vector<IpAddress>& gateways, std::optional<IpAddress> address) {
  if (!address || address->is_unspecified() || gateways.size() >= kGatewaysMax) return;
  if (std::find(gateways.begin(), gateways.end(), *address) == gateways.end()) gateways.push_back(*address);
}

int take_next_hop(const nlattr* attribute, void* raw) {
  auto& gateways = *static_cast<std::vector<IpAddress>*>(raw);
  const void* data = mnl_attr_get_payload(attribute);
  size_t length = mnl_attr_get_payload_len(attribute);
  if (mnl_attr_get_type(attribute) == RTA_GATEWAY) {
    add(gateways, read_address(data, length));
  } else if (mnl_attr_get_type(attribute) == RTA_VIA &&
             length > sizeof(rtvia)) {  // an IPv4 route over an IPv6 hop
    add(gateways, read_address(static_cast<const uint8_t*>(data) + sizeof(rtvia), length - sizeof(rtvia)));
  }
  return MNL_CB_OK;
}

// RTA_MULTIPATH: several next hops, each a struct rtnexthop with attributes of its own.
void add_next_hops(std::vector<IpAddress>& gateways, const nlattr* multipath) {
  const auto* at = static_cast<const uint8_t*>(mnl_attr_get_payload(multipath));
  size_t left = mnl_attr_get_payload_len(multipath);
  while (left >= sizeof(rtnexthop)) {
    rtnexthop hop = {};
    std::memcpy(&hop, at, sizeof hop);
    size_t length = hop.rtnh_len;
    if (length < sizeof hop || length > left) return;
    size_t head = RTNH_LENGTH(0);
    if (length > head) mnl_attr_parse_payload(at + head, length - head, &take_next_hop, &gateways);
    size_t step = std::min<size_t>(RTNH_ALIGN(length), left);
    at += step;
    left -= step;
  }
}

int take_attribute(const nlattr* attribute, void* gateways) {
  if (mnl_attr_get_type(attribute) != RTA_MULTIPATH) return take_next_hop(attribute, gateways);
  add_next_hops(*static_cast<std::vector<IpAddress>*>(gateways), attribute);
  return MNL_CB_OK;
}

int take_route(const nlmsghdr* message, void* raw) {
  auto& gateways = *static_cast<std::vector<IpAddress>*>(raw);
  if (message->nlmsg_type != RTM_NEWROUTE || mnl_nlmsg_get_payload_len(message) < sizeof(rtmsg))
    return MNL_CB_OK;
  const auto* route = static_cast<const rtmsg*>(mnl_nlmsg_get_payload(message));
  if (route->rtm_dst_len != 0 || route->rtm_type != RTN_UNICAST) return MNL_CB_OK;
  mnl_attr_parse(message, sizeof(rtmsg), &take_attribute, &gateways);
  return MNL_CB_OK;
}

struct CloseSocket {
  void operator()(mnl_socket* socket) const { mnl_socket_close(socket); }
};

Error io_error() {
  return {ErrorKind::io, fmt::format("cannot list the default gateways: {}", std::strerror(errno))};
}

}  // namespace

Result<std::vector<IpAddress>> default_gateways() {
  std::unique_ptr<mnl_socket, CloseSocket> socket(mnl_socket_open2(NETLINK_ROUTE, SOCK_CLOEXEC));
  if (!socket || mnl_socket_bind(socket.get(), 0, MNL_SOCKET_AUTOPID) < 0) return tl::unexpected(io_error());
  alignas(nlmsghdr) std::array<char, MNL_NLMSG_HDRLEN + MNL_ALIGN(sizeof(rtmsg))> request = {};
  nlmsghdr* header = mnl_nlmsg_put_header(request.data());
  header->nlmsg_type = RTM_GETROUTE;
  header->nlmsg_flags = NLM_F_REQUEST | NLM_F_DUMP;
  header->nlmsg_seq = 1;
  mnl_nlmsg_put_extra_header(header, sizeof(rtmsg));  // all zero: every family
  if (mnl_socket_sendto(socket.get(), header, header->nlmsg_len) < 0) return tl::unexpected(io_error());
  std::vector<IpAddress> gateways;
  std::vector<char> buffer(kReceiveBytes);
  unsigned port = mnl_socket_get_portid(socket.get());
  int state = MNL_CB_OK;
  while (state > MNL_CB_STOP) {
    pollfd wait = {mnl_socket_get_fd(socket.get()), POLLIN, 0};
    if (::poll(&wait, 1, kPatienceMs) == 0) errno = ETIMEDOUT;
    ssize_t size = wait.revents ? mnl_socket_recvfrom(socket.get(), buffer.data(), buffer.size()) : -1;
    if (size < 0) return tl::unexpected(io_error());
    state = mnl_cb_run(buffer.data(), static_cast<size_t>(size), 1, port, &take_route, &gateways);
    if (state < 0 && errno != EINTR) return tl::unexpected(io_error());
    if (state < 0)
      state = MNL_CB_OK;  // NLM_F_DUMP_INTR: routes changed meanwhile; what we have is still true
  }
  return gateways;
}

}  // namespace denwaban::net
