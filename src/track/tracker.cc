// SPDX-License-Identifier: GPL-3.0-or-later
#include "track/tracker.h"

#include <algorithm>

#include "track/attempts.h"
#include "track/contradictions.h"
#include "track/doubt.h"

namespace denwaban::track {
namespace {
constexpr uint32_t kVersion = 0x54524b01;
constexpr Seconds kInjectionReach{5};
}

class Tracker::Impl {
 public:
  Impl(TrackerOptions options, HashSeed seed)
      : options_(options),
        seed_(seed),
        attempts_(options.attempts_max, options.merge_window, seed),
        contradictions_(options.merge_window, seed),
        doubts_(options.held_max) {}

  void track(std::vector<Event>& batch) {
    doubts_.forget();
    contradictions_.forget();
    bool doubtful = doubts_.any() || std::any_of(batch.begin(), batch.end(),
                                                 [](const Event& e) { return Doubts::is_mark(e.kind); });
    if (doubtful) {
      passed_.clear();
      for (const Event& event : batch) doubts_.pass(event, passed_);
      batch.swap(passed_);
    }
    for (Event& event : batch) judge(event);
  }

  void flush(Time now, std::vector<Event>& out) {
    doubts_.forget();
    contradictions_.forget();
    size_t from = out.size();
    doubts_.release(now, out);
    for (size_t i = from; i < out.size(); ++i) judge(out[i]);
  }

  void save(ByteWriter& out) const {
    out.put(kVersion);
    out.put(seed_.value);
    attempts_.save(out);
  }

  bool load(ByteReader& in) {
    if (in.get<uint32_t>() == kVersion) {
      HashSeed seed{in.get<uint64_t>()};
      Impl fresh(options_, seed);
      if (fresh.attempts_.load(in)) {
        *this = std::move(fresh);
        return true;
      }
    }
    *this = Impl(options_, seed_);
    return false;
  }

  size_t held() const { return doubts_.held(); }
  size_t bytes() const { return sizeof *this + attempts_.bytes() + passed_.capacity() * sizeof(Event); }

 private:
  void judge(Event& event) {
    if (event.kind == EventKind::forged) return name_injector(event);
    if (event.tainted || event.address.is_unspecified() || event.kind == EventKind::peer_answered) return;
    if (event.forgery == Forgery::injected_line && event.proof > AddressProof::claimed) injector_ = Injector(event);
    contradictions_.check(event);
    if (event.kind != EventKind::forged && !is_told_by_the_wire_alone(event)) attempts_.merge(event);
  }
  // Beside the attempt that it belongs to: counted with it, one of the two would be no news.
  static bool is_told_by_the_wire_alone(const Event& event) {
    return event.kind == EventKind::manager_action || event.flaw == Flaw::crash_pattern;
  }
  // Who was just seen to send log lines, with proof, sent those.
  void name_injector(Event& event) const {
    bool near = event.time - injector_.time <= kInjectionReach && injector_.time - event.time <= kInjectionReach;
    if (event.forgery != Forgery::injected_line || injector_.address.is_unspecified() || !near) return;
    event.address = injector_.address;
    event.port = injector_.port;
    event.proof = injector_.proof;
  }
  struct Injector {
    Injector() = default;
    explicit Injector(const Event& e) : time(e.time), address(e.address), port(e.port), proof(e.proof) {}
    Time time{};
    IpAddress address;
    uint16_t port = 0;
    AddressProof proof = AddressProof::claimed;
  };

  TrackerOptions options_;
  HashSeed seed_;
  Attempts attempts_;
  Contradictions contradictions_;
  Doubts doubts_;
  Injector injector_;
  std::vector<Event> passed_;
};

Tracker::Tracker(TrackerOptions options, HashSeed seed) : impl_(std::make_unique<Impl>(options, seed)) {}
Tracker::~Tracker() = default;
Tracker::Tracker(Tracker&&) noexcept = default;
Tracker& Tracker::operator=(Tracker&&) noexcept = default;

void Tracker::track(std::vector<Event>& batch) { impl_->track(batch); }
void Tracker::flush(Time now, std::vector<Event>& out) { impl_->flush(now, out); }
size_t Tracker::held() const { return impl_->held(); }
size_t Tracker::bytes() const { return impl_->bytes(); }
void Tracker::save(ByteWriter& out) const { impl_->save(out); }
bool Tracker::load(ByteReader& in) { return impl_->load(in); }

}  // namespace denwaban::track
