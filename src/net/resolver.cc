// SPDX-License-Identifier: GPL-3.0-or-later
#include "net/resolver.h"

#include <ares.h>
#include <fmt/format.h>
#include <netdb.h>
#include <sys/epoll.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <sys/timerfd.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <deque>
#include <set>

#include "base/unique_fd.h"
#include "net/dns_answer.h"

namespace denwaban::net {
namespace {

constexpr int kClassIn = 1, kTypeA = 1, kTypeAaaa = 28, kTypeSrv = 33;
constexpr size_t kTargetsMax = 16;  // of one question

// "No such name" is an answer; a name server that fails, refuses or keeps silent is none.
bool is_answer(int status) {
  return status == ARES_SUCCESS || status == ARES_ENODATA || status == ARES_ENOTFOUND;
}

Time changed_at(const std::string& path) {
  struct stat status = {};
  if (::stat(path.c_str(), &status) != 0) return {};
  return from_epoch_ms(int64_t{status.st_mtim.tv_sec} * 1000 + status.st_mtim.tv_nsec / 1'000'000);
}

}  // namespace

struct Resolver::State {
  // One name with its services: `open_parts` queries are on their way; the last one that ends finishes the
  // job.
  struct Job {
    State* owner = nullptr;
    pbx::TrunkAnswer answer;
    Done done;
    std::set<std::string> asked;  // names asked for addresses
    std::optional<Seconds> ttl;
    size_t open_parts = 0;
    bool complete = true;
  };

  Options options;
  UniqueFd epoll;
  UniqueFd timer;
  ares_channel channel = nullptr;
  Time configured_at{};
  std::deque<std::pair<pbx::TrunkQuestion, Done>> waiting;
  size_t running = 0;
  int inside = 0;  // depth of calls that c-ares may be on the stack of: it cannot be restarted there
  bool closing = false;

  Status open_channel();
  void close_channel();
  void refresh_servers();
  void start(const pbx::TrunkQuestion& question, Done done);
  void start_waiting();
  bool ask_hosts_file(Job& job, const std::string& host);
  void ask_addresses(Job& job, const std::string& host);
  void ask(Job& job, const std::string& name, int type, ares_callback callback);
  void end_part(Job& job);
  void arm_timer();
  void take(Job& job, int status, const unsigned char* bytes, int length, bool follow_targets);

