// SPDX-License-Identifier: GPL-3.0-or-later
// Who is told of what the guard found: notices are made of findings and decisions, those that are grave
// enough and not too many go to a courier for each channel. Runs on the loop's thread.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "notify/compose.h"
#include "notify/courier.h"
#include "notify/digest.h"
#include "settings/settings.h"

namespace denwaban::guard {

class Telling {
 public:
  explicit Telling(const Clock& clock) : clock_(clock) {}

  // From now on; also after a reload. What an earlier life did not get told is told.
  void follow(const settings::Settings& settings);
  template <class AnyFinding>
  void hear(const AnyFinding& finding, std::span<const Decision> decisions, const std::string& record) {
    if (!couriers_.empty()) offer(notify::compose(finding, decisions, record, clock_.now()));
  }
  // Sentences for the log.
  std::vector<std::string> each_second();

  // By channel; empty: nobody is to be told.
  std::map<std::string, notify::Courier::Facts> facts() const;

 private:
  void offer(std::optional<notify::Notice> notice);

  const Clock& clock_;
  Severity from_ = Severity::high;
  notify::Digest digest_{0};
  std::vector<std::unique_ptr<notify::Courier>> couriers_;
};

}  // namespace denwaban::guard
