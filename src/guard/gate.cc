// SPDX-License-Identifier: GPL-3.0-or-later
#include "guard/gate.h"

#include <fmt/format.h>

#include "engine/assemble_fraud.h"
#include "guard/listen.h"
#include "net/disk_files.h"
#include "setup/gate_plan.h"

namespace denwaban::guard {
namespace {

bool is_wanted(const settings::GateSettings& settings, const pbx::Exchange& exchange) {
  if (settings.enabled != "auto") return settings.enabled == "on";
  net::DiskFiles files;
  return setup::asks_gate(files, exchange.config_dir);
}

fraud::GateVerdict verdict_of(std::string_view word) {
  if (word == "allow") return fraud::GateVerdict::allow;
  return word == "pin" ? fraud::GateVerdict::ask_pin : fraud::GateVerdict::refuse;
}

fraud::GateOptions policy_of(const settings::GateSettings& settings) {
  fraud::GateOptions options;
  for (const std::string& text : settings.rules)
    if (auto rule = fraud::parse_gate_rule(text)) options.rules.push_back(std::move(*rule));  // the loader has checked it
  options.alarm = verdict_of(settings.alarm);
  options.doubt = verdict_of(settings.doubt);
  return options;
}

}  // namespace

void Gate::follow(const settings::Settings& settings, const pbx::Exchange& exchange) {
  remark_.clear(), pins_remark_.clear(), rates_remark_.clear();
  if (!is_wanted(settings.gate, exchange)) {
    server_.reset();
    asked_for_.clear();
    return;
  }
  serve::GateKeeperOptions options;
  auto numbers = engine::fraud_options(settings, exchange, clock_.now());
  if (numbers)
    options.numbers = std::move(*numbers);
  else
    rates_remark_ = numbers.error().message;
  options.policy = policy_of(settings.gate);
  options.pin_failures = settings.gate.pin_failures;
  options.pin_lock = settings.gate.pin_lock;
  auto pins = serve::read_pins(settings.gate.pins_file);
  if (pins)
    options.pins = std::move(*pins);
  else
    pins_remark_ = pins.error().message;
  if (keeper_) {
    keeper_->reconfigure(std::move(options));
  } else {
    keeper_ = std::make_unique<serve::GateKeeper>(std::move(options), senses_);
    if (!state_.empty() && !keeper_->load(state_))
      damage_remark_ = "how many wrong PINs were tried before the start is damaged or of another version: counting begins anew";
    state_.clear();
  }

  auto at = parse_listen(settings.gate.listen);
  if (!at) {
    remark_ = fmt::format("gate.listen is no address and port: \"{}\": write it like 127.0.0.1:4573", settings.gate.listen);
    server_.reset();
    return;
  }
  std::string asked_for = fmt::format("{} {} {}", settings.gate.listen, settings.gate.beyond_loopback, settings.gate.sound);
  if (server_ && asked_for == asked_for_) return;
  server_.reset();
  serve::GateServerOptions door;
  door.at = {at->address, at->port};
  door.beyond_loopback = settings.gate.beyond_loopback;
  door.sound = settings.gate.sound;
  auto server = serve::GateServer::open(loop_, clock_, door, *keeper_);
  if (!server) {
    remark_ = server.error().message;
    return;
  }
  server_ = std::move(*server);
  asked_for_ = std::move(asked_for);
}

std::optional<GateFacts> gate_facts(const Gate& gate) {
  if (gate.counted() == nullptr || !gate.open()) return std::nullopt;
  return GateFacts{gate.where(), *gate.counted(), *gate.connections()};
}

std::vector<std::string> Gate::remarks() const {
  std::vector<std::string> remarks;
  for (const std::string* one : {&remark_, &pins_remark_, &rates_remark_, &damage_remark_})
    if (!one->empty()) remarks.push_back(*one);
  return remarks;
}

}  // namespace denwaban::guard
