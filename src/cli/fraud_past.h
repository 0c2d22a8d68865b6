// SPDX-License-Identifier: GPL-3.0-or-later
// What the call records among the inputs of a replay tell of fraud.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "cli/show.h"
#include "engine/records/fraud_report.h"
#include "engine/records/replay_records.h"
#include "settings/settings.h"

namespace denwaban::cli {

class FraudPast {
 public:
  FraudPast(const std::vector<engine::ReplayInput>& inputs, const settings::Settings& settings,
            const pbx::Exchange& exchange)
      : inputs_(inputs), settings_(settings), exchange_(exchange) {}

  // Reads them all, with a progress bar. `sessions`: what was heard already. Errors: the rate deck cannot be read.
  Status run(const engine::ReplayCalls* sessions = nullptr);
  // In the order of their alarms, with their sentences and lines.
  void each(const std::function<void(const FraudFinding&, const FindingTexts&)>& take);
  // What it cost, and what would not have been lost; nothing where there was no fraud.
  std::optional<std::string> sentence() const;
  // True: there were some that could not be read to their end.
  bool complain_about_inputs() const;

  const engine::RecordsResult& result() const { return result_; }
  uint64_t findings_total() const { return report_ ? report_->findings().size() + report_->dropped() : 0; }
  uint64_t dropped() const { return report_ ? report_->dropped() : 0; }
  std::optional<Severity> worst() const;

 private:
  const std::vector<engine::ReplayInput>& inputs_;
  const settings::Settings& settings_;
  const pbx::Exchange& exchange_;
  std::optional<engine::FraudReport> report_;
  engine::RecordsResult result_;
};

// One finding in full, with its evidence.
std::string show_fraud(const FraudFinding& finding, const FindingTexts& texts, const Look& look);

}  // namespace denwaban::cli
