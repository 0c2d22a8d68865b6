// SPDX-License-Identifier: GPL-3.0-or-later
#include "fraud/detectors.h"

#include "fraud/core.h"

namespace denwaban::fraud {

Detectors::Detectors(Options options, HashSeed seed) : impl_(std::make_unique<Impl>(std::move(options), seed)) {}
Detectors::~Detectors() = default;
Detectors::Detectors(Detectors&&) noexcept = default;
Detectors& Detectors::operator=(Detectors&&) noexcept = default;

void Detectors::hear(const Call& call, CallChange change, Time now, std::vector<FraudFinding>& out) {
  impl_->hear(call, change, now, out);
}
void Detectors::advance(Time now, std::vector<FraudFinding>& out) { impl_->advance(now, out); }
Weighed Detectors::weigh(const Call& call, Time now) { return impl_->weigh(call, now); }
Baseline Detectors::baseline(const std::string& account) const { return impl_->baseline(account); }
std::vector<std::string> Detectors::accounts() const { return impl_->accounts(); }
void Detectors::finish(std::vector<FraudFinding>& out) { impl_->finish(out); }

}  // namespace denwaban::fraud
