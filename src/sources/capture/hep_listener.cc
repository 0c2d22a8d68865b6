// SPDX-License-Identifier: GPL-3.0-or-later
#include "sources/hep_listener.h"

#include <fmt/format.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <sys/timerfd.h>
#include <unistd.h>

#include <algorithm>
#include <limits>
#include <list>
#include <vector>

#include "sources/capture/hep_sockets.h"

namespace denwaban::sources {

class HepListener::Impl {
 public:
  explicit Impl(const HepListenerOptions& options)
      : options_(options), epoll_(::epoll_create1(EPOLL_CLOEXEC)), buffer_(64 << 10) {}

  Status start() {
    if (!options_.address.is_loopback() && options_.key.empty())
      return fail(ErrorKind::usage, fmt::format("listening for HEP at {} without a key would let anybody "
                                                "forge what is seen: set a key, or listen "
                                                "at 127.0.0.1",
                                                options_.address.to_string()));
    if (options_.udp) {
      auto bound = bind_socket("HEP", SOCK_DGRAM, options_.address, options_.port);
      if (!bound) return tl::unexpected(bound.error());
      udp_ = std::move(*bound);
      reader_ = std::make_unique<DatagramReader>(udp_.get(), options_.receive_buffer_bytes);
      port_ = port_of(udp_);
    }
    if (options_.tcp) {
      auto bound = bind_socket("HEP", SOCK_STREAM, options_.address, port_ ? port_ : options_.port);
      if (!bound) return tl::unexpected(bound.error());
      tcp_ = std::move(*bound);
      port_ = port_of(tcp_);
    }
    timer_ = UniqueFd(::timerfd_create(CLOCK_MONOTONIC, TFD_NONBLOCK | TFD_CLOEXEC));
    if ((udp_ && !watch(udp_.get(), &udp_)) || (tcp_ && !watch(tcp_.get(), &tcp_)) || !timer_ ||
        !watch(timer_.get(), &timer_))
      return fail(ErrorKind::unavailable, "cannot listen for HEP: the kernel gives no epoll descriptor");
    return {};
  }

  bool poll(DatagramBatch& batch, Time now) {
    batch.clear();
    std::array<epoll_event, 16> events;
    int count = ::epoll_wait(epoll_.get(), events.data(), events.size(), 0);
    for (int i = 0; i < count; ++i) {
      void* what = events[static_cast<size_t>(i)].data.ptr;
      if (what == &timer_)
        silence_timer();
      else if (what == &udp_)
        read_udp(batch, now);
      else if (what == &tcp_)
        accept_all(now);
      else
        read_tcp(*static_cast<Connection*>(what), batch, now);
    }
    if (options_.patience.count() > 0) hand_out(batch, now);
    return batch.full();
  }

  HepListenerOptions options_;
  UniqueFd epoll_;
  HepCounters counters_;
  uint64_t counted_ = 0;
  uint16_t port_ = 0;

 private:
  static constexpr int kCallsPerTurn = 16;  // many datagrams may lack the key

  struct Connection {
    UniqueFd fd;
    parse::HepStream stream;
    Time last{};
    bool trusted = false;  // has sent a message that counts
    std::list<Connection>::iterator place;
  };

  bool watch(int fd, void* what) {
    epoll_event event{};
    event.events = EPOLLIN;
    event.data.ptr = what;
    return ::epoll_ctl(epoll_.get(), EPOLL_CTL_ADD, fd, &event) == 0;
  }

  void read_udp(DatagramBatch& batch, Time now) {
    for (int calls = 0; !batch.full() && calls < kCallsPerTurn; ++calls) {
      auto datagrams = reader_->read();
      for (std::string_view bytes : datagrams) {
        ++counters_.datagrams;
        take(bytes, batch, now);
      }
      counters_.kernel_dropped = reader_->kernel_dropped();
      if (datagrams.size() < DatagramReader::kMost) return;
    }
  }

  void accept_all(Time now) {
    for (size_t i = 0; i < options_.connections_max; ++i) {
      UniqueFd fd(::accept4(tcp_.get(), nullptr, nullptr, SOCK_NONBLOCK | SOCK_CLOEXEC));
      if (!fd) return;
      if (connections_.size() >= options_.connections_max && !make_room()) {
        ++counters_.connections_refused;
        continue;
      }
      Connection& connection = connections_.emplace_back();
      connection.place = std::prev(connections_.end());
      connection.fd = std::move(fd);
      connection.last = now;
      ++counters_.connections;
      if (!watch(connection.fd.get(), &connection)) connections_.pop_back();
    }
  }

  // One that has shown nothing of use makes room. Not while its event may be waiting in this very turn: it is
  // only shut down, and leaves with its own end of file.
  bool make_room() {
    auto stranger = std::find_if(connections_.begin(), connections_.end(),
                                 [](const Connection& c) { return !c.trusted; });
    if (stranger == connections_.end()) return false;
    ::shutdown(stranger->fd.get(), SHUT_RDWR);
    return false;
  }

