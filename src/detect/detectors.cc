// SPDX-License-Identifier: GPL-3.0-or-later
#include "detect/detectors.h"

#include "detect/core.h"

namespace denwaban::detect {

Detectors::Detectors(Options options, HashSeed seed) : impl_(std::make_unique<Impl>(options, seed)) {}
Detectors::~Detectors() = default;
Detectors::Detectors(Detectors&&) noexcept = default;
Detectors& Detectors::operator=(Detectors&&) noexcept = default;

void Detectors::observe(std::span<const Event> events, const track::Trust& trust, Time,
                        std::vector<Finding>& out) {
  impl_->observe(events, trust, out);
}
void Detectors::advance(Time now, std::vector<Finding>& out) { impl_->advance(now, out); }
void Detectors::finish(std::vector<Finding>& out) { impl_->finish(out); }
bool Detectors::guessed(const IpAddress& address, std::string_view account, Time now) const {
  return impl_->guessed(address, account, now);
}
void Detectors::know(const knowledge::Atlas* atlas) { impl_->know(atlas); }
std::optional<IpAddress> Detectors::shared_front() const { return impl_->shared_front(); }
Detectors::Counters Detectors::counters() const { return impl_->counters(); }
void Detectors::save(ByteWriter& out) const { impl_->save(out); }

bool Detectors::load(ByteReader& in) {
  Options options = impl_->options();
  HashSeed seed = impl_->seed();
  if (in.get<uint32_t>() == Impl::kStateVersion) {
    // Keys are stored as this seed scrambled them.
    auto loaded = std::make_unique<Impl>(options, HashSeed{in.get<uint64_t>()});
    loaded->know(impl_->atlas());
    if (loaded->load(in)) {
      impl_ = std::move(loaded);
      return true;
    }
  }
  const knowledge::Atlas* atlas = impl_->atlas();
  impl_ = std::make_unique<Impl>(options, seed);
  impl_->know(atlas);
  return false;
}

}  // namespace denwaban::detect
