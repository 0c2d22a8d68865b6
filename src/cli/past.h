// SPDX-License-Identifier: GPL-3.0-or-later
// What commands that read the past share: finding the inputs, and leading their events into a pipeline.
#pragma once

#include <string>
#include <vector>

#include "cli/arguments.h"
#include "engine/pipeline.h"
#include "engine/replay.h"
#include "engine/replay_calls.h"
#include "pbx/exchange.h"
#include "settings/settings.h"

namespace denwaban::cli {

// What is to be replayed, and what was said on the way.
struct Material {
  std::vector<engine::ReplayInput> inputs;
  std::vector<engine::ReplayInput> records;  // tables of call records
  bool failed = false;
};

// Complains about what cannot be replayed. `settings`: where this machine's exchange says how it writes dates.
Result<Material> find_inputs(const Global& global, const Past& past, const settings::Settings& settings);

class PipelineSink final : public engine::EventSink {
 public:
  // `calls`: nullptr, when nobody wants them.
  PipelineSink(engine::Pipeline& pipeline, const std::vector<engine::ReplayInput>& inputs, engine::ReplayCalls* calls);
  void consume(std::vector<Event>& batch, Time now) override;
  void hear(std::span<const track::AmiTry> tries) override { pipeline_.hear(tries); }
  void hear_session(uint32_t source, std::span<const Event> events, std::span<const CallEvent> calls) override {
    if (calls_ != nullptr) calls_->take(source, events, calls);
  }
  void end_of_input(uint32_t) override {}

 private:
  engine::Pipeline& pipeline_;
  engine::ReplayCalls* calls_;
  std::vector<uint16_t> channels_;
};

// This machine's exchange, if it has one: its trunks are spared in the past, too.
policy::Protected trunks_of(const pbx::Exchange& exchange);

// Runs the inputs through the pipeline to its end, with a progress bar.
engine::ReplayResult run_past(const Material& material, const Past& past, engine::Pipeline& pipeline,
                              engine::ReplayCalls* calls = nullptr);

// Complains about inputs that could not be read to their end. True: there were some.
bool complain_about(const Material& material, const engine::ReplayResult& result);

}  // namespace denwaban::cli
