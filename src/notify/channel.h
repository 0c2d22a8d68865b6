// SPDX-License-Identifier: GPL-3.0-or-later
// A way to people. Each may block for as long as its bound says; the courier's thread calls them.
#pragma once

#include <atomic>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "base/time.h"
#include "notify/notice.h"

namespace denwaban::notify {

class Channel {
 public:
  virtual ~Channel() = default;
  virtual std::string_view name() const = 0;  // "mail", "webhook", "command"
  // `stop`: set by another thread when the guard ends; it is left then, and not delivered. The error says in
  // one sentence what went wrong, and holds no secret.
  virtual Status deliver(const Notice& notice, const std::atomic<bool>& stop) = 0;
};

// By SMTP (RFC 5321), with STARTTLS where the server offers it.
struct MailOptions {
  enum class Tls : uint8_t {
    automatic,  // where it is offered, whatever its certificate: as mail servers do among themselves
    required,   // with a certificate that holds; always so with a password
    off,
  };
  std::string server;  // "smtp://127.0.0.1:25", "smtps://mail.example.net"
  std::string user, password;
  Tls tls = Tls::automatic;
  std::string from;
  std::vector<std::string> to;
  std::string host;         // of this machine: its name stands in the subject
  std::string certificate;  // file with who is believed instead of the system's authorities; empty: those
  Seconds patience{30};
};
std::unique_ptr<Channel> mail_channel(MailOptions options);

// POST of `notice_json`; certificates are verified, redirections not followed.
struct WebhookOptions {
  std::string url;     // http:// or https://
  std::string secret;  // sent as Authorization: Bearer; empty: none
  std::string certificate;
  Seconds patience{30};
};
std::unique_ptr<Channel> webhook_channel(WebhookOptions options);

// A program, started without a shell, with `notice_json` as its standard input and nothing of it in its
// arguments or environment.
struct CommandOptions {
  std::vector<std::string> command;  // path and arguments
  Seconds patience{30};              // then it is killed, with what it started
};
std::unique_ptr<Channel> command_channel(CommandOptions options);

// One that cannot be used as it is set up: fails with this error, so that what it was to tell waits until
// that is mended.
std::unique_ptr<Channel> broken_channel(std::string name, Error error);

}  // namespace denwaban::notify
