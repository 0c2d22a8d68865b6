// SPDX-License-Identifier: GPL-3.0-or-later
#include "setup/surroundings.h"

#include <grp.h>
#include <pwd.h>
#include <sys/random.h>
#include <sys/stat.h>

#include <array>

#include "base/check.h"

namespace denwaban::setup {

std::string random_secret() {
  constexpr std::string_view kLetters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  std::array<unsigned char, 43> bytes;
  DENWABAN_CHECK(::getrandom(bytes.data(), bytes.size(), 0) == static_cast<ssize_t>(bytes.size()));
  std::string secret;
  for (unsigned char byte : bytes) secret += kLetters[byte % kLetters.size()];
  return secret;
}

Surroundings look_around(const pbx::Exchange& exchange, const AsteriskConsole& console,
                         const std::string& rotate_dir) {
  Surroundings here;
  here.config_dir = exchange.config_dir;
  here.log_dir = exchange.log_dir;
  here.asterisk = console.call();
  here.major = console.major();
  here.fresh_secret = random_secret();
  here.fresh_acting_secret = random_secret();
  struct stat status = {};
  if (::stat(rotate_dir.c_str(), &status) == 0 && S_ISDIR(status.st_mode)) here.rotate_dir = rotate_dir;
  // logrotate refuses a folder that others than root may write to unless it is told as whom.
  if (::stat(here.log_dir.c_str(), &status) != 0 || status.st_uid == 0) return here;
  const passwd* owner = ::getpwuid(status.st_uid);
  const group* group = ::getgrgid(status.st_gid);
  here.log_owner = owner ? owner->pw_name : std::to_string(status.st_uid);
  here.log_group = group ? group->gr_name : std::to_string(status.st_gid);
  return here;
}

}  // namespace denwaban::setup
