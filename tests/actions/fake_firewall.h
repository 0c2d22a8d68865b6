// SPDX-License-Identifier: GPL-3.0-or-later
// A kernel in memory that can fail on demand.
#pragma once

#include <deque>

#include "actions/no_firewall.h"

namespace denwaban::actions {

struct FakeClock final : Clock {
  Time now() const override { return time; }
  Time time = from_epoch_ms(1'700'000'000'000);
};

class FakeFirewall final : public Firewall {
 public:
  Status install(const GuardedPorts& ports) override {
    return next_failure("install").and_then([&] { return kernel.install(ports); });
  }
  Status apply(std::span<const FirewallChange> changes) override {
    ++applies;
    return next_failure("apply").and_then([&] { return kernel.apply(changes); });
  }
  Result<std::vector<FirewallEntry>> list() override {
    if (Status status = next_failure("list"); !status) return tl::unexpected(status.error());
    return kernel.list();
  }
  Status remove() override { return kernel.remove(); }
  std::string describe() const override { return "fake"; }

  // The next call of `operation` fails so.
  void fail_next(std::string operation, ErrorKind kind) { failures.emplace_back(std::move(operation), kind); }

  FakeClock clock;
  NoFirewall kernel{clock};
  int applies = 0;

 private:
  Status next_failure(std::string_view operation) {
    if (failures.empty() || failures.front().first != operation) return {};
    ErrorKind kind = failures.front().second;
    failures.pop_front();
    return fail(kind, "injected");
  }
  std::deque<std::pair<std::string, ErrorKind>> failures;
};

}  // namespace denwaban::actions
