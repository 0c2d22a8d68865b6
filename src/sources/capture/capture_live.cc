// SPDX-License-Identifier: GPL-3.0-or-later
#include "sources/capture_live.h"

#include <fmt/format.h>
#include <pcap/pcap.h>
#include <sys/epoll.h>

#include "base/unique_fd.h"

namespace denwaban::sources {
namespace {

struct Closer {
  void operator()(pcap_t* pcap) const { pcap_close(pcap); }
};
using Pcap = std::unique_ptr<pcap_t, Closer>;

constexpr int kSnapLength = 65'535 + 64;  // the longest IP packet with what lies around it
constexpr int kPacketsPerCall = 256;
constexpr int kCallsPerTurn = 16;

std::string with_detail(int code, pcap_t* pcap) {
  std::string_view detail = pcap_geterr(pcap);
  return detail.empty() ? pcap_statustostr(code) : std::string(detail);
}

tl::unexpected<Error> cannot_capture(const std::string& device, int code, pcap_t* pcap) {
  switch (code) {
    case PCAP_ERROR_PERM_DENIED:
    case PCAP_ERROR_PROMISC_PERM_DENIED:
      return fail(
          ErrorKind::permission,
          fmt::format("cannot capture on {}: permission denied: run as root or give the program CAP_NET_RAW",
                      device));
    case PCAP_ERROR_NO_SUCH_DEVICE:
      return fail(
          ErrorKind::not_found,
          fmt::format(
              "cannot capture on {}: there is no such network device: name one that `ip link` shows, or any",
              device));
    case PCAP_ERROR_IFACE_NOT_UP:
      return fail(
          ErrorKind::unavailable,
          fmt::format("cannot capture on {}: the network device is down: set it up (ip link set {} up)",
                      device, device));
    default:
      return fail(ErrorKind::unavailable, fmt::format("cannot capture on {}: {}: check the network device",
                                                      device, with_detail(code, pcap)));
  }
}

Status set_filter(pcap_t* pcap, const LiveCaptureOptions& options) {
  std::string text = capture_filter(options.udp_ports, options.tcp_ports, pcap_datalink(pcap) == DLT_EN10MB);
  if (text.empty()) return {};
  bpf_program program{};
  int code = pcap_compile(pcap, &program, text.c_str(), 1, PCAP_NETMASK_UNKNOWN);
  if (code == 0) {
    code = pcap_setfilter(pcap, &program);
    pcap_freecode(&program);
  }
  if (code == 0) return {};
  return fail(ErrorKind::unavailable,
              fmt::format("cannot filter what is captured on {}: {}: check the kernel's BPF", options.device,
                          pcap_geterr(pcap)));
}

Result<Pcap> open_device(const LiveCaptureOptions& options) {
  char reason[PCAP_ERRBUF_SIZE] = {};
  Pcap pcap(pcap_create(options.device.c_str(), reason));
  if (!pcap)
    return fail(ErrorKind::unavailable,
                fmt::format("cannot capture on {}: {}: check the network device", options.device, reason));
  pcap_set_snaplen(pcap.get(), kSnapLength);
  pcap_set_promisc(pcap.get(), 0);
  pcap_set_buffer_size(pcap.get(), static_cast<int>(options.ring_bytes));
  pcap_set_timeout(pcap.get(), static_cast<int>(options.patience.count()));
  // Negative is an error, positive a remark.
  if (int code = pcap_activate(pcap.get()); code < 0) return cannot_capture(options.device, code, pcap.get());
  // The second form of "cooked" tells which device a packet passed; where libpcap lacks it, the first will
  // do.
  if (pcap_datalink(pcap.get()) == DLT_LINUX_SLL) (void)pcap_set_datalink(pcap.get(), DLT_LINUX_SLL2);
  if (!parse::link_type_of(pcap_datalink(pcap.get())))
    return fail(ErrorKind::input,
                fmt::format("cannot capture on {}: its link type {} is not known here: capture on any",
                            options.device, pcap_datalink(pcap.get())));
  if (auto filtered = set_filter(pcap.get(), options); !filtered) return tl::unexpected(filtered.error());
  if (pcap_setnonblock(pcap.get(), 1, reason) != 0 || pcap_get_selectable_fd(pcap.get()) < 0)
    return fail(ErrorKind::unavailable,
                fmt::format("cannot capture on {}: it cannot be waited for: {}", options.device, reason));
  return pcap;
}

}  // namespace

class LiveCapture::Impl {
 public:
  explicit Impl(const LiveCaptureOptions& options)
      : options_(options),
        epoll_(epoll_create1(EPOLL_CLOEXEC)),
        decoder_(options.limits, ports_of(options), options.seed) {}

