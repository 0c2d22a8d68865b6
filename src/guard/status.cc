// SPDX-License-Identifier: GPL-3.0-or-later
#include "guard/status.h"

#include <algorithm>
#include <nlohmann/json.hpp>

namespace denwaban::guard {
namespace {

using nlohmann::ordered_json;

ordered_json time_or_null(Time time) {
  return time == Time{} ? ordered_json(nullptr) : ordered_json(to_rfc3339(time));
}

std::string_view state_word(sources::AmiState state) {
  switch (state) {
    case sources::AmiState::waiting:
      return "waiting";
    case sources::AmiState::connecting:
      return "connecting";
    case sources::AmiState::logging_in:
      return "logging_in";
    case sources::AmiState::listening:
      return "listening";
  }
  return "";
}

ordered_json manager_json(const Ami::Facts& manager) {
  const sources::AmiCondition& condition = manager.condition;
  ordered_json out{{"manager", manager.server},
                   {"user", manager.user},
                   {"tls", manager.tls},
                   {"state", state_word(condition.state)},
                   {"since", time_or_null(condition.since)},
                   {"last", time_or_null(condition.last_event)},
                   {"heard", time_or_null(condition.last_heard)},
                   {"events", condition.events},
                   {"own", condition.own},
                   {"late", manager.late},
                   {"unrecognised", condition.unrecognised},
                   {"sessions", condition.logins},
                   {"lost", condition.lost},
                   {"hears_calls", manager.hears_calls},
                   {"calls_open", manager.calls_open},
                   {"calls", manager.calls.began},
                   {"calls_pushed_out", manager.calls.pushed_out},
                   {"call_events", condition.calls},
                   {"call_events_doubted", manager.calls.doubtful}};
  if (!manager.problem.empty()) out["problem"] = manager.problem;
  ordered_json gaps = ordered_json::array();
  for (const Ami::Gap& gap : manager.gaps)
    gaps.push_back({{"from", time_or_null(gap.begin)}, {"to", time_or_null(gap.end)}});
  out["not_heard"] = gaps;
  out["filled_from_logs"] = manager.gaps_filled;
  return out;
}

ordered_json sources_json(const StatusFacts& facts) {
  ordered_json sources = ordered_json::array();
  for (const FilePosition& file : facts.files)
    sources.push_back({{"file", file.path}, {"read_to", file.offset}});
  for (const std::string& pattern : facts.patterns) {
    bool there = std::any_of(facts.files.begin(), facts.files.end(),
                             [&](const FilePosition& f) { return f.path == pattern; });
    if (!there && pattern.find_first_of("*?[") == std::string::npos)
      sources.push_back({{"file", pattern}, {"missing", true}});
  }
  for (const Wire::Eye& eye : facts.eyes)
    sources.push_back({{"wire", eye.what},
                       {"last", time_or_null(eye.last)},
                       {"packets", eye.seen},
                       {"dropped", eye.dropped},
                       {"refused", eye.refused}});
  for (const Carried::Facts& one : facts.carried) {
    ordered_json refused = ordered_json::object();
    for (const auto& [why, count] : one.refused) refused[why] = count;
    sources.push_back({{one.kind, one.what},
                       {"last", time_or_null(one.last)},
                       {"records", one.records},
                       {"dropped", one.dropped},
                       {"refused", refused}});
  }
  if (facts.manager) sources.push_back(manager_json(*facts.manager));
  return sources;
}

ordered_json firewall_json(const StatusFacts& facts) {
  ordered_json out{{"backend", facts.backend},
                   {"what", facts.firewall},
                   {"udp", facts.ports.udp},
                   {"tcp", facts.ports.tcp}};
  if (!facts.counters.firewall_error.empty()) out["error"] = facts.counters.firewall_error;
  return out;
}

ordered_json store_json(const StatusFacts& facts) {
  ordered_json out{{"path", facts.store_path},
                   {"durable", facts.store.ledger.durable},
                   {"full", facts.store.ledger.full},
                   {"waiting_in_memory", facts.store.ledger.backlog},
                   {"lost", facts.store.ledger.lost},
                   {"database_waiting", facts.store.archive.waiting},
                   {"database_dropped", facts.store.archive.dropped_findings}};
  std::vector<std::string> errors;
  for (const std::string* error :
       {&facts.store.ledger.error, &facts.store.archive.error, &facts.store.snapshot_error})
    if (!error->empty()) errors.push_back(*error);
  if (!errors.empty()) out["errors"] = errors;
  return out;
}

ordered_json wire_json(const track::WireCounters& wire, size_t bytes) {
  return {{"events", wire.events},
          {"requests", wire.requests},
          {"retransmissions", wire.retransmissions},
          {"pushed_out", wire.evicted},
          {"encrypted", wire.encrypted},
          {"gaps", wire.gaps},
          {"foreign_nonces", wire.foreign_nonces},
          {"bytes", bytes}};
}

ordered_json fraud_json(const StatusFacts::FraudFacts& fraud) {
  ordered_json out{{"act", fraud.act},
                   {"learning", fraud.learning},
                   {"by_records", fraud.by_records},
                   {"watching_since", time_or_null(fraud.watching_since)},
                   {"watches_only", fraud.watches_only},
                   {"findings", fraud.counters.findings},
                   {"locked", fraud.locked},
                   {"closed", fraud.closed},
                   {"calls_to_end", fraud.counters.hung_up},
                   {"unheard", fraud.counters.unheard}};
  if (!fraud.acting) return out;
  const Acting::Facts& acting = *fraud.acting;
  out["acting"] = {{"manager", acting.server}, {"user", acting.user},     {"ready", acting.listening},
                   {"done", acting.done},      {"failed", acting.failed}, {"waiting", acting.waiting}};
  return out;
}

ordered_json gate_json(const GateFacts& gate) {
  return {{"at", gate.where},
          {"last", time_or_null(gate.told.last)},
          {"asked", gate.told.asked},
          {"allowed", gate.told.allowed},
          {"refused", gate.told.refused},
          {"would_refuse", gate.told.would_refuse},
          {"emergencies", gate.told.emergencies},
          {"pins_asked", gate.told.pins_asked},
          {"untold", gate.told.untold},
          {"cut", gate.connections.cut},
          {"turned_away", gate.connections.turned_away}};
}

ordered_json notify_json(const std::map<std::string, notify::Courier::Facts>& channels) {
  ordered_json out = ordered_json::array();
  for (const auto& [name, facts] : channels)
    out.push_back({{"channel", name},
                   {"told", facts.told},
                   {"waiting", facts.waiting},
                   {"given_up", facts.given_up},
                   {"dropped", facts.dropped},
                   {"problem", facts.problem}});
  return out;
}

}  // namespace

std::string status_json(const StatusFacts& facts) {
  ordered_json out{{"type", "status"},
                   {"guard", "running"},
                   {"version", facts.version},
                   {"since", to_rfc3339(facts.started)}};
  out["dry_run"] = facts.dry_run;
  out["sources"] = sources_json(facts);
  out["last_line"] = time_or_null(facts.counters.last_line);
  out["lines"] = facts.counters.lines;
  out["events"] = facts.counters.events;
  out["unrecognised"] = facts.counters.unrecognised;
  out["from_the_future"] = facts.counters.from_the_future;
  out["firewall"] = firewall_json(facts);
  out["bans"] = facts.bans;
  out["sheds"] = facts.sheds;
  out["allowed"] = facts.allowed;
  out["spared"] = facts.spared;
  out["phones"] = facts.phones;
  out["addresses_counted"] = facts.detectors.addresses;
  out["suspects"] = facts.detectors.suspects;
  out["suspects_pushed_out"] = facts.detectors.evicted;
  out["detector_bytes"] = facts.detectors.bytes;
  if (facts.wire) out["wire"] = wire_json(*facts.wire, facts.wire_bytes);
  if (facts.gate) out["gate"] = gate_json(*facts.gate);
  if (!facts.notify.empty()) out["notify"] = notify_json(facts.notify);
  if (facts.detectors.shared_front) out["shared_front"] = facts.detectors.shared_front->to_string();
  if (facts.fraud) out["fraud"] = fraud_json(*facts.fraud);
  out["store"] = store_json(facts);
  out["blind"] = facts.blind;
  out["notices"] = facts.notices;
  return out.dump(-1, ' ', true, ordered_json::error_handler_t::replace);
}

}  // namespace denwaban::guard
