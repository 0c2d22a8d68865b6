// SPDX-License-Identifier: GPL-3.0-or-later
#include "track/wire_tracker.h"

#include "track/wire/common.h"
#include "track/wire/sip_tracker.h"

namespace denwaban::track {

class WireTracker::Impl {
 public:
  Impl(WireOptions options, HashSeed seed) : common_(std::move(options), seed), sip_(common_) {}

  void take(const Datagram& datagram, std::vector<Event>& out) {
    if (out.empty()) common_.forget_text();
    ++common_.counters.datagrams;
    common_.locals.saw(datagram.from, datagram.to);
    settle(datagram.time, out);
    if (datagram.form == Datagram::Form::packet || datagram.form == Datagram::Form::message)
      sip_.take(datagram, datagram.payload, false, out);
  }
  void flush(Time now, std::vector<Event>& out) {
    if (out.empty()) common_.forget_text();
    settle(now, out);
  }
  const WireCounters& counters() const { return common_.counters; }
  std::vector<AmiAction> take_actions() { return {}; }
  size_t bytes() const { return sizeof *this + sip_.bytes(); }

 private:
  void settle(Time now, std::vector<Event>& out) { sip_.settle(now, out); }

  wire::Common common_;
  wire::SipTracker sip_;
};

WireTracker::WireTracker(WireOptions options, HashSeed seed)
    : impl_(std::make_unique<Impl>(std::move(options), seed)) {}
WireTracker::~WireTracker() = default;
WireTracker::WireTracker(WireTracker&&) noexcept = default;
WireTracker& WireTracker::operator=(WireTracker&&) noexcept = default;

void WireTracker::take(const Datagram& datagram, std::vector<Event>& out) { impl_->take(datagram, out); }
void WireTracker::flush(Time now, std::vector<Event>& out) { impl_->flush(now, out); }
const WireCounters& WireTracker::counters() const { return impl_->counters(); }
std::vector<AmiAction> WireTracker::take_actions() { return impl_->take_actions(); }
size_t WireTracker::bytes() const { return impl_->bytes(); }

}  // namespace denwaban::track
