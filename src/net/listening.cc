// SPDX-License-Identifier: GPL-3.0-or-later
#include "net/listening.h"

#include <dirent.h>
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <charconv>
#include <memory>
#include <optional>
#include <set>
#include <sstream>
#include <unordered_set>

#include "net/disk_files.h"

namespace denwaban::net {
namespace {

constexpr size_t kSocketsMax = 1 << 17;
constexpr size_t kDescriptorsMax = 1 << 20;
constexpr size_t kProcessesMax = 16;
constexpr std::string_view kTcpListen = "0A";
constexpr std::string_view kUdpUnconnected = "07";

struct CloseDir {
  void operator()(DIR* folder) const { ::closedir(folder); }
};

// Calls `take(name)` for each entry until it says false. False: the folder cannot be read (errno).
template <class Take>
bool each_entry(const std::string& path, Take take) {
  std::unique_ptr<DIR, CloseDir> folder(::opendir(path.c_str()));
  if (!folder) return false;
  while (dirent* entry = ::readdir(folder.get())) {
    if (!take(std::string_view(entry->d_name))) break;
  }
  return true;
}

bool is_number(std::string_view text) {
  return !text.empty() && text.find_first_not_of("0123456789") == std::string_view::npos;
}

std::vector<std::string> processes_named(const std::string& proc, const std::string& process) {
  std::vector<std::string> found;
  DiskFiles disk;
  each_entry(proc, [&](std::string_view name) {
    if (!is_number(name)) return true;
    std::string folder = fmt::format("{}/{}", proc, name);
    auto command = disk.read(folder + "/comm");
    if (command && *command == process + "\n") found.push_back(folder);
    return found.size() < kProcessesMax;
  });
  return found;
}

// The inodes of a process's sockets: its descriptors are links to "socket:[INODE]".
std::optional<std::unordered_set<std::string>> socket_inodes(const std::string& process) {
  std::unordered_set<std::string> inodes;
  std::string folder = process + "/fd";
  bool readable = each_entry(folder, [&](std::string_view name) {
    std::array<char, 64> target;
    ssize_t length = ::readlink(fmt::format("{}/{}", folder, name).c_str(), target.data(), target.size());
    std::string_view text(target.data(), static_cast<size_t>(std::max<ssize_t>(length, 0)));
    if (text.starts_with("socket:[") && text.ends_with("]")) inodes.emplace(text.substr(8, text.size() - 9));
    return inodes.size() < kDescriptorsMax;
  });
  if (!readable && errno != ENOENT) return std::nullopt;
  return inodes;
}

std::optional<uint32_t> hexadecimal(std::string_view text) {
  uint32_t value = 0;
  auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value, 16);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return value;
}

// "0100007F:13C4" or 32 digits: the address is printed in words of the machine's byte order (net/ipv4/udp.c),
// the port is not.
std::optional<ListeningSocket> parse_local(std::string_view text) {
  size_t colon = text.find(':');
  if (colon != 8 && colon != 32) return std::nullopt;
  std::array<uint8_t, 16> bytes = {};
  for (size_t i = 0; i < colon; i += 8) {
    auto word = hexadecimal(text.substr(i, 8));
    if (!word) return std::nullopt;
    std::copy_n(reinterpret_cast<const uint8_t*>(&*word), 4,
                bytes.begin() + static_cast<std::ptrdiff_t>(i / 2));
  }
  auto port = hexadecimal(text.substr(colon + 1));
  if (!port || *port == 0 || *port > 0xffff) return std::nullopt;
  ListeningSocket socket;
  socket.address = colon == 32 ? IpAddress::v6(bytes)
                               : IpAddress::v4(uint32_t{bytes[0]} << 24 | uint32_t{bytes[1]} << 16 |
                                               uint32_t{bytes[2]} << 8 | bytes[3]);
  if (socket.address.is_unspecified()) socket.address = IpAddress();
  socket.port = static_cast<uint16_t>(*port);
  return socket;
}

// /proc/PID/net/{tcp,udp}: columns sl, local, remote, state, queues, timer, retransmits, uid, timeout, inode.
// `inodes`: of whose sockets; nullptr: everybody's.
void read_table(const std::string& path, bool tcp, const std::unordered_set<std::string>* inodes,
                std::vector<ListeningSocket>& sockets) {
  auto text = DiskFiles().read(path);
  if (!text) return;
  std::istringstream lines(*text);
  std::string line;
  std::getline(lines, line);
  while (sockets.size() < kSocketsMax && std::getline(lines, line)) {
    std::istringstream words(line);
    std::array<std::string, 10> column;
    for (std::string& word : column) words >> word;
    if (column[3] != (tcp ? kTcpListen : kUdpUnconnected)) continue;
    if (inodes != nullptr && !inodes->count(column[9])) continue;
    auto socket = parse_local(column[1]);
    if (!socket) continue;
    socket->tcp = tcp;
    sockets.push_back(*socket);
  }
}

bool covers(const pbx::Listener& listener, const ListeningSocket& socket) {
  bool tcp = listener.transport != "udp";
  return tcp == socket.tcp && listener.port == socket.port &&
         (listener.address.is_unspecified() || listener.address == socket.address);
}

}  // namespace

