// SPDX-License-Identifier: GPL-3.0-or-later
#include "guard/wire.h"

#include <fmt/format.h>

#include <charconv>
#include <fstream>

namespace denwaban::guard {
namespace {

constexpr uint32_t kCaptureSource = 0xffff'fffe;  // logs are numbered from 0
constexpr uint32_t kHepSource = 0xffff'ffff;

struct Listen {
  IpAddress address;
  uint16_t port = 0;
};

// "127.0.0.1:9060", "[::1]:9060"
std::optional<Listen> parse_listen(std::string_view text) {
  size_t colon = text.rfind(':');
  if (colon == text.npos) return std::nullopt;
  std::string_view host = text.substr(0, colon), port = text.substr(colon + 1);
  if (host.starts_with('[') && host.ends_with(']')) host = host.substr(1, host.size() - 2);
  auto address = IpAddress::parse(host);
  Listen listen;
  auto [end, error] = std::from_chars(port.data(), port.data() + port.size(), listen.port);
  if (!address || error != std::errc() || end != port.data() + port.size()) return std::nullopt;
  listen.address = *address;
  return listen;
}

Result<std::string> read_key(const std::string& path) {
  std::string key;
  if (path.empty()) return key;
  std::ifstream file(path);
  if (!std::getline(file, key) || key.empty())
    return fail(ErrorKind::input,
                fmt::format("cannot read a key from {}: write it into the file's first line", path));
  return key;
}

}  // namespace

Wire::Wire(net::Loop& loop, const Clock& clock, Take take)
    : loop_(loop), clock_(clock), take_(std::move(take)) {}

void Wire::open(const settings::WireSettings& settings, const actions::GuardedPorts& ports,
                const std::vector<IpAddress>& own) {
  track::WireOptions options;
  for (const IpAddress& address : own) options.local.push_back(IpPrefix::host(address));
  tracker_.emplace(std::move(options), HashSeed::random());
  if (settings.capture) open_capture(settings, ports);
  if (!settings.hep_listen.empty()) open_hep(settings);
}

void Wire::open_capture(const settings::WireSettings& settings, const actions::GuardedPorts& ports) {
  sources::LiveCaptureOptions options;
  options.device = settings.interface;
  options.udp_ports = ports.udp;
  options.tcp_ports = ports.tcp;
  options.source = kCaptureSource;
  options.seed = HashSeed::random();
  auto capture = sources::LiveCapture::open(options);
  if (!capture) return remarks_.push_back(fmt::format("packets are not seen: {}", capture.error().message));
  capture_.emplace(std::move(*capture));
  capture_eye_.what = fmt::format("capture on {}", settings.interface);
}

void Wire::open_hep(const settings::WireSettings& settings) {
  auto listen = parse_listen(settings.hep_listen);
  auto key = read_key(settings.hep_key_file);
  if (!listen)
    return remarks_.push_back(fmt::format(
        "no HEP is received: wire.hep_listen \"{}\" is no address and port: write it like \"127.0.0.1:9060\"",
        settings.hep_listen));
  if (!key) return remarks_.push_back(fmt::format("no HEP is received: {}", key.error().message));
  sources::HepListenerOptions options;
  options.address = listen->address;
  options.port = listen->port;
  options.key = std::move(*key);
  options.source = kHepSource;
  auto hep = sources::HepListener::open(options);
  if (!hep) return remarks_.push_back(fmt::format("no HEP is received: {}", hep.error().message));
  hep_.emplace(std::move(*hep));
  hep_eye_.what = fmt::format("HEP on {}", settings.hep_listen);
}

void Wire::start() {
  if (capture_) reading_capture_ = loop_.on_readable(capture_->fd(), [this] { read_capture(); });
  if (hep_) reading_hep_ = loop_.on_readable(hep_->fd(), [this] { read_hep(); });
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
  if (!events_.empty()) take_(events_);
}

void Wire::each_second() {
  if (capture_) capture_->tick();
  if (!tracker_) return;
  events_.clear();
  tracker_->flush(clock_.now(), events_);
  if (!events_.empty()) take_(events_);
}

std::optional<std::string> Wire::line(const EvidenceRef& ref) const {
  if (ref.source == kCaptureSource) return capture_memory_.line(ref.offset);
  if (ref.source == kHepSource) return hep_memory_.line(ref.offset);
  return std::nullopt;
}

std::vector<std::string> Wire::remarks() const {
  std::vector<std::string> all = remarks_;
  if (capture_ && !capture_->problem().empty()) all.push_back(capture_->problem());
  return all;
}

std::vector<Wire::Eye> Wire::eyes() const {
  std::vector<Eye> eyes;
  if (capture_) {
    eyes.push_back(capture_eye_);
    eyes.back().dropped = capture_->captured().dropped;
  }
  if (hep_) {
    eyes.push_back(hep_eye_);
    eyes.back().dropped = hep_->counters().kernel_dropped;
  }
  return eyes;
}

}  // namespace denwaban::guard
