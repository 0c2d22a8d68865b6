// SPDX-License-Identifier: GPL-3.0-or-later
#include "guard/wire.h"

#include <fmt/format.h>

#include <fstream>
#include <utility>

#include "base/bytes.h"
#include "engine/unopened.h"
#include "guard/listen.h"
#include "guard/services.h"

namespace denwaban::guard {
namespace {

constexpr uint32_t kCaptureSource = 0xffff'fffe;  // logs are numbered from 0
constexpr uint32_t kHepSource = 0xffff'ffff;

Result<std::string> read_key(const std::string& path) {
  std::string key;
  if (path.empty()) return key;
  std::ifstream file(path);
  if (!std::getline(file, key) || key.empty())
    return fail(ErrorKind::input,
                fmt::format("cannot read a key from {}: write it into the file's first line", path));
  return key;
}

// Beyond what belongs there anyway (other ports, ARP).
std::map<std::string, uint64_t> refused_of(const parse::PacketCounters& counters) {
  using parse::PacketDrop;
  std::map<std::string, uint64_t> refused;
  for (PacketDrop drop :
       {PacketDrop::cut_short, PacketDrop::bad_header, PacketDrop::bad_fragment, PacketDrop::fragment_overlap,
        PacketDrop::fragment_timeout, PacketDrop::fragment_evicted, PacketDrop::stream_outside,
        PacketDrop::stream_evicted, PacketDrop::stream_gap})
    if (counters[drop] > 0) refused.emplace(parse::name_of(drop), counters[drop]);
  return refused;
}

std::map<std::string, uint64_t> refused_of(const sources::HepCounters& counters) {
  using parse::HepReading;
  std::map<std::string, uint64_t> refused;
  auto note = [&](std::string_view why, uint64_t count) {
    if (count > 0) refused.emplace(why, count);
  };
  for (HepReading reading :
       {HepReading::compressed, HepReading::incomplete, HepReading::damaged, HepReading::unknown})
    note(parse::name_of(reading), counters[reading]);
  note("wrong_key", counters.wrong_key);
  note("no_sip", counters.other_payload);
  note("clock_differs", counters.clock_differs);
  note("connections_refused", counters.connections_refused);
  note("connections_broken", counters.connections_broken);
  return refused;
}

}  // namespace

Wire::Wire(net::Loop& loop, const Clock& clock, Take take)
    : loop_(loop), clock_(clock), take_(std::move(take)) {}

track::WireOptions Wire::options(const Place& place) const {
  track::WireOptions options;
  for (const IpAddress& address : place.own) options.local.push_back(IpPrefix::host(address));
  name_services(place.exchange, options);
  return options;
}

void Wire::open(const settings::WireSettings& settings, const Place& place) {
  settings_ = settings;
  tracker_.emplace(options(place), HashSeed::random());
  if (settings_.capture) open_capture(place.ports);
  if (!settings_.hep_listen.empty()) open_hep();
}

void Wire::follow(const settings::WireSettings& settings, const Place& place) {
  if (!tracker_) return;
  tracker_->relocate(options(place));
  if (capture_) capture_->watch(place.ports.udp, place.ports.tcp);
  settings_remark_.clear();
  if (settings.capture != settings_.capture || settings.interface != settings_.interface)
    settings_remark_ =
        "wire.capture and wire.interface were changed: they take effect when the guard is started anew, as "
        "the right to open a capture is given up after the start";
  if (settings.hep_listen == settings_.hep_listen && settings.hep_key_file == settings_.hep_key_file && hep_)
    return;
  settings_.hep_listen = settings.hep_listen;
  settings_.hep_key_file = settings.hep_key_file;
  reading_hep_.reset();
  hep_.reset();
  hep_remark_.clear();
  if (!settings_.hep_listen.empty()) open_hep();
  start();
}

void Wire::open_capture(const actions::GuardedPorts& ports) {
  sources::LiveCaptureOptions options;
  options.device = settings_.interface;
  options.udp_ports = ports.udp;
  options.tcp_ports = ports.tcp;
  options.source = kCaptureSource;
  options.seed = HashSeed::random();
  auto capture = sources::LiveCapture::open(options);
  if (!capture) {
    capture_remark_ = fmt::format("packets are not seen: {}", capture.error().message);
    return;
  }
  capture_.emplace(std::move(*capture));
  capture_eye_.what = fmt::format("capture on {}", settings_.interface);
}

void Wire::open_hep() {
  auto refuse = [this](std::string_view why) { hep_remark_ = fmt::format("no HEP is received: {}", why); };
  auto listen = parse_listen(settings_.hep_listen);
  auto key = read_key(settings_.hep_key_file);
  if (!listen)
    return refuse(
        fmt::format("wire.hep_listen \"{}\" is no address and port: write it like \"127.0.0.1:9060\"",
                    settings_.hep_listen));
  if (!key) return refuse(key.error().message);
  sources::HepListenerOptions options;
  options.address = listen->address;
  options.port = listen->port;
  options.key = std::move(*key);
  options.source = kHepSource;
  auto hep = sources::HepListener::open(options);
  if (!hep) return refuse(hep.error().message);
  hep_.emplace(std::move(*hep));
  hep_eye_.what = fmt::format("HEP on {}", settings_.hep_listen);
}

void Wire::start() {
  if (capture_ && !reading_capture_)
    reading_capture_ = loop_.on_readable(capture_->fd(), [this] { read_capture(); });
  if (hep_ && !reading_hep_) reading_hep_ = loop_.on_readable(hep_->fd(), [this] { read_hep(); });
}

// The descriptor stays readable while more is waiting.
void Wire::read_capture() {
  capture_->poll(batch_);
  track(capture_eye_, capture_memory_);
}

void Wire::read_hep() {
  hep_->poll(batch_, clock_.now());
  track(hep_eye_, hep_memory_);
}

void Wire::track(Eye& eye, PacketMemory& memory) {
  events_.clear();
  for (const Datagram& datagram : batch_.datagrams()) {
    memory.remember(datagram);
    tracker_->take(datagram, events_);
  }
  if (batch_.size() > 0) eye.last = clock_.now();
  eye.seen += batch_.size();
  hand_on();
}

void Wire::each_second() {
  if (capture_) capture_->tick();
  if (!tracker_) return;
  events_.clear();
  tracker_->flush(clock_.now(), events_);
  hand_on();
}

void Wire::hand_on() {
  auto tries = tracker_->take_tries();
  if (!events_.empty()) take_(events_, tries);
}

std::optional<std::string> Wire::line(const EvidenceRef& ref) const {
  if (ref.source == kCaptureSource) return capture_memory_.line(ref.offset);
  if (ref.source == kHepSource) return hep_memory_.line(ref.offset);
  return std::nullopt;
}

std::vector<std::string> Wire::remarks() const {
  std::vector<std::string> all;
  for (const std::string* remark : {&capture_remark_, &hep_remark_, &settings_remark_, &state_remark_})
    if (!remark->empty()) all.push_back(*remark);
  if (capture_ && !capture_->problem().empty()) all.push_back(capture_->problem());
  if (capture_)
    if (auto unopened = engine::unopened_sentence(capture_eye_.what, capture_->counters().unopened))
      all.push_back(std::move(*unopened));
  if (hep_ && hep_->counters().wrong_key > 0)
    all.push_back(fmt::format(
        "{} HEP messages had a wrong key or none and were not believed: let the sender (hep.conf, "
        "capture_password) show the key of wire.hep_key_file; if it does, somebody else sends them",
        hep_->counters().wrong_key));
  return all;
}

std::vector<Wire::Eye> Wire::eyes() const {
  std::vector<Eye> eyes;
  if (capture_) {
    Eye& eye = eyes.emplace_back(capture_eye_);
    eye.dropped = capture_->captured().dropped;
    eye.refused = refused_of(capture_->counters());
  }
  if (hep_) {
    Eye& eye = eyes.emplace_back(hep_eye_);
    eye.dropped = hep_->counters().kernel_dropped;
    eye.refused = refused_of(hep_->counters());
  }
  return eyes;
}

std::string Wire::save() const {
  ByteWriter out;
  out.put(capture_ ? capture_->counted() : uint64_t{0});
  out.put(hep_ ? hep_->counted() : uint64_t{0});
  if (tracker_) tracker_->save(out);
  return out.take();
}

void Wire::load(std::string_view bytes) {
  ByteReader in(bytes);
  auto packets = in.get<uint64_t>(), messages = in.get<uint64_t>();
  if (capture_) capture_->count_from(packets);
  if (hep_) hep_->count_from(messages);
  if (tracker_ && !tracker_->load(in))
    state_remark_ =
        "what requests were under way is damaged on the disk or of another version: the wire's proofs start "
        "fresh";
}

}  // namespace denwaban::guard
