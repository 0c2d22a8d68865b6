// SPDX-License-Identifier: GPL-3.0-or-later
#include "serve/control_server.h"

#include <fmt/format.h>
#include <sys/socket.h>

#include <algorithm>
#include <cerrno>
#include <exception>
#include <optional>

#include "model/json.h"
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
  std::string request;  // what came of lines so far
  std::string waiting;  // the answer that is being sent …
  size_t sent = 0;      // … up to here
  bool stalled = false;
  std::unique_ptr<net::Loop::Duplex> ready;
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
  looking_ = loop_.every(kStalledMax / 2, [this] { drop_stalled(); });
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
  client.ready = loop_.on_ready(client.fd.get(), [this, &client](bool readable, bool writable) {
    if (writable && !client.waiting.empty() && !write_to(client)) return;
    if (readable && client.waiting.empty() && !read_from(client)) return;
    serve(client);
  });
}

bool ControlServer::read_from(Client& client) {
  char bytes[16 * 1024];
  ssize_t got = read(client.fd.get(), bytes, sizeof bytes);
  if (got < 0 && (errno == EAGAIN || errno == EINTR)) return true;
  if (got <= 0) return drop(client);
  client.request.append(bytes, static_cast<size_t>(got));
  return true;
}

// One request after the other, each when the answer before it is sent.
bool ControlServer::serve(Client& client) {
  while (client.waiting.empty()) {
    size_t end = client.request.find('\n');
    if (end == std::string::npos) break;
    client.waiting = answer(std::string_view(client.request).substr(0, end), client);
    client.request.erase(0, end + 1);
    if (!write_to(client)) return false;
  }
  if (client.request.size() > kRequestLengthMax && client.waiting.empty()) return drop(client);
  client.ready->want(client.waiting.empty(), !client.waiting.empty());
  return true;
}

std::string ControlServer::answer(std::string_view request, const Client& client) const {
  auto refuse = [](std::string_view why) {
    return fmt::format("{{\"type\":\"result\",\"status\":3,\"message\":{}}}\n", json_string(why));
  };
  size_t waiting = 0;
  for (const auto& other : clients_) waiting += other->waiting.size() - other->sent;
  try {
    std::string answer = answer_(request, client.peer);
    if (answer.size() + waiting <= kWaitingMax) return answer;
    return refuse("too many answers wait to be read: ask again when they are, or for less");
  } catch (const std::exception& exception) {
    return refuse(fmt::format("the guard cannot answer this: {}", exception.what()));
  }
}

bool ControlServer::write_to(Client& client) {
  while (client.sent < client.waiting.size()) {
    ssize_t sent = send(client.fd.get(), client.waiting.data() + client.sent,
                        client.waiting.size() - client.sent, MSG_NOSIGNAL | MSG_DONTWAIT);
    if (sent < 0 && errno == EINTR) continue;
    if (sent < 0 && errno == EAGAIN) return true;
    if (sent < 0) return drop(client);
    client.sent += static_cast<size_t>(sent);
    client.stalled = false;
  }
  client.waiting = {};  // its memory too
  client.sent = 0;
  return true;
}

bool ControlServer::drop(Client& client) {
  clients_.remove_if([&](const auto& other) { return other.get() == &client; });
  return false;
}

void ControlServer::drop_stalled() {
  clients_.remove_if([](const auto& client) { return client->stalled; });
  for (auto& client : clients_) client->stalled = !client->waiting.empty();
}

}  // namespace denwaban::serve
