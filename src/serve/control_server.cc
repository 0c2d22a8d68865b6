// SPDX-License-Identifier: GPL-3.0-or-later
#include "serve/control_server.h"

#include <fmt/format.h>
#include <sys/socket.h>

#include <algorithm>
#include <cerrno>
#include <optional>

#include "serve/unix_socket.h"

namespace denwaban::serve {
namespace {

std::optional<Peer> peer_of(int fd) {
  ucred credentials{};
  socklen_t length = sizeof credentials;
  if (getsockopt(fd, SOL_SOCKET, SO_PEERCRED, &credentials, &length) != 0) return std::nullopt;
  uint32_t uid = credentials.uid;
  return Peer{uid, uid == 0 ? std::string("root") : fmt::format("uid {}", uid)};
}

bool may_ask(const Peer& peer) { return peer.uid == 0 || peer.uid == geteuid(); }

}  // namespace

struct ControlServer::Client {
  UniqueFd fd;
  Peer peer;
  std::string request;  // what came of a line so far
  std::string waiting;  // what is still to be sent
  bool closing = false;
  net::Loop::Owned reading, writing;
};

Result<std::unique_ptr<ControlServer>> ControlServer::open(net::Loop& loop, const std::string& path,
                                                           Answer answer) {
  auto listener = listen_at(path);
  if (!listener) return tl::unexpected(listener.error());
  return std::unique_ptr<ControlServer>(
      new ControlServer(loop, path, std::move(*listener), std::move(answer)));
}

ControlServer::ControlServer(net::Loop& loop, std::string path, UniqueFd listener, Answer answer)
    : loop_(loop), path_(std::move(path)), listener_(std::move(listener)), answer_(std::move(answer)) {
  accepting_ = loop_.on_readable(listener_.get(), [this] { accept_client(); });
}

ControlServer::~ControlServer() { ::unlink(path_.c_str()); }

void ControlServer::accept_client() {
  UniqueFd fd(accept4(listener_.get(), nullptr, nullptr, SOCK_NONBLOCK | SOCK_CLOEXEC));
  if (!fd) return;
  auto peer = peer_of(fd.get());
  if (!peer || !may_ask(*peer) || clients_.size() >= kClientsMax) return;
  auto& client = *clients_.emplace_back(std::make_unique<Client>());
  client.fd = std::move(fd);
  client.peer = *peer;
  client.reading = loop_.on_readable(client.fd.get(), [this, &client] { read_from(client); });
}

void ControlServer::read_from(Client& client) {
  char bytes[16 * 1024];
  ssize_t got = read(client.fd.get(), bytes, sizeof bytes);
  if (got < 0 && (errno == EAGAIN || errno == EINTR)) return;
  if (got <= 0) return drop(client);
  client.request.append(bytes, static_cast<size_t>(got));
  for (size_t end; (end = client.request.find('\n')) != std::string::npos; client.request.erase(0, end + 1))
    client.waiting += answer_(std::string_view(client.request).substr(0, end), client.peer);
  if (client.request.size() > kRequestLengthMax || client.waiting.size() > kWaitingMax) return drop(client);
  write_to(client);
}

void ControlServer::write_to(Client& client) {
  while (!client.waiting.empty()) {
    ssize_t sent = send(client.fd.get(), client.waiting.data(), client.waiting.size(), MSG_NOSIGNAL);
    if (sent < 0 && errno == EINTR) continue;
    if (sent < 0 && errno != EAGAIN) return drop(client);
    if (sent < 0) break;
    client.waiting.erase(0, static_cast<size_t>(sent));
  }
  if (client.waiting.empty())
    client.writing.reset();
  else if (!client.writing)
    client.writing = loop_.on_writable(client.fd.get(), [this, &client] { write_to(client); });
}

void ControlServer::drop(Client& client) {
  clients_.remove_if([&](const auto& other) { return other.get() == &client; });
}

}  // namespace denwaban::serve
