// SPDX-License-Identifier: GPL-3.0-or-later
#include "net/logins.h"

#include <arpa/inet.h>
#include <fmt/format.h>
#include <pwd.h>
#include <systemd/sd-login.h>
#include <unistd.h>
#include <utmp.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <string_view>

#include "net/disk_files.h"

namespace denwaban::net {
namespace {

constexpr size_t kSessionsMax = 1024;
constexpr int64_t kStartSlackSeconds = 60;  // the clock may have been set between boot and login

struct Free {
  void operator()(char* text) const { std::free(text); }
};

// One of sd_session_get_…(id, char**): empty when it fails.
template <class Get>
std::string text_of(const std::string& id, Get get) {
  char* raw = nullptr;
  if (get(id.c_str(), &raw) < 0) return {};
  std::unique_ptr<char, Free> owned(raw);
  return owned ? std::string(owned.get()) : std::string();
}

std::string user_name(const std::string& session) {
  uid_t uid = 0;
  if (sd_session_get_uid(session.c_str(), &uid) < 0) return {};
  passwd entry = {};
  passwd* found = nullptr;
  std::array<char, 4096> buffer;
  if (::getpwuid_r(uid, &entry, buffer.data(), buffer.size(), &found) == 0 && found) return found->pw_name;
  return std::to_string(uid);
}

template <size_t N>
std::string_view field(const char (&text)[N]) {
  return {text, ::strnlen(text, N)};
}

// The number after `key` in /proc/stat, or the n-th field behind the command of /proc/PID/stat.
std::optional<int64_t> number(std::string_view text) {
  int64_t value = 0;
  auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  return error == std::errc() && end != text.data() ? std::optional(value) : std::nullopt;
}

std::optional<int64_t> boot_time(const std::string& proc) {
  auto text = DiskFiles().read(proc + "/stat");
  size_t at = text ? text->find("\nbtime ") : std::string::npos;
  return at == std::string::npos ? std::nullopt : number(std::string_view(*text).substr(at + 7));
}

// Seconds since the epoch (proc(5): field 22 of stat, in ticks since boot). nullopt: no such process.
std::optional<int64_t> start_time(const std::string& proc, int pid, int64_t boot) {
  auto text = DiskFiles().read(fmt::format("{}/{}/stat", proc, pid));
  size_t at = text ? text->rfind(')') : std::string::npos;  // the command may hold anything
  for (int field = 2; field < 22 && at != std::string::npos; ++field) at = text->find(' ', at + 1);
  if (at == std::string::npos) return std::nullopt;
  auto ticks = number(std::string_view(*text).substr(at + 1));
  if (!ticks) return std::nullopt;
  return boot + *ticks / std::max(1L, ::sysconf(_SC_CLK_TCK));
}

std::optional<IpAddress> parse_host(std::string_view host) {
  return IpAddress::parse(host.substr(0, host.find('%')));
}

bool is_login(const LogindSession& session) {
  return session.session_class == "user" && (session.state == "active" || session.state == "online");
}

// ut_addr_v6: an IPv4 address in its first word, or all four words of an IPv6 address; ut_host may hold it as
// text.
std::optional<IpAddress> remote_address(const utmp& entry) {
  std::array<uint8_t, 16> bytes;
  static_assert(sizeof entry.ut_addr_v6 == 16);
  std::memcpy(bytes.data(), entry.ut_addr_v6, bytes.size());
  bool has_rest = std::any_of(bytes.begin() + 4, bytes.end(), [](uint8_t b) { return b != 0; });
  auto v6 = IpAddress::v6(bytes);
  if (has_rest) return v6;
  if (!v6.is_unspecified()) {
    uint32_t word = 0;
    std::memcpy(&word, bytes.data(), sizeof word);
    return IpAddress::v4(ntohl(word));
  }
  return parse_host(field(entry.ut_host));
}

bool protects(const IpAddress& address) { return !address.is_unspecified() && !address.is_loopback(); }

}  // namespace

std::optional<std::vector<LogindSession>> logind_sessions() {
  char** raw = nullptr;
  int count = sd_get_sessions(&raw);
  if (count < 0) return std::nullopt;
  std::vector<LogindSession> sessions;
  for (int i = 0; raw && i < count; ++i) {
    std::unique_ptr<char, Free> owned(raw[i]);
    std::string id(owned.get());
    if (sessions.size() >= kSessionsMax) continue;
    sessions.push_back({id, user_name(id), text_of(id, sd_session_get_state),
                        text_of(id, sd_session_get_class), text_of(id, sd_session_get_remote_host)});
  }
  std::free(raw);
  return sessions;
}

std::vector<LoginSession> logins_of(std::span<const LogindSession> sessions) {
  std::vector<LoginSession> logins;
  for (const LogindSession& session : sessions) {
    auto address = is_login(session) ? parse_host(session.remote_host) : std::nullopt;
    if (address && protects(*address)) logins.push_back({*address, session.user, session.id});
  }
  return logins;
}

bool has_named_hosts(std::span<const LogindSession> sessions) {
  return std::any_of(sessions.begin(), sessions.end(), [](const LogindSession& session) {
    return is_login(session) && !session.remote_host.empty() && !parse_host(session.remote_host);
  });
}

std::vector<LoginSession> utmp_logins(const std::string& path, const std::string& proc) {
  std::vector<LoginSession> logins;
  auto bytes = DiskFiles().read(path);
  auto boot = boot_time(proc);
  if (!bytes || !boot) return logins;
  for (size_t at = 0; at + sizeof(utmp) <= bytes->size() && logins.size() < kSessionsMax;
       at += sizeof(utmp)) {
    utmp entry;
    std::memcpy(&entry, bytes->data() + at, sizeof entry);
    if (entry.ut_type != USER_PROCESS || entry.ut_pid <= 0) continue;
    auto address = remote_address(entry);
    if (!address || !protects(*address)) continue;
    auto started = start_time(proc, entry.ut_pid, *boot);
    if (!started || *started > entry.ut_tv.tv_sec + kStartSlackSeconds) continue;
    logins.push_back({*address, std::string(field(entry.ut_user)), std::string(field(entry.ut_line))});
  }
  return logins;
}

}  // namespace denwaban::net
