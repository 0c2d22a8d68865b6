// SPDX-License-Identifier: GPL-3.0-or-later
// The backend `none`: nothing is dropped; what would be is kept in memory, so that it can be shown and tried
// out.
#pragma once

#include <map>
#include <tuple>

#include "actions/firewall.h"

namespace denwaban::actions {

class NoFirewall final : public Firewall {
 public:
  // `clock` outlives it; entries leave the list when their span is over. `what` is for people.
  explicit NoFirewall(const Clock& clock, std::string what = "none: nothing is dropped")
      : clock_(clock), what_(std::move(what)) {}

  Status install(const GuardedPorts& ports) override;
  Status apply(std::span<const FirewallChange> changes) override;
  Result<std::vector<FirewallEntry>> list() override;
  Status remove() override;
  std::string describe() const override;
  bool drops() const override { return false; }

 private:
  using Place = std::tuple<FirewallEntry::Set, IpPrefix, uint16_t>;
  const Clock& clock_;
  const std::string what_;
  std::map<Place, std::optional<Time>> entries_;  // until when
  bool installed_ = false;
};

}  // namespace denwaban::actions
