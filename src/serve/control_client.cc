// SPDX-License-Identifier: GPL-3.0-or-later
#include "serve/control_client.h"

#include <fmt/format.h>
#include <signal.h>
#include <sys/socket.h>
#include <sys/time.h>

#include <cerrno>
#include <cstring>
#include <nlohmann/json.hpp>

#include "serve/unix_socket.h"

namespace denwaban::serve {
namespace {

constexpr int kPatienceSeconds = 10;
constexpr size_t kAnswerLengthMax = 512 * 1024 * 1024;

Status send_line(int fd, std::string_view request) {
  std::string bytes = std::string(request) + "\n";
  for (size_t sent = 0; sent < bytes.size();) {
    ssize_t n = send(fd, bytes.data() + sent, bytes.size() - sent, MSG_NOSIGNAL);
    if (n < 0)
      return fail(ErrorKind::unavailable, fmt::format("the guard hung up: {}", std::strerror(errno)));
    sent += static_cast<size_t>(n);
  }
  return {};
}

bool ends_with_result(const std::string& answer) {
  if (answer.empty() || answer.back() != '\n') return false;
  size_t begin = answer.size() > 1 ? answer.rfind('\n', answer.size() - 2) : std::string::npos;
  std::string_view last = std::string_view(answer).substr(begin == std::string::npos ? 0 : begin + 1);
  return last.starts_with(R"({"type":"result")");
}

}  // namespace

Result<std::vector<std::string>> read_answer(std::string_view answer) {
  std::vector<std::string> lines;
  for (size_t end; (end = answer.find('\n')) != std::string_view::npos; answer.remove_prefix(end + 1))
    lines.emplace_back(answer.substr(0, end));
  auto result = lines.empty() ? nlohmann::json() : nlohmann::json::parse(lines.back(), nullptr, false);
  if (!result.is_object() || result.value("type", "") != "result")
    return fail(ErrorKind::unavailable, "the guard's answer broke off: ask again");
  lines.pop_back();
  int status = result.value("status", 3);
  if (status != 0)
    return fail(status == 2 ? ErrorKind::usage : ErrorKind::unavailable,
                result.value("message", "the guard refused"));
  return lines;
}

Result<std::vector<std::string>> ask_guard(const std::string& socket_path, std::string_view request) {
  auto fd = connect_to(socket_path);
  if (!fd) return tl::unexpected(fd.error());
  timeval patience{kPatienceSeconds, 0};
  setsockopt(fd->get(), SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
  setsockopt(fd->get(), SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof patience);
  if (auto sent = send_line(fd->get(), request); !sent) return tl::unexpected(sent.error());
  std::string answer;
  char bytes[64 * 1024];
  while (!ends_with_result(answer) && answer.size() < kAnswerLengthMax) {
    ssize_t got = recv(fd->get(), bytes, sizeof bytes, 0);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0)
      return fail(ErrorKind::unavailable, fmt::format("the guard does not answer: {}", std::strerror(errno)));
    if (got == 0) return fail(ErrorKind::unavailable, "the guard hung up: does it run as another user?");
    answer.append(bytes, static_cast<size_t>(got));
  }
  return read_answer(answer);
}

Status reload_guard(const std::string& socket_path) {
  auto fd = connect_to(socket_path);
  if (!fd) return tl::unexpected(fd.error());
  ucred guard = {};
  socklen_t length = sizeof guard;
  if (getsockopt(fd->get(), SOL_SOCKET, SO_PEERCRED, &guard, &length) != 0 || guard.pid <= 0)
    return fail(ErrorKind::unavailable, "the guard's process is not known: let it look again with \"systemctl reload denwaban\"");
  if (kill(guard.pid, SIGHUP) != 0)
    return fail(ErrorKind::permission,
                fmt::format("the guard (process {}) cannot be told to look again: {}: run as root", guard.pid, std::strerror(errno)));
  return {};
}

}  // namespace denwaban::serve
