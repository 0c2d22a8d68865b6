// SPDX-License-Identifier: GPL-3.0-or-later
#include "track/trust.h"

#include <algorithm>
#include <bit>
#include <deque>
#include <utility>

#include "track/trust_table.h"

namespace denwaban::track {
namespace {

constexpr uint8_t kVersion = 2;

bool serves_phones(Service service) {
  return service == Service::sip || service == Service::pjsip || service == Service::iax2;
}

bool lives(const Login* login, Seconds lifetime, Time now) { return login && now - login->last <= lifetime; }

// Accounts that one device may fail at: a telephone has a few lines, a small exchange that registers as one
// device a dozen. Counted in a sketch of 64 bits, which takes a few more to fill so far.
constexpr int kStrangeMax = 16;
// Changes remembered for whoever asks what is new: asked for at each reading of the logs.
constexpr size_t kChangesMax = 4'096;

bool guesses(const Login& device) { return std::popcount(device.strange) >= kStrangeMax; }

bool passes(const Login* device, Seconds lifetime, Time now) {
  return lives(device, lifetime, now) && !guesses(*device);
}

Trust::Device device_of(const Login& login) {
  return {login.address, login.port, login.used_by, TrustLevel::proven, login.last};
}

}  // namespace

struct Trust::Tables {
  struct Level {
    Level(size_t capacity, HashSeed seed) : addresses(capacity, seed), accounts(capacity, seed) {}
    TrustTable addresses;  // (source)
    TrustTable accounts;   // (source, account)
  };
  Tables(const TrustOptions& options, HashSeed seed)
      : seen(options.addresses_max, seed),
        proven(options.addresses_max, seed),
        devices(options.addresses_max, seed),
        peers(options.peers_max, seed),
        managers(options.managers_max, seed) {}
  Level seen;
  Level proven;
  TrustTable devices;  // (exact address, port)
  TrustTable peers;    // (source)
  TrustTable managers;  // (source, account)
  struct Change {
    uint64_t version = 0;
    IpAddress address;
    uint16_t port = 0;
  };
  std::deque<Change> changes;
  uint64_t known_from = 0;  // all changes of later versions are in there

