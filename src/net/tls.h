// SPDX-License-Identifier: GPL-3.0-or-later
// Whom we believe over TLS, and the client's side of such a connection. OpenSSL stays within tls.cc.
#pragma once

#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "base/ip.h"
#include "base/result.h"

namespace denwaban::net {

// The certificates of one PEM file. A server is believed when it shows one of them itself (pinned: whatever
// name and dates stand in it), or one that an authority among them signed, is valid now and bears the name
// that was asked for.
class TlsTrust {
 public:
  // Errors: not_found, permission, input (no certificate in it).
  static Result<TlsTrust> load(const std::string& path);

  struct State;
  const std::shared_ptr<State>& state() const { return state_; }

 private:
  explicit TlsTrust(std::shared_ptr<State> state) : state_(std::move(state)) {}
  std::shared_ptr<State> state_;
};

// TLS 1.2 or later over a connected, non-blocking socket, which stays the caller's and outlives it. SIGPIPE
// must be ignored. After an error nothing more is to be done with it.
class TlsClient {
 public:
  // `name`: what an authority's certificate must bear, a host's name or an address as text.
  static Result<TlsClient> begin(int socket, const TlsTrust& trust, const std::string& name);
  TlsClient(TlsClient&&) noexcept;
  TlsClient& operator=(TlsClient&&) noexcept;
  ~TlsClient();

  // True: both sides have agreed. False: call again when the socket is ready. Error{permission}: why not, as
  // one clause.
  Result<bool> handshake();
  // Bytes that were read or written; 0: call again when the socket is ready. Error: the connection is over.
  Result<size_t> read(std::span<char> into);
  Result<size_t> write(std::string_view bytes);
  // What the last call waits for; else for something to read.
  bool wants_to_write() const { return wants_to_write_; }

 private:
  struct State;
  explicit TlsClient(std::unique_ptr<State> state);
  Result<size_t> result_of(int count, std::string_view doing);

  std::unique_ptr<State> state_;
  bool wants_to_write_ = false;
};

// 32 hexadecimal digits; empty where this machine's OpenSSL refuses MD5 (FIPS).
std::string md5_hex(std::string_view bytes);

}  // namespace denwaban::net