  static void on_socket(void* self, ares_socket_t fd, int readable, int writable);
  static void on_addresses(void* job, int status, int timeouts, unsigned char* bytes, int length);
  static void on_services(void* job, int status, int timeouts, unsigned char* bytes, int length);
};

Status Resolver::State::open_channel() {
  ares_options settings = {};
  settings.timeout = static_cast<int>(options.timeout.count());
  settings.tries = options.tries;
  settings.sock_state_cb = &State::on_socket;
  settings.sock_state_cb_data = this;
  std::string path = options.resolv_conf;
  settings.resolvconf_path = path.data();
  configured_at = changed_at(path);
  int mask = ARES_OPT_TIMEOUTMS | ARES_OPT_TRIES | ARES_OPT_SOCK_STATE_CB | ARES_OPT_RESOLVCONF;
  int status = ares_init_options(&channel, &settings, mask);
  if (status == ARES_SUCCESS && !options.servers.empty()) {
    status = ares_set_servers_ports_csv(channel, options.servers.c_str());
  }
  if (status == ARES_SUCCESS) return {};
  return fail(ErrorKind::unavailable,
              fmt::format("cannot look up names of trunks: {}: check {}", ares_strerror(status),
                          options.servers.empty() ? path : options.servers));
}

void Resolver::State::close_channel() {
  if (channel) ares_destroy(channel);
  channel = nullptr;
}

// c-ares reads resolv.conf once. A laptop or a DHCP client changes it; between two questions we look.
void Resolver::State::refresh_servers() {
  if (inside > 0 || running > 0 || !options.servers.empty() ||
      changed_at(options.resolv_conf) == configured_at)
    return;
  close_channel();
  if (!open_channel()) close_channel();
}

void Resolver::State::on_socket(void* self, ares_socket_t fd, int readable, int writable) {
  auto* state = static_cast<State*>(self);
  epoll_event event = {};
  event.events = (readable ? uint32_t{EPOLLIN} : 0u) | (writable ? uint32_t{EPOLLOUT} : 0u);
  event.data.fd = fd;
  int epoll = state->epoll.get();
  if (event.events == 0) {
    ::epoll_ctl(epoll, EPOLL_CTL_DEL, fd, nullptr);
  } else if (::epoll_ctl(epoll, EPOLL_CTL_MOD, fd, &event) != 0 && errno == ENOENT) {
    ::epoll_ctl(epoll, EPOLL_CTL_ADD, fd, &event);  // refused: the query times out
  }
}

void Resolver::State::arm_timer() {
  itimerspec when = {};
  timeval wait = {};
  if (channel && ares_timeout(channel, nullptr, &wait)) {
    when.it_value.tv_sec = wait.tv_sec;
    when.it_value.tv_nsec = wait.tv_usec * 1000L;
    if (wait.tv_sec == 0 && wait.tv_usec == 0) when.it_value.tv_nsec = 1;  // zero would disarm it
  }
  ::timerfd_settime(timer.get(), 0, &when, nullptr);
}

void Resolver::State::ask(Job& job, const std::string& name, int type, ares_callback callback) {
  ++job.open_parts;
  if (!channel) {
    callback(&job, ARES_ECONNREFUSED, 0, nullptr, 0);
  } else if (type == kTypeSrv) {
    ares_query(channel, name.c_str(), kClassIn, type, callback, &job);
  } else {
    ares_search(channel, name.c_str(), kClassIn, type, callback, &job);
  }
}

bool Resolver::State::ask_hosts_file(Job& job, const std::string& host) {
  bool found = false;
  for (int family : {AF_INET, AF_INET6}) {
    hostent* entry = nullptr;
    if (!channel || ares_gethostbyname_file(channel, host.c_str(), family, &entry) != ARES_SUCCESS) continue;
    for (char** address = entry->h_addr_list; *address; ++address) {
      std::array<uint8_t, 16> bytes = {};
      std::memcpy(bytes.data(), *address, family == AF_INET ? 4 : 16);
      job.answer.addresses.push_back(family == AF_INET6
                                         ? IpAddress::v6(bytes)
                                         : IpAddress::v4(uint32_t{bytes[0]} << 24 | uint32_t{bytes[1]} << 16 |
                                                         uint32_t{bytes[2]} << 8 | bytes[3]));
      found = true;
    }
    ares_free_hostent(entry);
  }
  return found;
}

void Resolver::State::ask_addresses(Job& job, const std::string& host) {
  if (job.asked.size() > kTargetsMax || !job.asked.insert(host).second) return;
  if (options.use_hosts_file && ask_hosts_file(job, host)) return;
  ask(job, host, kTypeA, &State::on_addresses);
  ask(job, host, kTypeAaaa, &State::on_addresses);
}

void Resolver::State::take(Job& job, int status, const unsigned char* bytes, int length,
                           bool follow_targets) {
  if (!is_answer(status)) job.complete = false;
  if (!closing && status == ARES_SUCCESS && length > 0) {
    DnsAnswer answer = parse_dns_answer({bytes, static_cast<size_t>(length)});
    if (answer.ttl) job.ttl = job.ttl ? std::min(*job.ttl, *answer.ttl) : *answer.ttl;
    for (const IpAddress& address : answer.addresses) job.answer.addresses.push_back(address);
    if (follow_targets) {
      for (const std::string& target : answer.targets) ask_addresses(job, target);
    }
  }
  end_part(job);
}

void Resolver::State::on_addresses(void* raw, int status, int, unsigned char* bytes, int length) {
  auto& job = *static_cast<Job*>(raw);
  job.owner->take(job, status, bytes, length, false);
}

void Resolver::State::on_services(void* raw, int status, int, unsigned char* bytes, int length) {
  auto& job = *static_cast<Job*>(raw);
  job.owner->take(job, status, bytes, length, true);
}

void Resolver::State::end_part(Job& job) {
  if (--job.open_parts > 0) return;
  std::unique_ptr<Job> owned(&job);
  --running;
  if (closing) return;
  auto& addresses = job.answer.addresses;
  std::sort(addresses.begin(), addresses.end());
  addresses.erase(std::unique(addresses.begin(), addresses.end()), addresses.end());
  job.answer.ttl = job.ttl.value_or(Seconds(0));
  job.answer.complete = job.complete;
  job.done(job.answer);
}

void Resolver::State::start(const pbx::TrunkQuestion& question, Done done) {
  refresh_servers();
  ++inside;
  auto* job = new Job;  // owned by its open parts: end_part takes it back
  job->owner = this;
  job->answer.host = question.host;
  job->done = std::move(done);
  job->open_parts = 1;  // this function: c-ares may answer at once
  ++running;
  ask_addresses(*job, question.host);
  for (const std::string& service : question.services) {
    ask(*job, fmt::format("{}.{}", service, question.host), kTypeSrv, &State::on_services);
  }
  end_part(*job);
  --inside;
}

void Resolver::State::start_waiting() {
  while (!waiting.empty() && running < kAtOnceMax) {
    auto [question, done] = std::move(waiting.front());
    waiting.pop_front();
    start(question, std::move(done));
  }
}

Result<std::unique_ptr<Resolver>> Resolver::open(Options options) {
  auto state = std::make_unique<State>();
  state->options = std::move(options);
  if (ares_library_init(ARES_LIB_INIT_ALL) != ARES_SUCCESS) {
    return fail(ErrorKind::unavailable, "cannot look up names of trunks: c-ares does not start");
  }
  std::unique_ptr<Resolver> resolver(new Resolver(std::move(state)));
  State& s = *resolver->state_;
  s.epoll = UniqueFd(::epoll_create1(EPOLL_CLOEXEC));
  s.timer = UniqueFd(::timerfd_create(CLOCK_MONOTONIC, TFD_CLOEXEC | TFD_NONBLOCK));
  epoll_event event = {};
  event.events = EPOLLIN;
  event.data.fd = s.timer.get();
  if (!s.epoll || !s.timer || ::epoll_ctl(s.epoll.get(), EPOLL_CTL_ADD, s.timer.get(), &event) != 0) {
    return fail(ErrorKind::io, fmt::format("cannot look up names of trunks: {}", std::strerror(errno)));
  }
  if (auto opened = s.open_channel(); !opened) return tl::unexpected(opened.error());
  return resolver;
}

Resolver::Resolver(std::unique_ptr<State> state) : state_(std::move(state)) {}

Resolver::~Resolver() {
  state_->closing = true;
  state_->close_channel();
  ares_library_cleanup();
}

void Resolver::lookup(const pbx::TrunkQuestion& question, Done done) {
  if (state_->waiting.size() >= kWaitingMax) return done({question.host, {}, Seconds(0), false});
  state_->waiting.emplace_back(question, std::move(done));
  state_->start_waiting();
  state_->arm_timer();
}

int Resolver::descriptor() const { return state_->epoll.get(); }

void Resolver::process() {
  std::array<epoll_event, 32> events;
  int count = ::epoll_wait(state_->epoll.get(), events.data(), static_cast<int>(events.size()), 0);
  ++state_->inside;
  for (int i = 0; i < count; ++i) {
    int fd = events[static_cast<size_t>(i)].data.fd;
    uint32_t happened = events[static_cast<size_t>(i)].events;
    if (fd == state_->timer.get()) {
      uint64_t expirations = 0;
      [[maybe_unused]] ssize_t size = ::read(fd, &expirations, sizeof expirations);
      if (state_->channel) ares_process_fd(state_->channel, ARES_SOCKET_BAD, ARES_SOCKET_BAD);
    } else if (state_->channel) {
      bool broken = (happened & (EPOLLERR | EPOLLHUP)) != 0;
      ares_process_fd(state_->channel, broken || (happened & EPOLLIN) ? fd : ARES_SOCKET_BAD,
                      happened & EPOLLOUT ? fd : ARES_SOCKET_BAD);
    }
  }
  --state_->inside;
  state_->start_waiting();
  state_->arm_timer();
}

size_t Resolver::pending() const { return state_->running + state_->waiting.size(); }

}  // namespace denwaban::net
