// SPDX-License-Identifier: GPL-3.0-or-later
#include "actions/helper_process.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <linux/capability.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <ctime>

#include "actions/helper_protocol.h"
#include "actions/nftables_firewall.h"
#include "actions/privileges.h"

namespace denwaban::actions {
namespace {

constexpr int kSocket = 3;
constexpr Identity kNobody{65534, 65534};
constexpr int kDeathsMax =
    10;  // in a minute: then something is wrong for good, and the guard shall hear of it

bool send_message(int socket, const std::string& message) {
  ssize_t sent;
  do {
    sent = send(socket, message.data(), message.size(), MSG_NOSIGNAL);
  } while (sent < 0 && errno == EINTR);
  return sent == static_cast<ssize_t>(message.size());
}

Status send_entries(int socket, uint32_t sequence, std::span<const FirewallEntry> entries) {
  for (size_t from = 0; from < entries.size(); from += kChangesMax)
    if (!send_message(
            socket,
            encode_entries(sequence, entries.subspan(from, std::min(kChangesMax, entries.size() - from)))))
      return fail(ErrorKind::io, "cannot send the firewall's entries to the guard");
  return {};
}

Time wall_clock() {
  timespec now{};
  clock_gettime(CLOCK_REALTIME, &now);
  return from_epoch_ms(int64_t{now.tv_sec} * 1000);
}

// What is too wide is refused, the rest done.
Status apply(Request& request, Firewall& firewall, HelperLimits& limits) {
  if (!limits.knows() && HelperLimits::concern(request.changes)) {
    auto held = firewall.list();  // too many to be listed: what stands is not counted
    limits.know(held ? *held : std::vector<FirewallEntry>(), wall_clock());
  }
  Status refused = limits.take(request.changes, wall_clock());
  if (request.changes.empty()) return refused;
  Status done = firewall.apply(request.changes);
  return done ? refused : done;
}

Status carry_out(int socket, Request& request, Firewall& firewall, HelperLimits& limits) {
  switch (request.kind) {
    case RequestKind::install:
      if (Status sound = limits.check(request.ports); !sound) return sound;
      return firewall.install(request.ports);
    case RequestKind::apply:
      return apply(request, firewall, limits);
    case RequestKind::remove:
      limits.forget();
      return firewall.remove();
    case RequestKind::list: {
      auto entries = firewall.list();
      if (!entries) return tl::unexpected(entries.error());
      return send_entries(socket, request.sequence, *entries);
    }
  }
  return {};
}

// Keeps the socket as descriptor 3 and standard error for last words; all else the guard had open is not for
// us.
void shed_descriptors(int socket) {
  if (socket != kSocket) dup2(socket, kSocket);
  close_range(kSocket + 1, ~0u, 0);
  if (int null = open("/dev/null", O_RDWR | O_CLOEXEC); null >= 0) {
    dup2(null, STDIN_FILENO);
    dup2(null, STDOUT_FILENO);
    close(null);
  }
}

[[noreturn]] void work(const HelperLimits& limits) {
  auto firewall = NftablesFirewall::open();
  Status confined = firewall ? confine_to_netlink() : Status(tl::unexpected(firewall.error()));
  if (!confined) {
    (void)!write(STDERR_FILENO, confined.error().message.data(), confined.error().message.size());
    _exit(1);
  }
  serve_firewall(kSocket, **firewall, limits);
  _exit(0);
}

[[noreturn]] void keep(const HelperLimits& limits) {
  time_t minute = 0;
  int deaths = 0;
  for (;;) {
    pid_t worker = fork();
    if (worker == 0) work(limits);
    int status = 0;
    if (worker < 0) _exit(1);
    while (waitpid(worker, &status, 0) < 0 && errno == EINTR) {
    }
    if (WIFEXITED(status) && WEXITSTATUS(status) == 0) _exit(0);
    timespec now{};
    clock_gettime(CLOCK_MONOTONIC, &now);
    if (now.tv_sec / 60 != minute) deaths = 0;
    minute = now.tv_sec / 60;
    if (++deaths > kDeathsMax) _exit(1);
    if (!send_message(kSocket, encode_restarted())) _exit(0);
  }
}

[[noreturn]] void become_helper(int socket, const HelperLimits& limits) {
  for (int number : {SIGINT, SIGTERM, SIGHUP, SIGPIPE}) std::signal(number, SIG_IGN);
  std::signal(SIGCHLD, SIG_DFL);
  sigset_t none;
  sigemptyset(&none);
  sigprocmask(SIG_SETMASK, &none, nullptr);
  shed_descriptors(socket);
  clearenv();
  (void)!chdir("/");
  prctl(PR_SET_NAME, "denwaban-fw");
  static constexpr int kKeep[] = {CAP_NET_ADMIN};
  if (Status dropped = drop_privileges(kKeep, kNobody); !dropped) {
    (void)!write(STDERR_FILENO, dropped.error().message.data(), dropped.error().message.size());
    _exit(1);
  }
  keep(limits);
}

}  // namespace

void serve_firewall(int socket, Firewall& firewall, HelperLimits limits) {
  std::string buffer(kMessageMax, '\0');
  for (;;) {
    ssize_t length = recv(socket, buffer.data(), buffer.size(), MSG_TRUNC);
    if (length < 0 && errno == EINTR) continue;
    if (length <= 0) return;
    auto bytes = std::string_view(buffer).substr(0, static_cast<size_t>(length));
    auto request =
        static_cast<size_t>(length) > buffer.size()
            ? Result<Request>(fail(ErrorKind::input, "a message to the firewall helper is too long"))
            : decode_request(bytes);
    // The place of the sequence number, should nothing else of the message be right.
    uint32_t sequence = 0;
    if (bytes.size() >= 8) std::memcpy(&sequence, bytes.data() + 4, sizeof sequence);
    Status status = request ? carry_out(socket, *request, firewall, limits) : Status(tl::unexpected(request.error()));
    if (!send_message(socket, encode_done(sequence, status))) return;
  }
}

Result<HelperProcess> start_helper(std::vector<uint16_t> foreign_tcp) {
  int ends[2];
  if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends) != 0)
    return fail(ErrorKind::io,
                fmt::format("cannot make the firewall helper's socket: {}", std::strerror(errno)));
  UniqueFd ours(ends[0]), theirs(ends[1]);
  pid_t pid = fork();
  if (pid < 0)
    return fail(ErrorKind::io, fmt::format("cannot start the firewall helper: {}", std::strerror(errno)));
  if (pid == 0) {
    become_helper(theirs.get(), HelperLimits(std::move(foreign_tcp)));
  }
  return HelperProcess{pid, std::move(ours)};
}

}  // namespace denwaban::actions
