// SPDX-License-Identifier: GPL-3.0-or-later
#include "guard/telling.h"

#include "engine/assemble_notify.h"
#include "model/names.h"

namespace denwaban::guard {

void Telling::follow(const settings::Settings& settings) {
  from_ = parse_name<Severity>(settings.notify.from).value_or(Severity::high);
  digest_.allow(settings.notify.an_hour);
  courier_.reset();  // what it did not tell is in the spool
  engine::Channels channels = engine::notify_channels(settings.notify);
  remarks_ = std::move(channels.remarks);
  if (!channels.usable.empty())
    courier_ = std::make_unique<notify::Courier>(clock_, std::move(channels.usable),
                                                 settings.store.path + "/notices");
}

void Telling::offer(std::optional<notify::Notice> notice) {
  if (!notice || notice->severity < from_) return;
  if (digest_.take(*notice, clock_.now())) courier_->tell(std::move(*notice));
}

std::vector<std::string> Telling::each_second() {
  if (!courier_) return {};
  if (auto sum = digest_.sum(clock_.now())) courier_->tell(std::move(*sum));
  return courier_->remarks();
}

std::optional<notify::Courier::Facts> Telling::facts() const {
  if (!courier_) return std::nullopt;
  return courier_->facts();
}

}  // namespace denwaban::guard
