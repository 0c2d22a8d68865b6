// SPDX-License-Identifier: GPL-3.0-or-later
#include "guard/telling.h"

#include "engine/assemble_notify.h"
#include "model/names.h"

namespace denwaban::guard {

void Telling::follow(const settings::Settings& settings) {
  from_ = parse_name<Severity>(settings.notify.from).value_or(Severity::high);
  digest_.allow(settings.notify.an_hour);
  couriers_.clear();  // what they did not tell is in the spool
  for (auto& channel : engine::notify_channels(settings.notify)) {
    std::string folder = settings.store.path + "/notices/" + std::string(channel->name());
    couriers_.push_back(std::make_unique<notify::Courier>(clock_, std::move(channel), std::move(folder)));
  }
}

void Telling::offer(std::optional<notify::Notice> notice) {
  if (!notice || notice->severity < from_ || !digest_.take(*notice, clock_.now())) return;
  for (auto& courier : couriers_) courier->tell(*notice);
}

std::vector<std::string> Telling::each_second() {
  std::vector<std::string> remarks;
  const auto sum = couriers_.empty() ? std::nullopt : digest_.sum(clock_.now());
  for (auto& courier : couriers_) {
    if (sum) courier->tell(*sum);
    for (std::string& remark : courier->remarks()) remarks.push_back(std::move(remark));
  }
  return remarks;
}

std::map<std::string, notify::Courier::Facts> Telling::facts() const {
  std::map<std::string, notify::Courier::Facts> facts;
  for (const auto& courier : couriers_) facts.emplace(courier->channel(), courier->facts());
  return facts;
}

}  // namespace denwaban::guard
