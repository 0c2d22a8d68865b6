// SPDX-License-Identifier: GPL-3.0-or-later
#include "track/wire_tracker.h"

#include "track/wire/common.h"
#include "track/wire/connections.h"
#include "track/wire/iax_tracker.h"
#include "track/wire/sip_tracker.h"

namespace denwaban::track {

class WireTracker::Impl {
 public:
  Impl(WireOptions options, HashSeed seed)
      : common_(std::move(options), seed), sip_(common_), iax_(common_), connections_(common_, sip_) {}

  void take(const Datagram& datagram, std::vector<Event>& out) {
    if (out.empty()) common_.forget_text();
    ++common_.counters.datagrams;
    common_.locals.saw(datagram.from, datagram.to);
    settle(datagram.time, out);
    switch (datagram.form) {
      case Datagram::Form::packet:
        if (is_iax(datagram)) return iax_.take(datagram, out);
        return sip_.take(datagram, datagram.payload, false, out);
      case Datagram::Form::message:
        // Who reports a message of a connection has that connection.
        return sip_.take(datagram, datagram.payload, datagram.transport != Transport::udp, out);
      default:
        return connections_.take(datagram, out);
    }
  }
  void flush(Time now, std::vector<Event>& out) {
    if (out.empty()) common_.forget_text();
    settle(now, out);
  }
  void relocate(const WireOptions& options) {
    WireOptions& own = common_.options;
    own.local = options.local;
    own.sip_ports = options.sip_ports;
    own.iax_ports = options.iax_ports;
    own.ami_ports = options.ami_ports;
    own.http_ports = options.http_ports;
    common_.locals.tell(own.local);
  }
  void save(ByteWriter& out) const {
    out.put(kVersion);
    out.put(common_.seed.value);
    sip_.save(out);
  }
  // What is kept by hashes can be found again by their seed only.
  bool load(ByteReader& in) {
    if (in.get<uint32_t>() != kVersion) return false;
    common_.seed.value = in.get<uint64_t>();
    return sip_.load(in);
  }
  const WireCounters& counters() const { return common_.counters; }
  std::vector<AmiTry> take_tries() { return connections_.take_tries(); }
  size_t bytes() const { return sizeof *this + sip_.bytes() + iax_.bytes() + connections_.bytes(); }

  const WireOptions& options() const { return common_.options; }
  HashSeed seed() const { return common_.seed; }

 private:
  static constexpr uint32_t kVersion = 0x57495202;  // "WIR", 2

  bool is_iax(const Datagram& d) const {
    const auto& ports = common_.options.iax_ports;
    return wire::holds(ports, d.to_port) || wire::holds(ports, d.from_port);
  }
  void settle(Time now, std::vector<Event>& out) {
    sip_.settle(now, out);
    iax_.settle(now, out);
  }

  wire::Common common_;
  wire::SipTracker sip_;
  wire::IaxTracker iax_;
  wire::Connections connections_;
};

WireTracker::WireTracker(WireOptions options, HashSeed seed)
    : impl_(std::make_unique<Impl>(std::move(options), seed)) {}
WireTracker::~WireTracker() = default;
WireTracker::WireTracker(WireTracker&&) noexcept = default;
WireTracker& WireTracker::operator=(WireTracker&&) noexcept = default;

void WireTracker::take(const Datagram& datagram, std::vector<Event>& out) { impl_->take(datagram, out); }
void WireTracker::flush(Time now, std::vector<Event>& out) { impl_->flush(now, out); }
void WireTracker::relocate(const WireOptions& options) { impl_->relocate(options); }
void WireTracker::save(ByteWriter& out) const { impl_->save(out); }
bool WireTracker::load(ByteReader& in) {
  HashSeed seed = impl_->seed();
  if (impl_->load(in)) return true;
  WireOptions options = impl_->options();
  impl_ = std::make_unique<Impl>(std::move(options), seed);
  return false;
}
const WireCounters& WireTracker::counters() const { return impl_->counters(); }
std::vector<AmiTry> WireTracker::take_tries() { return impl_->take_tries(); }
size_t WireTracker::bytes() const { return impl_->bytes(); }

}  // namespace denwaban::track