  bool load(ByteReader& in) {
    return seen.addresses.load(in) && seen.accounts.load(in) && proven.addresses.load(in) &&
           proven.accounts.load(in) && devices.load(in) && peers.load(in) && managers.load(in);
  }
  // Who uses what: an account that is known no more has its devices still.
  void find_owners() {
    for (const Login& device : devices.logins())
      if (Login* owner = proven.accounts.find(source_of(device.address), 0, device.used_by))
        owner->devices.emplace_back(device.address, device.port);
  }
};

Trust::Trust(TrustOptions options, HashSeed seed)
    : options_(options), seed_(seed), tables_(std::make_unique<Tables>(options, seed)), met_(seed) {}
Trust::~Trust() = default;
Trust::Trust(Trust&&) noexcept = default;
Trust& Trust::operator=(Trust&&) noexcept = default;

void Trust::learn(const Event& event, bool guessed) {
  if (event.kind != EventKind::auth_succeeded || event.tainted || event.address.is_unspecified()) return;
  if (guessed && !renews(event)) return;
  if (!serves_phones(event.service)) return learn_manager(event);
  if (!event.used_password) return;

  bool proven = event.proof >= AddressProof::connected;
  auto& level = proven ? tables_->proven : tables_->seen;
  auto account = event.account.substr(0, Event::kAccountLengthMax);
  IpAddress source = source_of(event.address);
  met_.add(source);
  auto refresh = [&](Login& login) { login.last = std::max(login.last, event.time); };
  refresh(level.addresses.touch(source, 0, {}).login);
  if (!account.empty()) refresh(level.accounts.touch(source, 0, account).login);
  if (!proven || event.port == 0) return;

  auto [device, added] = tables_->devices.touch(event.address, event.port, {});
  refresh(device);
  bool renew = added || device.last - device.told >= options_.device_lifetime / 4;
  if (renew) device.told = device.last;
  std::string used_before = std::exchange(device.used_by, std::string(account));
  if (!account.empty()) keep_few(source, account, event, used_before);
  if (renew) note(event.address, event.port);
}

// Whether the same account logged in from the same pair before, not long ago: it knew its password then already, whoever
// guesses at it meanwhile.
bool Trust::renews(const Event& event) const {
  if (event.proof < AddressProof::connected || event.port == 0) return false;
  const Login* device = std::as_const(tables_->devices).find(event.address, event.port, {});
  return passes(device, options_.device_lifetime, event.time) &&
         device->used_by == event.account.substr(0, Event::kAccountLengthMax);
}

void Trust::learn_manager(const Event& event) {
  bool manager = event.service == Service::ami || event.service == Service::http;
  if (!manager || event.proof < AddressProof::connected || event.account.empty()) return;
  auto user = event.account.substr(0, Event::kAccountLengthMax);
  auto [login, added] = tables_->managers.touch(source_of(event.address), 0, user);
  bool lapsed = !added && !lives(&login, options_.lifetime, event.time);
  if (added || lapsed) login.told = event.time;
  login.last = std::max(login.last, event.time);
}

std::optional<Time> Trust::manages_since(const IpAddress& address, std::string_view user, Time now) const {
  user = user.substr(0, Event::kAccountLengthMax);
  const Login* login = std::as_const(tables_->managers).find(source_of(address), 0, user);
  return lives(login, options_.lifetime, now) ? std::optional(login->told) : std::nullopt;
}

bool Trust::manages(const IpAddress& address, std::string_view user, Time now) const {
  return manages_since(address, user, now).has_value();
}

// Bounds the devices of an account behind one address.
void Trust::keep_few(const IpAddress& source, std::string_view account, const Event& event,
                     std::string_view used_before) {
  std::pair pair(event.address, event.port);
  TrustTable& accounts = tables_->proven.accounts;
  if (used_before != account)
    if (Login* other = accounts.find(source, 0, used_before)) std::erase(other->devices, pair);
  Login* owner = accounts.find(source, 0, account);
  if (!owner) return;
  auto& devices = owner->devices;
  std::erase(devices, pair);
  devices.push_back(pair);
  if (devices.size() <= options_.devices_per_account_max) return;
  auto [address, port] = devices.front();
  devices.erase(devices.begin());
  if (tables_->devices.erase(address, port, {})) note(address, port);
}

void Trust::note(const IpAddress& address, uint16_t port) {
  auto& changes = tables_->changes;
  changes.push_back({++version_, address, port});
  if (changes.size() <= kChangesMax) return;
  tables_->known_from = changes.front().version;
  changes.pop_front();
}

void Trust::doubt(const Event& event) {
  if (event.proof < AddressProof::connected || event.port == 0 || event.tainted) return;
  Login* device = tables_->devices.find(event.address, event.port, {});
  auto account = event.account.substr(0, Event::kAccountLengthMax);
  if (!device || account.empty()) return;
  if (tables_->proven.accounts.find(source_of(event.address), 0, account)) return;
  bool passed = !guesses(*device);
  device->strange |= uint64_t{1} << (hash(seed_, account) >> 58);
  if (passed && guesses(*device)) note(event.address, event.port);
}

void Trust::meet(const Event& event) {
  met_.add(source_of(event.address));
  auto [peer, added] = tables_->peers.touch(source_of(event.address), 0, {});
  peer.last = std::max(peer.last, event.time);
  if (added) ++peers_met_;
}

bool Trust::is_known_peer(const IpAddress& address, Time now) const {
  return lives(std::as_const(tables_->peers).find(source_of(address), 0, {}), options_.lifetime, now);
}

TrustLevel Trust::known_level(const IpAddress& address, std::string_view account, Time now) const {
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
    if (passes(&login, options_.device_lifetime, now)) devices.push_back(device_of(login));
  return devices;
}

std::vector<Trust::Device> Trust::guessers(Time now) const {
  std::vector<Device> guessers;
  for (const Login& login : tables_->devices.logins())
    if (lives(&login, options_.device_lifetime, now) && guesses(login)) guessers.push_back(device_of(login));
  return guessers;
}

std::vector<Trust::Device> Trust::logins_of(std::string_view account, Time now) const {
  std::vector<Device> logins;
  for (auto [level, table] : {std::pair(TrustLevel::proven, &tables_->proven), std::pair(TrustLevel::seen, &tables_->seen)})
    for (const Login& login : table->accounts.logins()) {
      if (login.account != account || !lives(&login, options_.lifetime, now)) continue;
      auto known = std::find_if(logins.begin(), logins.end(),
                                [&](const Device& other) { return other.address == login.address; });
      if (known == logins.end())
        logins.push_back({login.address, 0, login.account, level, login.last});
      else
        known->last = std::max(known->last, login.last);
    }
  std::sort(logins.begin(), logins.end(), [](const Device& a, const Device& b) { return a.last < b.last; });
  return logins;
}

bool Trust::is_device(const IpAddress& address, uint16_t port, Time now) const {
  return passes(std::as_const(tables_->devices).find(address, port, {}), options_.device_lifetime, now);
}

bool Trust::changed_since(uint64_t version) const { return version_ != version; }
uint64_t Trust::version() const { return version_; }

std::optional<std::vector<Trust::News>> Trust::news_since(uint64_t version, Time now) const {
  if (version < tables_->known_from || version > version_) return std::nullopt;
  std::vector<News> news;
  const auto& changes = tables_->changes;
  auto at = std::upper_bound(changes.begin(), changes.end(), version,
                             [](uint64_t v, const Tables::Change& change) { return v < change.version; });
  for (; at != changes.end(); ++at) {
    const Login* device = std::as_const(tables_->devices).find(at->address, at->port, {});
    if (passes(device, options_.device_lifetime, now))
      news.push_back({device_of(*device)});
    else if (lives(device, options_.device_lifetime, now))
      news.push_back({device_of(*device), true, true});
    else
      news.push_back({{at->address, at->port, {}, TrustLevel::none, {}}, true});
  }
  return news;
}

void Trust::note_sources() {
  met_ = SourceFilter(seed_);
  const Tables& t = *tables_;
  for (const TrustTable* table : {&t.seen.addresses, &t.seen.accounts, &t.proven.addresses, &t.proven.accounts, &t.peers})
    for (const Login& login : table->logins()) met_.add(login.address);
}

void Trust::save(ByteWriter& out) const {
  out.put(kVersion);
  for (const auto* level : {&tables_->seen, &tables_->proven}) {
    level->addresses.save(out);
    level->accounts.save(out);
  }
  tables_->devices.save(out);
  tables_->peers.save(out);
  tables_->managers.save(out);
}

bool Trust::load(ByteReader& in) {
  auto fresh = std::make_unique<Tables>(options_, seed_);
  bool good = in.get<uint8_t>() == kVersion && fresh->load(in);
  if (!good) fresh = std::make_unique<Tables>(options_, seed_);
  tables_ = std::move(fresh);
  tables_->find_owners();
  note_sources();
  tables_->known_from = ++version_;
  ++peers_met_;
  return good;
}

}  // namespace denwaban::track