  Status start() {
    auto pcap = open_device(options_);
    if (!pcap) return tl::unexpected(pcap.error());
    epoll_event event{};
    event.events = EPOLLIN;
    if (epoll_ctl(epoll_.get(), EPOLL_CTL_ADD, pcap_get_selectable_fd(pcap->get()), &event) != 0)
      return fail(ErrorKind::unavailable,
                  fmt::format("cannot wait for {}: the kernel gives no epoll descriptor", options_.device));
    link_ = *parse::link_type_of(pcap_datalink(pcap->get()));
    pcap_ = std::move(*pcap);
    seen_ = {};
    problem_.clear();
    return {};
  }

  bool poll(DatagramBatch& batch) {
    batch.clear();
    Turn turn{this, &batch};
    for (int calls = 0; pcap_ && !batch.full(); ++calls) {
      if (calls == kCallsPerTurn) return true;  // many packets may tell nothing
      int count = pcap_dispatch(pcap_.get(), kPacketsPerCall, on_packet, reinterpret_cast<u_char*>(&turn));
      if (count < 0) lose(pcap_geterr(pcap_.get()));
      if (count <= 0) break;
    }
    return batch.full();
  }

  void watch(std::vector<uint16_t> udp_ports, std::vector<uint16_t> tcp_ports) {
    if (udp_ports == options_.udp_ports && tcp_ports == options_.tcp_ports) return;
    options_.udp_ports = std::move(udp_ports);
    options_.tcp_ports = std::move(tcp_ports);
    decoder_.want(ports_of(options_));
    if (!pcap_) return;  // the next start takes them
    if (auto filtered = set_filter(pcap_.get(), options_); !filtered) lose(filtered.error().message);
  }

  void tick() {
    if (pcap_) return read_counters();
    if (auto again = start(); !again)
      problem_ = fmt::format("nothing is captured on {}: {}; tried again each second", options_.device,
                             again.error().message);
  }

  uint64_t packets_ = 0;
  LiveCaptureOptions options_;
  UniqueFd epoll_;
  parse::PacketDecoder decoder_;
  LiveCaptureCounters captured_;
  std::string problem_;

 private:
  struct Turn {
    Impl* self;
    DatagramBatch* batch;
  };

  static std::vector<uint16_t> ports_of(const LiveCaptureOptions& options) {
    std::vector<uint16_t> ports = options.udp_ports;
    ports.insert(ports.end(), options.tcp_ports.begin(), options.tcp_ports.end());
    return ports;
  }

  static void on_packet(u_char* user, const pcap_pkthdr* header, const u_char* data) {
    auto* turn = reinterpret_cast<Turn*>(user);
    Impl& self = *turn->self;
    parse::CapturedPacket packet;
    packet.time = from_epoch_ms(int64_t{header->ts.tv_sec} * 1000 + header->ts.tv_usec / 1000);
    packet.bytes = {reinterpret_cast<const char*>(data), header->caplen};
    packet.length_on_wire = header->len;
    packet.link = self.link_;
    packet.evidence = {++self.packets_, self.options_.source, header->caplen};
    self.decoder_.decode(packet, *turn->batch);
  }

  void lose(std::string_view why) {
    problem_ = fmt::format("nothing is captured on {}: {}; tried again each second", options_.device, why);
    read_counters();
    pcap_.reset();  // takes its descriptor out of epoll_, too
  }

  // libpcap counts in 32 bits since the device was opened.
  void read_counters() {
    pcap_stat now{};
    if (pcap_stats(pcap_.get(), &now) != 0) return;
    captured_.received += now.ps_recv - seen_.ps_recv;
    captured_.dropped += now.ps_drop - seen_.ps_drop;
    seen_ = now;
  }

  Pcap pcap_;
  pcap_stat seen_{};
  parse::LinkType link_ = parse::LinkType::ethernet;
};

Result<LiveCapture> LiveCapture::open(const LiveCaptureOptions& options) {
  auto impl = std::make_unique<Impl>(options);
  if (auto started = impl->start(); !started) return tl::unexpected(started.error());
  return LiveCapture(std::move(impl));
}

LiveCapture::LiveCapture(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
LiveCapture::LiveCapture(LiveCapture&&) noexcept = default;
LiveCapture& LiveCapture::operator=(LiveCapture&&) noexcept = default;
LiveCapture::~LiveCapture() = default;

int LiveCapture::fd() const { return impl_->epoll_.get(); }
bool LiveCapture::poll(DatagramBatch& batch) { return impl_->poll(batch); }
void LiveCapture::watch(std::vector<uint16_t> udp_ports, std::vector<uint16_t> tcp_ports) {
  impl_->watch(std::move(udp_ports), std::move(tcp_ports));
}
uint64_t LiveCapture::counted() const { return impl_->packets_; }
void LiveCapture::count_from(uint64_t number) { impl_->packets_ = number; }
void LiveCapture::tick() { impl_->tick(); }
const std::string& LiveCapture::problem() const { return impl_->problem_; }
LiveCaptureCounters LiveCapture::captured() const { return impl_->captured_; }
const parse::PacketCounters& LiveCapture::counters() const { return impl_->decoder_.counters(); }

}  // namespace denwaban::sources
