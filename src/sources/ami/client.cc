// SPDX-License-Identifier: GPL-3.0-or-later
#include "sources/ami_client.h"

#include <fmt/format.h>
#include <sys/epoll.h>
#include <sys/timerfd.h>

#include <algorithm>
#include <array>
#include <deque>
#include <optional>

#include "base/unique_fd.h"
#include "parse/ami_events.h"
#include "sources/ami_dialogue.h"

namespace denwaban::sources {
namespace {

constexpr size_t kPiece = 64 * 1024;  // read at once, before others have their turn
// Between two sessions: what the end of one leaves in doubt must not reach the next.
constexpr uint64_t kBetween = 2 * parse::AmiEvents::kDoubtLength;
constexpr Milliseconds kNever = Milliseconds::max();

bool is_plain(std::string_view text) {
  return std::none_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < ' '; });
}

AmiTrouble trouble_of(ErrorKind kind) {
  if (kind == ErrorKind::not_found) return AmiTrouble::nobody_listens;
  return kind == ErrorKind::permission ? AmiTrouble::no_tls : AmiTrouble::unreachable;
}

}  // namespace

class AmiClient::Impl {
 public:
  explicit Impl(const AmiClientOptions& options)
      : options_(options),
        epoll_(::epoll_create1(EPOLL_CLOEXEC)),
        timer_(::timerfd_create(CLOCK_MONOTONIC, TFD_NONBLOCK | TFD_CLOEXEC)) {}

  Status start() {
    if (!is_plain(options_.user) || !is_plain(options_.secret))
      return fail(ErrorKind::usage,
                  "the manager's user or its secret hold control characters: choose others");
    epoll_event wanted{.events = EPOLLIN, .data = {.fd = timer_.get()}};
    if (!epoll_ || !timer_ || ::epoll_ctl(epoll_.get(), EPOLL_CTL_ADD, timer_.get(), &wanted) != 0)
      return fail(ErrorKind::unavailable,
                  "the manager cannot be listened to: the kernel gives no descriptor");
    wake_in(Milliseconds(0));
    return {};
  }

  void poll(const Moment& now, std::vector<Event>& out, std::vector<CallEvent>* calls) {
    now_ = now;
    calls_ = calls;
    forget();
    if (!stream_ && now.steady >= retry_at_) connect();
    if (stream_) converse();
    if (stream_) watch_time();
    hand_out(out);
    wake_when_due();
  }

  std::string_view text(const EvidenceRef& ref) const {
    if (ref.offset < offset_ || ref.offset - offset_ > buffer_.size()) return {};
    return std::string_view(buffer_).substr(ref.offset - offset_, ref.length);
  }

  uint64_t order(std::string_view action, std::string_view headers) {
    uint64_t number = dialogue_ && listening() ? dialogue_->order(action, headers) : 0;
    if (number != 0) wake_in(Milliseconds(0));  // poll() writes it, and notices when it cannot
    return number;
  }
  std::vector<AmiAnswer> take_answers() {
    return dialogue_ ? dialogue_->take_answers() : std::vector<AmiAnswer>();
  }

  AmiClientOptions options_;
  UniqueFd epoll_;
  AmiCondition condition_;
  uint64_t offset_ = 0;  // of the buffer's first byte
  std::string buffer_;   // read and not consumed; the events' views point in here

 private:
  struct Arrival {
    Milliseconds at{};
    uint64_t end = 0;  // the offset behind it
  };

  bool listening() const { return condition_.state == AmiState::listening; }

  void enter(AmiState state) {
    condition_.state = state;
    condition_.since = now_.wall;
  }

  // What the last call handed out.
  void forget() {
    buffer_.erase(0, consumed_);
    offset_ += consumed_;
    consumed_ = 0;
    uint64_t drained = 0;
    if (::read(timer_.get(), &drained, sizeof drained) < 0) drained = 0;  // it was not the timer
  }

  void connect() {
    enter(AmiState::connecting);
    ++condition_.tries;
    offset_ += buffer_.size() + kBetween;
    buffer_.clear();
    arrivals_.clear();
    reader_.emplace(options_.source);
    unrecognised_ = condition_.unrecognised;
    connect_by_ = now_.steady + options_.connect_within;
    auto stream = net::Stream::connect(options_.server, options_.tls, options_.tls_name);
    if (!stream) return end(trouble_of(stream.error().kind), stream.error().message);
    stream_.emplace(std::move(*stream));
    watched_ = 0;
    watch_socket();
  }

  void watch_socket() {
    uint32_t wanted = EPOLLIN;
    if (stream_->wants_to_write() || !output_.empty()) wanted |= EPOLLOUT;
    if (wanted == watched_) return;
    epoll_event event{.events = wanted, .data = {.fd = stream_->fd()}};
    ::epoll_ctl(epoll_.get(), watched_ == 0 ? EPOLL_CTL_ADD : EPOLL_CTL_MOD, stream_->fd(), &event);
    watched_ = wanted;
  }