  void read_tcp(Connection& connection, DatagramBatch& batch, Time now) {
    ssize_t count = ::recv(connection.fd.get(), buffer_.data(), buffer_.size(), MSG_DONTWAIT);
    if (count < 0 && (errno == EAGAIN || errno == EINTR)) return;
    bool good = count > 0;
    if (good) {
      connection.last = now;
      good =
          connection.stream.feed({buffer_.data(), static_cast<size_t>(count)}, [&](std::string_view frame) {
            ++counters_.frames;
            if (take(frame, batch, now))
              connection.trusted = true;
            else if (wrong_key_)
              connection.trusted = false;
          });
      if (!good) ++counters_.connections_broken;
    }
    if (!good) connections_.erase(connection.place);  // closing takes it out of epoll_
  }

  // True: it was handed out.
  bool take(std::string_view bytes, DatagramBatch& batch, Time now) {
    parse::HepMessage hep;
    parse::HepReading reading = parse::read_hep(bytes, now, hep);
    ++counters_.readings[static_cast<size_t>(reading)];
    wrong_key_ = !options_.key.empty() && !parse::same_key(options_.key, hep.key);
    if (wrong_key_) ++counters_.wrong_key;
    if (wrong_key_ || reading != parse::HepReading::message) return false;
    if (hep.payload_type != parse::HepMessage::kSip) {
      ++counters_.other_payload;
      return false;
    }
    Milliseconds difference = hep.datagram.time - now;
    if (difference > options_.clock_difference_max || difference < -options_.clock_difference_max) {
      ++counters_.clock_differs;
      hep.datagram.time = now;
    }
    ++counters_.messages;
    if (options_.patience.count() > 0) {
      hold(hep, bytes.size(), now);
      return true;
    }
    hep.datagram.evidence = {++counted_, options_.source, static_cast<uint32_t>(bytes.size())};
    batch.take(hep.datagram);
    return true;
  }

  struct Held {
    Time arrived{};
    int64_t sent = 0;   // microseconds, by the sender's clock
    Datagram datagram;  // without its payload
    std::string payload;
    uint32_t length = 0;
  };

  void hold(const parse::HepMessage& hep, size_t length, Time now) {
    Held& held = held_.emplace_back();
    held.arrived = now;
    held.sent = to_epoch_ms(hep.datagram.time) * 1000 + hep.microseconds;
    held.datagram = hep.datagram;
    held.datagram.payload = {};
    held.payload = hep.datagram.payload;
    held.length = static_cast<uint32_t>(length);
  }

  // Those that waited long enough, with all that their senders sent before them.
  void hand_out(DatagramBatch& batch, Time now) {
    if (held_.empty()) return;
    bool all = held_.size() >= options_.held_max;
    auto is_due = [&](const Held& h) {
      return all || h.arrived + options_.patience <= now || h.arrived > now;
    };
    int64_t latest = std::numeric_limits<int64_t>::min();
    for (const Held& held : held_)
      if (is_due(held)) latest = std::max(latest, held.sent);
    auto ripe =
        std::stable_partition(held_.begin(), held_.end(), [&](const Held& h) { return h.sent <= latest; });
    std::stable_sort(held_.begin(), ripe, [](const Held& a, const Held& b) { return a.sent < b.sent; });
    for (auto at = held_.begin(); at != ripe; ++at) {
      at->datagram.payload = at->payload;
      at->datagram.evidence = {++counted_, options_.source, at->length};
      batch.take(at->datagram);
    }
    held_.erase(held_.begin(), ripe);
    if (!held_.empty()) set_timer();
  }

  void set_timer() {
    itimerspec when{};
    when.it_value.tv_nsec = std::min<long>(options_.patience.count(), 999) * 1'000'000;
    ::timerfd_settime(timer_.get(), 0, &when, nullptr);
  }
  void silence_timer() {
    uint64_t times = 0;
    (void)!::read(timer_.get(), &times, sizeof times);
  }

  UniqueFd udp_, tcp_, timer_;
  std::vector<Held> held_;
  std::unique_ptr<DatagramReader> reader_;
  std::list<Connection> connections_;
  std::vector<char> buffer_;
  bool wrong_key_ = false;
};

Result<HepListener> HepListener::open(const HepListenerOptions& options) {
  auto impl = std::make_unique<Impl>(options);
  if (auto started = impl->start(); !started) return tl::unexpected(started.error());
  return HepListener(std::move(impl));
}

HepListener::HepListener(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
HepListener::HepListener(HepListener&&) noexcept = default;
HepListener& HepListener::operator=(HepListener&&) noexcept = default;
HepListener::~HepListener() = default;

int HepListener::fd() const { return impl_->epoll_.get(); }
bool HepListener::poll(DatagramBatch& batch, Time now) { return impl_->poll(batch, now); }
uint64_t HepListener::counted() const { return impl_->counted_; }
void HepListener::count_from(uint64_t number) { impl_->counted_ = number; }
uint16_t HepListener::port() const { return impl_->port_; }
const HepCounters& HepListener::counters() const { return impl_->counters_; }

}  // namespace denwaban::sources