Result<std::vector<ListeningSocket>> listening_sockets(const std::string& proc, const std::string& process) {
  std::vector<ListeningSocket> sockets;
  for (const std::string& folder : processes_named(proc, process)) {
    auto inodes = socket_inodes(folder);
    if (!inodes) {
      return fail(ErrorKind::permission,
                  fmt::format("cannot see the ports of the running {}: {}/fd is not readable: run as root",
                              process, folder));
    }
    for (const char* table : {"udp", "udp6", "tcp", "tcp6"}) {
      read_table(fmt::format("{}/net/{}", folder, table), table[0] == 't', &*inodes, sockets);
    }
  }
  std::sort(sockets.begin(), sockets.end());
  sockets.erase(std::unique(sockets.begin(), sockets.end()), sockets.end());
  return sockets;
}

std::vector<uint16_t> foreign_tcp_ports(const std::vector<uint16_t>& guarded, const std::string& proc) {
  std::set<uint16_t> foreign, ours(guarded.begin(), guarded.end());
  if (auto asterisk = listening_sockets(proc))
    for (const ListeningSocket& socket : *asterisk)
      if (socket.tcp) ours.insert(socket.port);
  std::vector<ListeningSocket> all;
  for (const char* table : {"tcp", "tcp6"}) read_table(fmt::format("{}/net/{}", proc, table), true, nullptr, all);
  for (const ListeningSocket& socket : all)
    if (!ours.count(socket.port)) foreign.insert(socket.port);
  for (const char* login : {"sshd", "dropbear"})
    if (auto sockets = listening_sockets(proc, login))
      for (const ListeningSocket& socket : *sockets)
        if (socket.tcp) foreign.insert(socket.port);
  return {foreign.begin(), foreign.end()};
}

pbx::PortRange ephemeral_ports(const std::string& proc) {
  pbx::PortRange range{32768, 60999};
  if (auto text = DiskFiles().read(proc + "/sys/net/ipv4/ip_local_port_range")) {
    std::istringstream words(*text);
    pbx::PortRange given;
    if (words >> given.first >> given.last && given.first <= given.last) range = given;
  }
  return range;
}

std::vector<pbx::Listener> merge_listeners(const pbx::Exchange& exchange,
                                           const std::vector<ListeningSocket>& sockets,
                                           pbx::PortRange ephemeral) {
  std::vector<pbx::Listener> listeners = exchange.listeners;
  for (const ListeningSocket& socket : sockets) {
    auto is_covered = [&](const pbx::Listener& listener) { return covers(listener, socket); };
    if (std::any_of(listeners.begin(), listeners.end(), is_covered)) continue;
    auto holds_port = [&](const pbx::PortRange& range) { return range.contains(socket.port); };
    bool is_media = std::any_of(exchange.media.begin(), exchange.media.end(), holds_port);
    if (!socket.tcp && (is_media || ephemeral.contains(socket.port))) continue;
    listeners.push_back(
        {"unknown", socket.tcp ? "tcp" : "udp", socket.address, socket.port, {"/proc/net", 0}});
  }
  return listeners;
}

}  // namespace denwaban::net