  void converse() {
    if (condition_.state == AmiState::connecting && !establish()) return;
    if (!read() || !write()) return;
    watch_socket();
  }

  bool establish() {
    auto ready = stream_->establish();
    if (!ready) {
      end(trouble_of(ready.error().kind), ready.error().message);
      return false;
    }
    watch_socket();
    if (!*ready) return false;
    local_ = stream_->local();
    dialogue_.emplace(AmiDialogueOptions{options_.user, options_.secret, options_.events,
                                         fmt::format("denwaban-{:016x}", hash(options_.seed, ++sessions_)),
                                         options_.login_within, options_.ask_every, options_.answer_within},
                      now_.steady);
    enter(AmiState::logging_in);
    return true;
  }

  bool read() {
    size_t held = buffer_.size();
    if (held >= 2 * kHeldMax) return true;
    buffer_.resize(held + kPiece);
    auto count = stream_->read(std::span(buffer_).subspan(held));
    buffer_.resize(held + (count ? *count : 0));
    if (!count) {
      end(listening() ? AmiTrouble::lost : AmiTrouble::unreachable, count.error().message);
      return false;
    }
    more_ = *count == kPiece || (options_.tls && *count > 0);
    if (*count == 0) return true;
    condition_.last_heard = now_.wall;
    condition_.bytes += *count;
    if (listening())
      dialogue_->listen(std::string_view(buffer_).substr(held), now_.steady);
    else
      log_in();
    if (listening()) note_arrival();
    return true;
  }

  void log_in() {
    size_t consumed = dialogue_->receive(buffer_, now_.steady);
    buffer_.erase(0, consumed);
    offset_ += consumed;
    if (dialogue_->phase() != AmiDialogue::Phase::listening) return;
    enter(AmiState::listening);
    condition_.trouble = AmiTrouble::none;
    condition_.why.clear();
    condition_.hears_security = false;
    ++condition_.logins;
    listening_since_ = now_.steady;
  }

  void note_arrival() {
    uint64_t end = offset_ + buffer_.size();
    bool same = !arrivals_.empty() && arrivals_.back().at == now_.steady;
    if (same)
      arrivals_.back().end = end;
    else
      arrivals_.push_back({now_.steady, end});
  }

  bool write() {
    if (dialogue_) output_ += dialogue_->take_output();
    while (!output_.empty()) {
      auto count = stream_->write(output_);
      if (!count) {
        end(listening() ? AmiTrouble::lost : AmiTrouble::unreachable, count.error().message);
        return false;
      }
      if (*count == 0) break;
      output_.erase(0, *count);
    }
    return true;
  }

  void watch_time() {
    if (condition_.state == AmiState::connecting) {
      if (now_.steady >= connect_by_) end(AmiTrouble::unreachable, "nobody answers there");
      return;
    }
    dialogue_->pass_time(now_.steady);
    switch (dialogue_->ending()) {
      case AmiDialogue::Ending::none:
        if (write()) watch_socket();
        return;
      case AmiDialogue::Ending::no_manager:
        return end(AmiTrouble::no_manager, dialogue_->why());
      case AmiDialogue::Ending::refused:
        return end(AmiTrouble::refused, dialogue_->why());
      case AmiDialogue::Ending::silent:
        return end(AmiTrouble::silent, dialogue_->why());
    }
  }

  // The session, or the attempt at one, is over.
  void end(AmiTrouble trouble, std::string why) {
    if (listening()) ++condition_.lost;
    bool lasted = listening() && now_.steady - listening_since_ >= options_.retry_max;
    bool refused = trouble == AmiTrouble::refused;
    if (lasted || refused != was_refused_) tries_ = 0;
    was_refused_ = refused;
    Milliseconds wait =
        std::min(options_.retry_max, options_.retry_first * (int64_t{1} << std::min(tries_, 20u)));
    if (refused) wait = tries_ == 0 ? options_.refused_first : options_.refused_next;
    ++tries_;
    auto half = static_cast<uint64_t>(wait.count() / 2);
    wait -= Milliseconds(static_cast<int64_t>(hash(options_.seed, ++chances_) % (half + 1)));
    retry_at_ = now_.steady + wait;
    stream_.reset();
    dialogue_.reset();
    output_.clear();
    more_ = false;
    for (Arrival& arrival : arrivals_) arrival.at = Milliseconds::min() / 2;  // nothing more follows
    condition_.trouble = trouble;
    condition_.why = std::move(why);
    enter(AmiState::waiting);
  }

