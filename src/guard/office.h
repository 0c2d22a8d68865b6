// SPDX-License-Identifier: GPL-3.0-or-later
// The running guard as the control door's desk sees it.
#pragma once

#include <functional>
#include <string>

#include "actions/firewall.h"
#include "engine/live.h"
#include "engine/live_fraud.h"
#include "serve/desk.h"
#include "settings/settings.h"
#include "store/store.h"

namespace denwaban::guard {

class LiveOffice final : public serve::Office {
 public:
  // Parts of the guard that only it can put into words.
  struct Tellers {
    std::function<std::string()> status;                                     // the JSON object of `status`
    std::function<Result<std::vector<std::string>>(bool ended)> calls;
  };
  // All outlive it.
  LiveOffice(engine::Live& live, engine::LiveFraud& fraud, store::Store& store, const settings::Settings& settings,
             actions::Firewall& firewall, const report::Tally& tally, const Clock& clock, Tellers tellers)
      : live_(live),
        fraud_(fraud),
        store_(store),
        settings_(settings),
        firewall_(firewall),
        tally_(tally),
        clock_(clock),
        tellers_(std::move(tellers)) {}

  Time now() const override { return clock_.now(); }
  policy::Policy& policy() override { return live_.pipeline().policy(); }
  const track::Trust& trust() const override { return live_.pipeline().trust(); }
  Status carry_out(const std::vector<Decision>& decisions) override;
  const fraud::Locks* locks() const override { return &fraud_.locks(); }
  Result<std::vector<std::string>> findings(const serve::FindingQuestion& question) override;
  Result<std::vector<Decision>> decisions_about(const IpAddress& address, size_t limit) override;
  std::map<std::string, std::string> titles(const std::vector<std::string>& finding_ids) override;
  bool allowed_by_settings(const IpPrefix& prefix) override;
  std::vector<actions::FirewallEntry> firewall() override;
  Result<std::vector<std::string>> observed(const report::Question& question) override;
  Result<std::vector<std::string>> calls(bool ended) override { return tellers_.calls(ended); }
  std::string status() override { return tellers_.status(); }

 private:
  engine::Live& live_;
  engine::LiveFraud& fraud_;
  store::Store& store_;
  const settings::Settings& settings_;
  actions::Firewall& firewall_;
  const report::Tally& tally_;
  const Clock& clock_;
  Tellers tellers_;
};

}  // namespace denwaban::guard
