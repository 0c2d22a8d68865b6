// SPDX-License-Identifier: GPL-3.0-or-later
#include "track/trust_table.h"

#include "model/event.h"

namespace denwaban::track {

TrustTable::Touched TrustTable::touch(const IpAddress& address, uint16_t port, std::string_view account) {
  auto found = index_.find(Key{address, port, account});
  if (found != index_.end()) {
    Iterator at = *found;
    logins_.splice(logins_.end(), logins_, at);
    return {*at, false};
  }
  if (logins_.size() >= capacity_ && !logins_.empty()) {
    index_.erase(logins_.begin());
    logins_.pop_front();
  }
  logins_.push_back(Login{address, port, std::string(account), {}, {}, {}, 0, {}});
  index_.insert(std::prev(logins_.end()));
  return {logins_.back(), true};
}

const Login* TrustTable::find(const IpAddress& address, uint16_t port, std::string_view account) const {
  auto found = index_.find(Key{address, port, account});
  return found == index_.end() ? nullptr : &**found;
}

Login* TrustTable::find(const IpAddress& address, uint16_t port, std::string_view account) {
  auto found = index_.find(Key{address, port, account});
  return found == index_.end() ? nullptr : &**found;
}

bool TrustTable::erase(const IpAddress& address, uint16_t port, std::string_view account) {
  auto found = index_.find(Key{address, port, account});
  if (found == index_.end()) return false;
  Iterator at = *found;
  index_.erase(found);
  logins_.erase(at);
  return true;
}

void TrustTable::save(ByteWriter& out) const {
  out.put(static_cast<uint32_t>(logins_.size()));
  for (const Login& login : logins_) {
    out.put(login.address);
    out.put(login.port);
    out.put(login.account);
    out.put(login.last);
    out.put(login.told);
    out.put(login.used_by);
  }
}

bool TrustTable::load(ByteReader& in) {
  constexpr size_t kBytesEach = 16 + 2 + 4 + 8 + 8 + 4;
  uint32_t count = in.get_count(kBytesEach);
  for (uint32_t i = 0; i < count && !in.failed(); ++i) {
    IpAddress address = in.get_address();
    auto port = in.get<uint16_t>();
    std::string account = in.get_text(Event::kAccountLengthMax);
    Login& login = touch(address, port, account).login;
    login.last = in.get_time();
    login.told = in.get_time();
    login.used_by = in.get_text(Event::kAccountLengthMax);
  }
  return !in.failed();
}

}  // namespace denwaban::track