  void hand_out(std::vector<Event>& out) {
    bool quiet = true;  // nothing came since
    while (!arrivals_.empty()) {
      quiet = now_.steady - arrivals_.front().at >= options_.patience;
      if (!quiet && buffer_.size() <= kHeldMax) break;
      due_ = arrivals_.front().end;
      arrivals_.pop_front();
    }
    if (due_ <= offset_ || !reader_) return;
    size_t from = out.size(), calls_from = calls_ ? calls_->size() : 0;
    bool all = due_ == offset_ + buffer_.size();
    consumed_ = reader_->parse(buffer_, offset_, quiet && all, due_ - offset_, out, calls_);
    condition_.calls += calls_ ? calls_->size() - calls_from : 0;
    for (size_t i = calls_from; calls_ && i < calls_->size(); ++i) (*calls_)[i].time = now_.wall;
    condition_.unrecognised = unrecognised_ + reader_->counts().unrecognised;
    note_events(out, from);
  }

  // Our own logins are no news.
  void note_events(std::vector<Event>& out, size_t from) {
    auto own = [&](const Event& e) {
      return e.service == Service::ami && e.address == local_.address && e.port == local_.port;
    };
    auto begin = out.begin() + static_cast<ptrdiff_t>(from);
    size_t told = static_cast<size_t>(
        std::count_if(begin, out.end(), [](const Event& e) { return !e.address.is_unspecified(); }));
    auto end = std::remove_if(begin, out.end(), own);
    auto left_out = static_cast<size_t>(out.end() - end);
    out.erase(end, out.end());
    condition_.own += left_out;
    condition_.events += told - left_out;
    if (told > 0) condition_.hears_security = true;
    if (told > left_out) condition_.last_event = now_.wall;
  }

  void wake_when_due() {
    Milliseconds at = kNever;
    if (!stream_)
      at = retry_at_;
    else
      at = dialogue_ ? dialogue_->due() : connect_by_;
    if (!arrivals_.empty()) at = std::min(at, arrivals_.front().at + options_.patience);
    if (more_) at = now_.steady;
    wake_in(std::max(at - now_.steady, Milliseconds(0)));
  }

  void wake_in(Milliseconds wait) {
    auto ns = std::chrono::nanoseconds(std::min<Milliseconds>(wait, std::chrono::hours(1)));
    itimerspec spec{};
    spec.it_value.tv_sec = static_cast<time_t>(ns.count() / 1'000'000'000);
    spec.it_value.tv_nsec = static_cast<long>(ns.count() % 1'000'000'000);
    if (ns.count() == 0) spec.it_value.tv_nsec = 1;
    ::timerfd_settime(timer_.get(), 0, &spec, nullptr);
  }

  UniqueFd timer_;
  Moment now_;
  std::vector<CallEvent>* calls_ = nullptr;  // of this turn
  std::optional<net::Stream> stream_;
  std::optional<AmiDialogue> dialogue_;
  std::optional<parse::AmiEvents> reader_;
  net::Endpoint local_;
  std::string output_;
  uint32_t watched_ = 0;          // what the socket is waited for
  bool more_ = false;             // more may be waiting than was read, maybe within TLS
  std::deque<Arrival> arrivals_;  // not due yet
  uint64_t due_ = 0;              // the offset up to which reading is due
  size_t consumed_ = 0;           // of the buffer
  Milliseconds retry_at_{0}, connect_by_{0}, listening_since_{0};
  unsigned tries_ = 0;
  bool was_refused_ = false;
  uint64_t sessions_ = 0, chances_ = 0, unrecognised_ = 0;
};

AmiClient::AmiClient(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
AmiClient::AmiClient(AmiClient&&) noexcept = default;
AmiClient& AmiClient::operator=(AmiClient&&) noexcept = default;
AmiClient::~AmiClient() = default;

Result<AmiClient> AmiClient::open(const AmiClientOptions& options) {
  auto impl = std::make_unique<Impl>(options);
  if (auto started = impl->start(); !started) return tl::unexpected(started.error());
  return AmiClient(std::move(impl));
}

int AmiClient::fd() const { return impl_->epoll_.get(); }
void AmiClient::poll(const Moment& now, std::vector<Event>& out, std::vector<CallEvent>* calls) {
  impl_->poll(now, out, calls);
}
uint64_t AmiClient::order(std::string_view action, std::string_view headers) { return impl_->order(action, headers); }
std::vector<AmiAnswer> AmiClient::take_answers() { return impl_->take_answers(); }
const AmiCondition& AmiClient::condition() const { return impl_->condition_; }
std::string_view AmiClient::text(const EvidenceRef& ref) const { return impl_->text(ref); }
uint64_t AmiClient::counted() const { return impl_->offset_ + impl_->buffer_.size(); }
void AmiClient::count_from(uint64_t offset) { impl_->offset_ = std::max(impl_->offset_, offset); }

}  // namespace denwaban::sources
