// SPDX-License-Identifier: GPL-3.0-or-later
#include "serve/gate/pin_file.h"

#include <fmt/format.h>
#include <sys/stat.h>

#include <algorithm>
#include <cerrno>

#include "net/pin_hash.h"
#include "store/files.h"

namespace denwaban::serve {
namespace {

bool is_account(std::string_view name) {
  return !name.empty() && name.size() <= 80 && std::ranges::all_of(name, [](char c) { return c > ' ' && c < 0x7f; });
}

bool is_pin_text(std::string_view pin) {
  return pin.size() >= 4 && pin.size() <= 16 && std::ranges::all_of(pin, [](char c) { return c >= '0' && c <= '9'; });
}

}  // namespace

Result<Pins> read_pins(const std::string& path) {
  constexpr uint64_t kSizeMax = 32 << 20;
  struct stat status = {};
  if (::stat(path.c_str(), &status) != 0) {
    if (errno == ENOENT || errno == ENOTDIR) return Pins();
    return store::file_error(errno, "read", path);
  }
  if ((status.st_mode & 077) != 0)
    return fail(ErrorKind::permission, fmt::format("others may read {}: chmod it to 0600, and set new PINs", path));
  store::SystemFiles files;
  auto text = store::read_whole(files, path, kSizeMax);
  if (!text) return tl::unexpected(text.error());
  Pins pins;
  size_t number = 0;
  for (std::string_view rest = *text; !rest.empty() && pins.size() < kPinsMax;) {
    size_t end = std::min(rest.find('\n'), rest.size());
    std::string_view line = rest.substr(0, end);
    rest.remove_prefix(std::min(end + 1, rest.size()));
    ++number;
    if (line.empty() || line[0] == '#') continue;
    size_t space = line.find(' ');
    if (space == std::string_view::npos || !is_account(line.substr(0, space)))
      return fail(ErrorKind::input, fmt::format("{}:{}: no account and PIN: write it with denwaban fraud pin", path, number));
    pins.insert_or_assign(std::string(line.substr(0, space)), std::string(line.substr(space + 1)));
  }
  return pins;
}

Status set_pin(const std::string& path, std::string_view account, std::string_view pin) {
  if (!is_account(account)) return fail(ErrorKind::usage, "an account's name has no spaces and at most 80 characters");
  if (!pin.empty() && !is_pin_text(pin)) return fail(ErrorKind::usage, "a PIN has four to sixteen digits and nothing else");
  auto pins = read_pins(path);
  if (!pins) return tl::unexpected(pins.error());
  pins->erase(std::string(account));
  if (!pin.empty()) {
    auto hash = net::hash_pin(pin);
    if (!hash) return tl::unexpected(hash.error());
    pins->emplace(account, std::move(*hash));
  }
  std::string text;
  for (const auto& [name, hash] : *pins) text += fmt::format("{} {}\n", name, hash);
  store::SystemFiles files;
  return store::replace_file(files, path, text);
}

}  // namespace denwaban::serve
