// SPDX-License-Identifier: GPL-3.0-or-later
#include "sources/syslog_listener.h"

#include <fmt/format.h>
#include <sys/epoll.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>

#include "parse/log/syslog.h"
#include "sources/capture/hep_sockets.h"
#include "sources/carried/syslog_sockets.h"
#include "sources/carried_line.h"

namespace denwaban::sources {

class SyslogListener::Impl {
 public:
  explicit Impl(const SyslogOptions& options) : options_(options), epoll_(::epoll_create1(EPOLL_CLOEXEC)) {}
  ~Impl() { take_away(); }

  Status start() {
    if (!options_.socket.empty()) {
      auto fd = bind_syslog_socket(options_.socket, options_.group);
      if (!fd) return tl::unexpected(fd.error());
      socket_ = std::move(*fd);
      if (::stat(options_.socket.c_str(), &file_) != 0) file_ = {};
    }
    if (options_.address) {
      if (!options_.address->is_loopback() && !options_.beyond_loopback)
        return fail(
            ErrorKind::usage,
            fmt::format("{} can be reached by other machines, and whoever reaches it names attackers of his "
                        "choice: use 127.0.0.1, or set syslog.beyond_loopback = true behind a firewall",
                        options_.address->to_string()));
      auto fd = bind_syslog_udp(*options_.address, options_.port, options_.receive_buffer_bytes);
      if (!fd) return tl::unexpected(fd.error());
      udp_ = std::move(*fd);
    }
    if (!watch(socket_) || !watch(udp_))
      return fail(ErrorKind::unavailable, "cannot receive syslog: the kernel gives no epoll descriptor");
    return {};
  }

  bool poll(Time now, std::string& lines) {
    bool more = read(socket_, false, now, lines);
    return read(udp_, true, now, lines) || more;
  }

  SyslogOptions options_;
  UniqueFd epoll_, socket_, udp_;
  SyslogCounters counters_;

 private:
  static constexpr int kCallsPerTurn = 16;

  bool watch(const UniqueFd& fd) {
    if (!fd) return true;
    epoll_event event{};
    event.events = EPOLLIN;
    return ::epoll_ctl(epoll_.get(), EPOLL_CTL_ADD, fd.get(), &event) == 0;
  }

  bool read(const UniqueFd& fd, bool anybody, Time now, std::string& lines) {
    for (int calls = 0; fd && calls < kCallsPerTurn; ++calls) {
      auto datagrams = reader_.read(fd.get());
      for (const SyslogDatagram& datagram : datagrams) take(datagram, anybody, now, lines);
      counters_.kernel_dropped = reader_.kernel_dropped();
      if (datagrams.size() < SyslogReader::kMost) return false;
    }
    return static_cast<bool>(fd);
  }

  bool believed(const SyslogDatagram& datagram) const {
    return datagram.user &&
           std::find(options_.users.begin(), options_.users.end(), *datagram.user) != options_.users.end();
  }

  void take(const SyslogDatagram& datagram, bool anybody, Time now, std::string& lines) {
    std::string_view line = without_end(datagram.bytes), rest = line;
    parse::DateText date;
    if (!parse::take_syslog_prefix(rest, date)) {
      ++counters_.foreign;
    } else if (!anybody && !believed(datagram)) {
      ++counters_.strangers;
    } else if (datagram.cut || rest.size() > kCarriedMax) {
      ++counters_.too_long;
    } else {
      ++counters_.records;
      counters_.last = now;
      append_record(line, lines);
    }
  }

  void take_away() {
    struct stat now {};
    if (!socket_ || ::stat(options_.socket.c_str(), &now) != 0) return;
    if (now.st_ino == file_.st_ino && now.st_dev == file_.st_dev) ::unlink(options_.socket.c_str());
  }

  SyslogReader reader_;
  struct stat file_ {};
};

Result<SyslogListener> SyslogListener::open(const SyslogOptions& options) {
  auto impl = std::make_unique<Impl>(options);
  if (auto started = impl->start(); !started) return tl::unexpected(started.error());
  return SyslogListener(std::move(impl));
}

SyslogListener::SyslogListener(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
SyslogListener::SyslogListener(SyslogListener&&) noexcept = default;
SyslogListener& SyslogListener::operator=(SyslogListener&&) noexcept = default;
SyslogListener::~SyslogListener() = default;

int SyslogListener::fd() const { return impl_->epoll_.get(); }
bool SyslogListener::poll(Time now, std::string& lines) { return impl_->poll(now, lines); }
uint16_t SyslogListener::port() const { return impl_->udp_ ? port_of(impl_->udp_) : 0; }
const SyslogCounters& SyslogListener::counters() const { return impl_->counters_; }

}  // namespace denwaban::sources
