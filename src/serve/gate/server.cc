// SPDX-License-Identifier: GPL-3.0-or-later
#include "serve/gate/server.h"

#include <fmt/format.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>

#include <cerrno>
#include <cstring>

namespace denwaban::serve {

struct GateServer::Client {
  Client(GateMind& mind, const std::string& sound) : dialogue(mind, sound) {}
  UniqueFd fd;
  uint32_t place = 0;
  GateDialogue dialogue;
  std::string waiting;  // to be sent
  Time deadline{};
  bool asked_pin = false;
  std::unique_ptr<net::Loop::Duplex> ready;  // none before it has to be waited for
};

namespace {

Result<UniqueFd> listen_at(const net::Endpoint& at) {
  auto refuse = [&](int number) {
    return fail(ErrorKind::unavailable, fmt::format("the gate cannot listen at {}: {}", at.to_string(), std::strerror(number)));
  };
  sockaddr_storage place{};
  socklen_t length = net::socket_address(at, place);
  UniqueFd fd(::socket(place.ss_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
  if (!fd) return refuse(errno);
  int on = 1, seconds = 1, backlog = 1024;
  ::setsockopt(fd.get(), SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
  // Who connects and says nothing does not reach us for a while. Asterisk speaks first.
  ::setsockopt(fd.get(), IPPROTO_TCP, TCP_DEFER_ACCEPT, &seconds, sizeof seconds);
  if (::bind(fd.get(), reinterpret_cast<sockaddr*>(&place), length) != 0) return refuse(errno);
  if (::listen(fd.get(), backlog) != 0) return refuse(errno);
  return fd;
}

}  // namespace

Result<std::unique_ptr<GateServer>> GateServer::open(net::Loop& loop, const Clock& clock, const GateServerOptions& options,
                                                     GateMind& mind) {
  if (!options.at.address.is_loopback() && !options.beyond_loopback)
    return fail(ErrorKind::usage, fmt::format("the gate does not listen at {}, which other machines reach, unless [gate] "
                                              "beyond_loopback = true: whoever can ask it learns what is locked",
                                              options.at.to_string()));
  auto listener = listen_at(options.at);
  if (!listener) return tl::unexpected(listener.error());
  return std::unique_ptr<GateServer>(new GateServer(loop, clock, options, mind, std::move(*listener)));
}

GateServer::GateServer(net::Loop& loop, const Clock& clock, const GateServerOptions& options, GateMind& mind, UniqueFd listener)
    : loop_(loop), clock_(clock), options_(options), mind_(mind), listener_(std::move(listener)), clients_(kClientsMax) {
  for (uint32_t place = kClientsMax; place-- > 0;) free_.push_back(place);
  accepting_ = loop_.on_readable(listener_.get(), [this] { accept_clients(); });
  looking_ = loop_.every(Seconds(1), [this] { look(clock_.now()); });
}

GateServer::~GateServer() = default;

net::Endpoint GateServer::at() const { return net::local_endpoint(listener_.get()); }
size_t GateServer::clients() const { return kClientsMax - free_.size(); }

void GateServer::accept_clients() {
  constexpr int kAtOnce = 64;
  for (int i = 0; i < kAtOnce; ++i) {
    UniqueFd fd(accept4(listener_.get(), nullptr, nullptr, SOCK_NONBLOCK | SOCK_CLOEXEC));
    if (!fd) return;
    int on = 1;
    ::setsockopt(fd.get(), IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    take(std::move(fd));
  }
}

// What it has said is there already, nearly always.
void GateServer::take(UniqueFd connection) {
  ++counters_.connections;
  if (free_.empty() && !make_room()) {
    ++counters_.turned_away;
    return;
  }
  uint32_t place = free_.back();
  free_.pop_back();
  clients_[place] = std::make_unique<Client>(mind_, options_.sound);
  Client& client = *clients_[place];
  client.fd = std::move(connection);
  client.place = place;
  client.deadline = clock_.now() + options_.patience;
  serve(client, true, true);
}

void GateServer::serve(Client& client, bool readable, bool writable) {
  if (readable && !read_from(client)) return drop(client);
  if (writable || !client.waiting.empty())
    if (!write_to(client)) return drop(client);
  if (client.dialogue.over() && client.waiting.empty()) return drop(client);
  bool asks = client.dialogue.asks_pin();
  if (asks != client.asked_pin) {
    client.asked_pin = asks;
    client.deadline = clock_.now() + (asks ? options_.pin_patience : options_.patience);
  }
  if (!client.ready)
    client.ready = loop_.on_ready(client.fd.get(), [this, place = client.place](bool can_read, bool can_write) {
      serve(*clients_[place], can_read, can_write);
    });
  if (!client.waiting.empty()) client.ready->want(true, true);
}

// False: it is gone.
bool GateServer::read_from(Client& client) {
  char bytes[4096];
  ssize_t got = ::recv(client.fd.get(), bytes, sizeof bytes, MSG_DONTWAIT);
  if (got < 0) return errno == EAGAIN || errno == EINTR;
  if (got == 0) return false;
  client.waiting += client.dialogue.take(std::string_view(bytes, static_cast<size_t>(got)), clock_.now());
  return client.waiting.size() <= kWaitingMax;
}

bool GateServer::write_to(Client& client) {
  if (client.waiting.empty()) return true;
  ssize_t sent = ::send(client.fd.get(), client.waiting.data(), client.waiting.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
  if (sent < 0) return errno == EAGAIN || errno == EINTR;
  client.waiting.erase(0, static_cast<size_t>(sent));
  if (client.waiting.empty() && client.ready) client.ready->want(true, false);
  return true;
}

void GateServer::drop(Client& client) {
  uint32_t place = client.place;
  std::unique_ptr<Client> gone = std::move(clients_[place]);
  gone->ready.reset();  // before its descriptor
  free_.push_back(place);
}

// Asterisk asks and takes the answer within a moment, so who has stayed the longest is the least likely to be it: a crowd
// of silent connections must not keep a question out. Who is asked for a PIN stays.
bool GateServer::make_room() {
  Client* longest = nullptr;
  for (auto& client : clients_)
    if (client && !client->asked_pin && (longest == nullptr || client->deadline < longest->deadline)) longest = client.get();
  if (longest == nullptr) return false;
  ++counters_.pushed_out;
  drop(*longest);
  return true;
}

void GateServer::look(Time now) {
  for (auto& client : clients_) {
    if (!client || now < client->deadline) continue;
    ++counters_.cut;
    drop(*client);
  }
}

}  // namespace denwaban::serve
