// SPDX-License-Identifier: GPL-3.0-or-later
#include "guard/world.h"

#include <fmt/format.h>

#include <algorithm>

#include "engine/assemble.h"

namespace denwaban::guard {
namespace {

// Somebody whose connection broke must be able to come back.
constexpr Seconds kLoginGrace{3600};
constexpr size_t kLoginsMax = 1024;

void protect_all(const std::vector<IpAddress>& addresses, const char* what,
                 std::vector<policy::Protected::Entry>& out) {
  for (const IpAddress& address : addresses)
    out.push_back({IpPrefix::host(address), Reason::own_address, what, std::nullopt});
}

}  // namespace

World::World(net::Loop& loop, const Clock& clock) : loop_(loop), clock_(clock) {
  auto resolver = net::Resolver::open({});
  if (!resolver) {
    remarks_.push_back(resolver.error().message);
    return;
  }
  resolver_ = std::move(*resolver);
  resolving_ = loop_.on_readable(resolver_->descriptor(), [this] { resolver_->process(); });
}

void World::look(const settings::Settings& settings) {
  exchange_ = engine::read_exchange(settings);
  if (auto sockets = net::listening_sockets())
    sockets_ = std::move(*sockets);
  else if (!looked_)
    exchange_.remarks.push_back(sockets.error().message);
  looked_ = true;
  exchange_.listeners = net::merge_listeners(exchange_, sockets_, net::ephemeral_ports());
  trunks_.follow(exchange_.trunks);
  refresh();
}

bool World::refresh() {
  auto own = facts_.own, gateways = facts_.gateways, name_servers = facts_.name_servers;
  facts_ = net::read_host_facts();
  bool changed = own != facts_.own || gateways != facts_.gateways || name_servers != facts_.name_servers;
  changed = note_logins() || changed;
  ask_names();
  return std::exchange(names_changed_, false) || changed;
}

bool World::note_logins() {
  Time now = clock_.now();
  bool changed =
      std::erase_if(logins_, [&](const Login& login) { return login.last + kLoginGrace < now; }) > 0;
  for (Login& login : logins_) {
    bool lasts = std::find(facts_.logins.begin(), facts_.logins.end(), login.session) != facts_.logins.end();
    changed |= lasts != login.lasts;
    login.lasts = lasts;
    if (lasts) login.last = now;
  }
  for (const net::LoginSession& session : facts_.logins) {
    bool known =
        std::any_of(logins_.begin(), logins_.end(), [&](const Login& l) { return l.session == session; });
    if (known || logins_.size() >= kLoginsMax) continue;
    logins_.push_back({session, now, true});
    changed = true;
  }
  return changed;
}

void World::ask_names() {
  if (!resolver_) return;
  for (const pbx::TrunkQuestion& question : trunks_.due(clock_.now()))
    resolver_->lookup(question, [this](const pbx::TrunkAnswer& answer) {
      trunks_.answer(answer, clock_.now());
      names_changed_ = true;
    });
}

std::vector<std::string> World::logs(const settings::Settings& settings) const {
  if (!settings.pbx.logs.empty()) return settings.pbx.logs;
  std::vector<std::string> paths;
  for (const pbx::LogFile& log : exchange_.logs)
    if (std::find(paths.begin(), paths.end(), log.path) == paths.end()) paths.push_back(log.path);
  return paths;
}

bool World::logs_tell(const settings::Settings& settings) const {
  auto tells = [](const pbx::LogFile& log) {
    return std::any_of(log.levels.begin(), log.levels.end(), [](const std::string& level) {
      return level == "*" || level == "notice" || level == "security";
    });
  };
  if (exchange_.logs.empty()) return !settings.pbx.logs.empty();
  return std::any_of(exchange_.logs.begin(), exchange_.logs.end(), tells);
}

actions::GuardedPorts World::ports(const settings::Settings& settings) const {
  return engine::guarded_ports(settings, exchange_);
}

policy::Protected World::protected_now() const {
  policy::Protected out{engine::protect_trunks(trunks_.entries())};
  protect_all(facts_.own, "this machine's own address", out.entries);
  protect_all(facts_.gateways, "the default gateway", out.entries);
  protect_all(facts_.name_servers, "a name server of this machine", out.entries);
  for (const Login& login : logins_)
    out.entries.push_back({IpPrefix::source(login.session.address), Reason::login_session,
                           fmt::format("{} is logged in from there", login.session.user),
                           login.lasts ? std::nullopt : std::optional(login.last + kLoginGrace)});
  return out;
}

std::vector<std::string> World::remarks() const {
  std::vector<std::string> all = remarks_;
  all.insert(all.end(), exchange_.remarks.begin(), exchange_.remarks.end());
  all.insert(all.end(), facts_.remarks.begin(), facts_.remarks.end());
  for (const std::string& name : trunks_.unknown_names())
    all.push_back(fmt::format(
        "trunk host {}: no address is known yet, so it is not spared: check the name or DNS", name));
  return all;
}

std::string World::save() const {
  ByteWriter out;
  trunks_.save(out);
  return out.take();
}

void World::load(std::string_view bytes) {
  ByteReader in(bytes);
  if (!trunks_.load(in))
    remarks_.push_back("what the names of trunks stood for was damaged on the disk: asked anew");
}

}  // namespace denwaban::guard
