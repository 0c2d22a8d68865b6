// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/assemble_notify.h"

#include <fmt/format.h>
#include <unistd.h>

#include "net/secret_file.h"

namespace denwaban::engine {
namespace {

std::string host_name() {
  char name[256] = "";
  if (::gethostname(name, sizeof name - 1) != 0 || name[0] == '\0') return "localhost";
  return name;
}

// Empty where none is wanted.
Result<std::string> secret_of(const std::string& file) {
  if (file.empty()) return std::string();
  return net::read_secret(file);
}

Result<std::unique_ptr<notify::Channel>> mail(const settings::NotifySettings& settings) {
  using Tls = notify::MailOptions::Tls;
  auto password = secret_of(settings.smtp_password_file);
  if (!password) return tl::unexpected(password.error());
  notify::MailOptions options;
  options.server = settings.smtp;
  options.user = settings.smtp_user;
  options.password = std::move(*password);
  options.tls = settings.smtp_tls == "required" ? Tls::required
                : settings.smtp_tls == "off"    ? Tls::off
                                                : Tls::automatic;
  options.host = host_name();
  options.from = settings.mail_from.empty() ? "denwaban@" + options.host : settings.mail_from;
  options.to = settings.mail_to;
  options.certificate = settings.certificate;
  return notify::mail_channel(std::move(options));
}

Result<std::unique_ptr<notify::Channel>> webhook(const settings::NotifySettings& settings) {
  auto secret = secret_of(settings.webhook_secret_file);
  if (!secret) return tl::unexpected(secret.error());
  if (!secret->empty() && !settings.webhook.starts_with("https://"))
    return fail(ErrorKind::usage,
                "its secret would pass the network unencrypted: write https:// in notify.webhook");
  return notify::webhook_channel({settings.webhook, std::move(*secret), settings.certificate});
}

Result<std::unique_ptr<notify::Channel>> command(const settings::NotifySettings& settings) {
  if (!settings.command[0].starts_with('/'))
    return fail(ErrorKind::usage,
                fmt::format("write the whole path of {} in notify.command", settings.command[0]));
  return notify::command_channel({settings.command});
}

}  // namespace

std::vector<std::unique_ptr<notify::Channel>> notify_channels(const settings::NotifySettings& settings) {
  std::vector<std::unique_ptr<notify::Channel>> channels;
  auto add = [&](const char* name, Result<std::unique_ptr<notify::Channel>> made) {
    channels.push_back(made ? std::move(*made) : notify::broken_channel(name, made.error()));
  };
  if (!settings.mail_to.empty()) add("mail", mail(settings));
  if (!settings.webhook.empty()) add("webhook", webhook(settings));
  if (!settings.command.empty()) add("command", command(settings));
  return channels;
}

}  // namespace denwaban::engine
