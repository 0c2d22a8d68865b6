// SPDX-License-Identifier: GPL-3.0-or-later
// Any datagrams in any order: the tracker's memory is bounded, its events point to text that is there, and it
// tells of nobody but those who sent something.
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "base/check.h"
#include "track/wire_tracker.h"

using namespace denwaban;
using namespace denwaban::track;

namespace {

constexpr uint16_t kPorts[] = {5060, 4569, 5038, 8088};

WireOptions options() {
  WireOptions options;
  options.transactions_max = options.nonces_max = options.calls_max = 16;
  options.connections_max = 4;
  return options;
}

// Each datagram: a byte that says from whom, to which port and in which form, a byte of time, two of length.
Datagram take_datagram(std::string_view& bytes, Time& now) {
  Datagram d;
  auto byte = [&](size_t i) { return static_cast<uint8_t>(bytes[i]); };
  uint8_t how = byte(0);
  now += Milliseconds(byte(1) * byte(1));
  size_t size = std::min<size_t>(byte(2) << 8 | byte(3), bytes.size() - 4);
  IpAddress stranger = IpAddress::v4(0xcb007100u + (how >> 6)), pbx = IpAddress::v4(0x0a000001);
  bool inbound = how & 1;
  d.time = now;
  d.from = inbound ? stranger : pbx;
  d.to = inbound ? pbx : stranger;
  d.from_port = inbound ? uint16_t{5062} : kPorts[how >> 1 & 3];
  d.to_port = inbound ? kPorts[how >> 1 & 3] : uint16_t{5062};
  d.form = static_cast<Datagram::Form>((how >> 3 & 7) % 6);
  bool stream = d.form != Datagram::Form::packet && d.form != Datagram::Form::message;
  d.transport = stream ? Transport::tcp : Transport::udp;
  d.connection = stream ? 1u + (how >> 1 & 3) + (how >> 6) * 4u : 0;
  d.payload = bytes.substr(4, size);
  bytes.remove_prefix(4 + size);
  return d;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  std::string_view bytes(reinterpret_cast<const char*>(data), size);
  WireTracker tracker(options(), HashSeed{});
  Time now = from_epoch_ms(1'800'000'000'000);
  std::vector<Event> events;
  size_t text = 0;
  auto look = [&] {
    for (const Event& e : events) {
      DENWABAN_CHECK(e.account.size() <= Event::kAccountLengthMax && 
                     (e.kind == EventKind::traffic || !e.address.is_unspecified()));
      for (char c : e.session) text += static_cast<uint8_t>(c);
      for (char c : e.account) text += static_cast<uint8_t>(c);
    }
    events.clear();
  };
  while (bytes.size() > 4) {
    tracker.take(take_datagram(bytes, now), events);
    DENWABAN_CHECK(events.size() <= 256);
    if (text % 3 != 0) look();  // sometimes a batch is more than one datagram
  }
  tracker.flush(Time::max(), events);
  look();
  DENWABAN_CHECK(tracker.bytes() < 1'000'000);
  return 0;
}
