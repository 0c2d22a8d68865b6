// SPDX-License-Identifier: GPL-3.0-or-later
// The door for `denwaban ban`, `why`, `status` …: a Unix socket on which a client sends one JSON request a
// line and gets JSON lines back; the last of each answer has "type":"result". Only root and the guard's own
// user are let in (SO_PEERCRED). Runs on the loop's thread; clients, request lengths and what waits to be
// sent are bounded. While an answer waits to be sent, nothing more is read from that client.
#pragma once

#include <cstdint>
#include <functional>
#include <list>
#include <memory>
#include <string>
#include <string_view>

#include "base/result.h"
#include "base/unique_fd.h"
#include "net/loop.h"

namespace denwaban::serve {

struct Peer {
  uint32_t uid = 0;
  std::string name;  // "root", or "uid 1000"
};

class ControlServer {
 public:
  static constexpr size_t kClientsMax = 64;
  static constexpr size_t kRequestLengthMax = 64 * 1024;
  // Of all clients' answers together, what has not found room in their sockets. Beyond it a client is told so
  // instead. A list of a million bans has about 300 MB.
  static constexpr size_t kWaitingMax = size_t{512} << 20;
  static constexpr Seconds kStalledMax{30};  // a client that takes nothing for so long is dropped

  // Answers one request: whole lines, each ended by a line break. What it throws becomes an answer with an
  // error.
  using Answer = std::function<std::string(std::string_view request, const Peer& peer)>;

  // Listens at `path` (mode 0600, its folder is made with 0755). A socket that a dead guard left behind is
  // replaced; Error{unavailable} when a living one answers there.
  static Result<std::unique_ptr<ControlServer>> open(net::Loop& loop, const std::string& path, Answer answer);
  ~ControlServer();

 private:
  struct Client;
  ControlServer(net::Loop& loop, std::string path, UniqueFd listener, Answer answer);
  void accept_client();
  // False: the client is gone.
  bool read_from(Client& client);
  bool serve(Client& client);
  bool write_to(Client& client);
  std::string answer(std::string_view request, const Client& client) const;
  bool drop(Client& client);
  void drop_stalled();

  net::Loop& loop_;
  std::string path_;
  UniqueFd listener_;
  Answer answer_;
  net::Loop::Owned accepting_, looking_;
  std::list<std::unique_ptr<Client>> clients_;
};

}  // namespace denwaban::serve
