// SPDX-License-Identifier: GPL-3.0-or-later
#include "actions/helper_firewall.h"

#include <fmt/format.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>

#include <cerrno>
#include <cstring>

namespace denwaban::actions {

HelperFirewall::HelperFirewall(HelperProcess helper, Milliseconds patience)
    : helper_(std::move(helper)), patience_(patience), buffer_(kMessageMax, '\0') {
  auto seconds = std::chrono::floor<Seconds>(patience);
  timeval wait{seconds.count(), std::chrono::microseconds(patience - seconds).count()};
  setsockopt(helper_.socket.get(), SOL_SOCKET, SO_RCVTIMEO, &wait, sizeof wait);
  setsockopt(helper_.socket.get(), SOL_SOCKET, SO_SNDTIMEO, &wait, sizeof wait);
}

HelperFirewall::~HelperFirewall() {
  helper_.socket.reset();
  if (helper_.pid <= 0) return;
  // A descriptor of the process becomes readable when it ends: a wait with a bound, which waitpid(2) lacks.
  UniqueFd process(static_cast<int>(syscall(SYS_pidfd_open, helper_.pid, 0)));
  pollfd ended{process.get(), POLLIN, 0};
  if (process) poll(&ended, 1, static_cast<int>(patience_.count()));
  waitpid(helper_.pid, nullptr, WNOHANG);
}

tl::unexpected<Error> HelperFirewall::lost() {
  alive_ = false;
  return fail(ErrorKind::unavailable, "the firewall helper has ended: restart denwaban");
}

void HelperFirewall::discard_old_answers() {
  while (recv(helper_.socket.get(), buffer_.data(), buffer_.size(), MSG_DONTWAIT) > 0) {
  }
}

Result<Reply> HelperFirewall::call(const std::string& request, std::vector<FirewallEntry>* entries) {
  if (!alive_) return lost();
  discard_old_answers();
  if (send(helper_.socket.get(), request.data(), request.size(), MSG_NOSIGNAL) < 0) {
    if (errno == EPIPE || errno == ECONNRESET) return lost();
    return fail(ErrorKind::unavailable,
                fmt::format("the firewall helper takes no request: {}", std::strerror(errno)));
  }
  for (;;) {
    ssize_t length = recv(helper_.socket.get(), buffer_.data(), buffer_.size(), 0);
    if (length < 0 && errno == EINTR) continue;
    if (length == 0 || (length < 0 && errno == ECONNRESET)) return lost();
    if (length < 0)
      return fail(ErrorKind::unavailable,
                  fmt::format("the firewall helper does not answer within {} ms: it is asked again",
                              patience_.count()));
    auto reply = decode_reply(std::string_view(buffer_).substr(0, static_cast<size_t>(length)));
    if (!reply) return reply;
    if (reply->kind == ReplyKind::restarted)
      return fail(ErrorKind::unavailable,
                  "the firewall helper died and was started again: it is asked again");
    if (reply->sequence != sequence_) continue;
    if (reply->kind == ReplyKind::done) return reply;
    if (entries != nullptr) entries->insert(entries->end(), reply->entries.begin(), reply->entries.end());
  }
}

Status HelperFirewall::call_plain(const std::string& request) {
  auto reply = call(request);
  if (!reply) return tl::unexpected(reply.error());
  return reply->status;
}

Status HelperFirewall::install(const GuardedPorts& ports) {
  if (Status status = check_ports(ports); !status) return status;
  return call_plain(encode_install(++sequence_, ports));
}

Status HelperFirewall::apply(std::span<const FirewallChange> changes) {
  for (size_t from = 0; from < changes.size(); from += kChangesMax) {
    auto some = changes.subspan(from, std::min(kChangesMax, changes.size() - from));
    if (Status status = call_plain(encode_apply(++sequence_, some)); !status) return status;
  }
  return {};
}

Result<std::vector<FirewallEntry>> HelperFirewall::list() {
  std::vector<FirewallEntry> entries;
  auto reply = call(encode_plain(++sequence_, RequestKind::list), &entries);
  if (!reply) return tl::unexpected(reply.error());
  if (!reply->status) return tl::unexpected(reply->status.error());
  return entries;
}

Status HelperFirewall::remove() { return call_plain(encode_plain(++sequence_, RequestKind::remove)); }

std::string HelperFirewall::describe() const { return "nftables through the helper, table inet denwaban"; }

}  // namespace denwaban::actions
