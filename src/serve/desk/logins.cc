// SPDX-License-Identifier: GPL-3.0-or-later
#include "serve/desk/questions.h"

namespace denwaban::serve {
namespace {

std::string login_line(const track::Trust::Device& login) {
  ordered_json record{{"type", "login"},
                      {"address", login.address.to_string()},
                      {"level", login.level == track::TrustLevel::proven ? "proven" : "seen"},
                      {"last", to_rfc3339(login.last)}};
  if (login.port != 0) record["port"] = login.port;
  return line(record);
}

}  // namespace

Answered logins(Office& office, const Asked& asked) {
  std::string account = asked.text("target");
  if (account.empty()) return fail(ErrorKind::usage, "no account: name it as \"target\"");
  std::string lines;
  for (const track::Trust::Device& login : office.trust().logins_of(account, office.now())) lines += login_line(login);
  for (const track::Trust::Device& device : office.trust().devices(office.now()))
    if (device.account == account) lines += login_line(device);
  return lines;
}

}  // namespace denwaban::serve
