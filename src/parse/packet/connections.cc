// SPDX-License-Identifier: GPL-3.0-or-later
#include "parse/packet/connections.h"

namespace denwaban::parse {

ConnectionTable::ConnectionTable(const DecoderLimits& limits, HashSeed seed)
    : limits_(limits), connections_(0, KeyHash{seed}) {}

size_t ConnectionTable::KeyHash::operator()(const Key& key) const {
  uint64_t ends = mix(hash(seed, key.a.address), hash(seed, key.b.address));
  return hash(seed, ends ^ (uint64_t{key.a.port} << 16 | key.b.port));
}

Connection* ConnectionTable::find(const Endpoint& from, const Endpoint& to, uint8_t& side) {
  side = from > to;
  auto found = connections_.find(side ? Key{to, from} : Key{from, to});
  return found == connections_.end() ? nullptr : &found->second;
}

Connection& ConnectionTable::make(const Endpoint& from, const Endpoint& to, uint8_t& side) {
  side = from > to;
  Connection& connection = connections_[side ? Key{to, from} : Key{from, to}];
  connection.ends[side] = from;
  connection.ends[!side] = to;
  connection.id = next_id_++;
  link(connection);
  return connection;
}

void ConnectionTable::touch(Connection& connection, Time now) {
  connection.last = now;
  if (!connection.newer) return;
  unlink(connection);
  link(connection);
}

void ConnectionTable::set_proven(Connection& connection, bool proven) {
  uint64_t cost = connection.sides[0].waiting.cost() + connection.sides[1].waiting.cost();
  waiting_cost[connection.proven] -= cost;
  unlink(connection);
  connection.proven = proven;
  link(connection);
  waiting_cost[proven] += cost;
}

void ConnectionTable::erase(Connection& connection) {
  for (StreamSide& side : connection.sides) waiting_cost[connection.proven] -= side.waiting.cost();
  unlink(connection);
  connections_.erase(Key{connection.ends[0], connection.ends[1]});
}

Connection* ConnectionTable::to_evict(bool proven) const {
  size_t most = proven ? limits_.connections_max : limits_.unproven_connections_max;
  return shares_[proven].count >= most ? shares_[proven].oldest : nullptr;
}

Connection* ConnectionTable::silent_too_long(bool proven, Time now) const {
  Connection* connection = shares_[proven].oldest;
  Milliseconds most = proven ? limits_.idle_max : limits_.unproven_idle_max;
  return connection && now - connection->last > most ? connection : nullptr;
}

void ConnectionTable::link(Connection& connection) {
  Share& share = shares_[connection.proven];
  connection.older = share.newest;
  connection.newer = nullptr;
  (share.newest ? share.newest->newer : share.oldest) = &connection;
  share.newest = &connection;
  ++share.count;
}

void ConnectionTable::unlink(Connection& connection) {
  Share& share = shares_[connection.proven];
  (connection.older ? connection.older->newer : share.oldest) = connection.newer;
  (connection.newer ? connection.newer->older : share.newest) = connection.older;
  --share.count;
}

}  // namespace denwaban::parse
