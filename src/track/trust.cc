// SPDX-License-Identifier: GPL-3.0-or-later
#include "track/trust.h"

#include <algorithm>

#include "track/trust_table.h"

namespace denwaban::track {
namespace {

constexpr uint8_t kVersion = 1;

bool serves_phones(Service service) {
  return service == Service::sip || service == Service::pjsip || service == Service::iax2;
}

IpAddress source_of(const IpAddress& address) { return IpPrefix::source(address).address(); }

bool lives(const Login* login, Seconds lifetime, Time now) { return login && now - login->last <= lifetime; }

}  // namespace

struct Trust::Tables {
  struct Level {
    Level(size_t capacity, HashSeed seed) : addresses(capacity, seed), accounts(capacity, seed) {}
    TrustTable addresses;  // (source)
    TrustTable accounts;   // (source, account)
  };
  Tables(size_t capacity, HashSeed seed)
      : seen(capacity, seed), proven(capacity, seed), devices(capacity, seed) {}
  Level seen;
  Level proven;
  TrustTable devices;  // (exact address, port)

  bool load(ByteReader& in) {
    return seen.addresses.load(in) && seen.accounts.load(in) && proven.addresses.load(in) &&
           proven.accounts.load(in) && devices.load(in);
  }
};

Trust::Trust(TrustOptions options, HashSeed seed)
    : options_(options), seed_(seed), tables_(std::make_unique<Tables>(options.addresses_max, seed)) {}
Trust::~Trust() = default;
Trust::Trust(Trust&&) noexcept = default;
Trust& Trust::operator=(Trust&&) noexcept = default;

void Trust::learn(const Event& event, bool guessed) {
  if (event.kind != EventKind::auth_succeeded || guessed || event.tainted || !event.used_password) return;
  if (!serves_phones(event.service) || event.address.is_unspecified()) return;

  bool proven = event.proof >= AddressProof::connected;
  auto& level = proven ? tables_->proven : tables_->seen;
  auto account = event.account.substr(0, Event::kAccountLengthMax);
  IpAddress source = source_of(event.address);
  auto refresh = [&](Login& login) { login.last = std::max(login.last, event.time); };
  refresh(level.addresses.touch(source, 0, {}).login);
  if (!account.empty()) refresh(level.accounts.touch(source, 0, account).login);
  if (!proven || event.port == 0) return;

  auto [device, added] = tables_->devices.touch(event.address, event.port, {});
  refresh(device);
  device.used_by = account;
  if (!added && device.last - device.told < options_.device_lifetime / 4) return;
  device.told = device.last;
  ++version_;
}

TrustLevel Trust::of(const IpAddress& address, Time now) const { return of(address, {}, now); }

TrustLevel Trust::of(const IpAddress& address, std::string_view account, Time now) const {
  IpAddress source = source_of(address);
  account = account.substr(0, Event::kAccountLengthMax);
  auto known = [&](const Tables::Level& level) {
    const TrustTable& table = account.empty() ? level.addresses : level.accounts;
    return lives(table.find(source, 0, account), options_.lifetime, now);
  };
  if (known(tables_->proven)) return TrustLevel::proven;
  return known(tables_->seen) ? TrustLevel::seen : TrustLevel::none;
}

TrustLevel Trust::within(const IpPrefix& prefix, Time now) const {
  auto any = [&](const TrustTable& table) {
    return std::any_of(table.logins().begin(), table.logins().end(), [&](const Login& login) {
      IpPrefix source = IpPrefix::source(login.address);
      return (prefix.contains(source) || source.contains(prefix)) && lives(&login, options_.lifetime, now);
    });
  };
  if (any(tables_->proven.addresses)) return TrustLevel::proven;
  return any(tables_->seen.addresses) ? TrustLevel::seen : TrustLevel::none;
}

std::vector<Trust::Device> Trust::devices(Time now) const {
  std::vector<Device> devices;
  for (const Login& login : tables_->devices.logins())
    if (lives(&login, options_.device_lifetime, now))
      devices.push_back({login.address, login.port, login.used_by, TrustLevel::proven, login.last});
  return devices;
}

bool Trust::is_device(const IpAddress& address, uint16_t port, Time now) const {
  return lives(tables_->devices.find(address, port, {}), options_.device_lifetime, now);
}

bool Trust::changed_since(uint64_t version) const { return version_ != version; }
uint64_t Trust::version() const { return version_; }

void Trust::save(ByteWriter& out) const {
  out.put(kVersion);
  for (const auto* level : {&tables_->seen, &tables_->proven}) {
    level->addresses.save(out);
    level->accounts.save(out);
  }
  tables_->devices.save(out);
}

bool Trust::load(ByteReader& in) {
  auto fresh = std::make_unique<Tables>(options_.addresses_max, seed_);
  bool good = in.get<uint8_t>() == kVersion && fresh->load(in);
  if (!good) fresh = std::make_unique<Tables>(options_.addresses_max, seed_);
  tables_ = std::move(fresh);
  ++version_;
  return good;
}

}  // namespace denwaban::track
