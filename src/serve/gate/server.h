// SPDX-License-Identifier: GPL-3.0-or-later
// The gate's door: FastAGI over TCP. Runs on the loop's thread and never waits: connections are bounded, and who says
// nothing, half of a request, or does not take the answer is cut after a time, or as soon as another needs the place.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "base/result.h"
#include "base/time.h"
#include "base/unique_fd.h"
#include "net/loop.h"
#include "net/stream.h"
#include "serve/gate/dialogue.h"

namespace denwaban::serve {

struct GateServerOptions {
  net::Endpoint at;              // port 0: any that is free
  bool beyond_loopback = false;  // lets `at` be one that others reach
  std::string sound = "cannot-complete-as-dialed";
  Seconds patience{5};        // for a request, and for taking the answer
  Seconds pin_patience{120};  // while a person is asked
};

struct GateCounters {
  uint64_t connections = 0;
  uint64_t turned_away = 0;  // there were too many, and all being asked for a PIN
  uint64_t cut = 0;          // said nothing, or did not take the answer, in time
  uint64_t pushed_out = 0;   // the same, when another needed the place
};

class GateServer {
 public:
  static constexpr size_t kClientsMax = 512;
  static constexpr size_t kWaitingMax = 4096;  // bytes that a client has not taken yet

  // `mind` outlives it. Errors: usage (an address that others reach), unavailable (taken).
  static Result<std::unique_ptr<GateServer>> open(net::Loop& loop, const Clock& clock, const GateServerOptions& options,
                                                  GateMind& mind);
  ~GateServer();

  net::Endpoint at() const;
  size_t clients() const;
  const GateCounters& counters() const { return counters_; }
  // Takes a connection that is there already.
  void take(UniqueFd connection);
  // Cuts who has been too slow. The loop calls it each second.
  void look(Time now);

 private:
  struct Client;
  GateServer(net::Loop& loop, const Clock& clock, const GateServerOptions& options, GateMind& mind, UniqueFd listener);
  void accept_clients();
  bool read_from(Client& client);
  bool write_to(Client& client);
  void serve(Client& client, bool readable, bool writable);
  void drop(Client& client);
  bool make_room();

  net::Loop& loop_;
  const Clock& clock_;
  GateServerOptions options_;
  GateMind& mind_;
  UniqueFd listener_;
  std::vector<std::unique_ptr<Client>> clients_;  // kClientsMax places
  std::vector<uint32_t> free_;
  GateCounters counters_;
  net::Loop::Owned accepting_, looking_;
};

}  // namespace denwaban::serve
