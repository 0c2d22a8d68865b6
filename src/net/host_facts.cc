// SPDX-License-Identifier: GPL-3.0-or-later
#include "net/host_facts.h"

#include <arpa/inet.h>
#include <fmt/format.h>
#include <ifaddrs.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <sstream>

#include "net/disk_files.h"
#include "net/logins.h"

namespace denwaban::net {
namespace {

constexpr size_t kOwnMax = 1024;
constexpr size_t kNameServersMax = 16;

void add(std::vector<IpAddress>& to, const IpAddress& address) {
  if (std::find(to.begin(), to.end(), address) == to.end()) to.push_back(address);
}

template <class T>
void take(Result<std::vector<T>> result, std::vector<T>& into, std::vector<std::string>& remarks) {
  if (result) {
    into = std::move(*result);
  } else {
    remarks.push_back(result.error().message);
  }
}

}  // namespace

Result<std::vector<IpAddress>> own_addresses() {
  ifaddrs* first = nullptr;
  if (::getifaddrs(&first) != 0) {
    return fail(ErrorKind::io, fmt::format("cannot list this machine's addresses: {}", std::strerror(errno)));
  }
  std::vector<IpAddress> own;
  for (ifaddrs* entry = first; entry && own.size() < kOwnMax; entry = entry->ifa_next) {
    if (!entry->ifa_addr) continue;
    if (entry->ifa_addr->sa_family == AF_INET) {
      sockaddr_in ip = {};
      std::memcpy(&ip, entry->ifa_addr, sizeof ip);
      add(own, IpAddress::v4(ntohl(ip.sin_addr.s_addr)));
    } else if (entry->ifa_addr->sa_family == AF_INET6) {
      sockaddr_in6 ip = {};
      std::memcpy(&ip, entry->ifa_addr, sizeof ip);
      add(own, IpAddress::v6(std::to_array(ip.sin6_addr.s6_addr)));
    }
  }
  ::freeifaddrs(first);
  return own;
}

std::string host_name() {
  std::array<char, 256> name{};
  return ::gethostname(name.data(), name.size() - 1) == 0 ? name.data() : "";
}

std::vector<IpAddress> read_name_servers(const std::vector<std::string>& resolv_confs) {
  std::vector<IpAddress> servers;
  DiskFiles disk;
  for (const std::string& path : resolv_confs) {
    auto text = disk.read(path);
    if (!text) continue;
    size_t count = 0;
    std::istringstream lines(*text);
    for (std::string line; count < kNameServersMax && std::getline(lines, line);) {
      std::istringstream words(line);
      std::string key, value;
      words >> key >> value;
      auto address = IpAddress::parse(std::string_view(value).substr(0, value.find('%')));
      if (key != "nameserver" || !address) continue;
      add(servers, *address);
      ++count;
    }
  }
  return servers;
}

HostFacts read_host_facts(const HostPaths& paths) {
  HostFacts facts;
  take(own_addresses(), facts.own, facts.remarks);
  take(default_gateways(), facts.gateways, facts.remarks);
  facts.name_servers = read_name_servers(paths.resolv_confs);
  auto sessions = paths.ask_logind ? logind_sessions() : std::nullopt;
  if (sessions) facts.logins = logins_of(*sessions);
  if (!sessions || has_named_hosts(*sessions)) {
    for (LoginSession& login : utmp_logins(paths.utmp, paths.proc)) facts.logins.push_back(std::move(login));
  }
  return facts;
}

}  // namespace denwaban::net
