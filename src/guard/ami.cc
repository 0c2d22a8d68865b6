// SPDX-License-Identifier: GPL-3.0-or-later
#include "guard/ami.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/bytes.h"
#include "guard/ami_login.h"
#include "text/printable.h"

namespace denwaban::guard {
namespace {

constexpr uint32_t kSource = 0xffff'fffd;  // logs are numbered from 0
constexpr Milliseconds kLate{5'000};
// Security events, and what calls and registrations are told by. Without a class the rest is told.
constexpr const char* kEvents = "security,call,dialplan,system";
constexpr Milliseconds kSecurityWithin{10'000};  // our own login is told of at once

Milliseconds steady_now() {
  return std::chrono::duration_cast<Milliseconds>(std::chrono::steady_clock::now().time_since_epoch());
}

// Everything on one line; bytes that no terminal should get are made safe where it is shown.
std::string one_line(std::string_view text, size_t most) {
  std::string out;
  while (!text.empty() && out.size() < most) {
    size_t end = std::min(text.find("\r\n"), text.size());
    if (!out.empty()) out += "; ";
    out += text.substr(0, end);
    text.remove_prefix(std::min(text.size(), end + 2));
  }
  out.resize(std::min(out.size(), most));
  return out;
}

}  // namespace

Ami::Ami(net::Loop& loop, const Clock& clock, Take take, std::function<Milliseconds()> steady)
    : loop_(loop), clock_(clock), take_(std::move(take)), steady_(steady ? std::move(steady) : steady_now) {}

Result<sources::AmiClientOptions> Ami::options(const settings::AmiSettings& settings,
                                               const Place& place) const {
  return ami_client_options(settings, {settings.user, settings.secret_file, kEvents, kSource}, place.exchange, place.own);
}

// Whether it would be the same session.
bool Ami::same(const settings::AmiSettings& settings, const sources::AmiClientOptions& wanted) const {
  return wanted.server == options_.server && wanted.user == options_.user &&
         wanted.secret == options_.secret && wanted.tls.has_value() == options_.tls.has_value() &&
         wanted.tls_name == options_.tls_name && settings.certificate == settings_.certificate;
}

void Ami::follow(const settings::AmiSettings& settings, const Place& place) {
  exchange_ = place.exchange;
  logs_tell_ = place.logs_tell;
  calls_.follow(exchange_.trunks);
  setup_remark_.clear();
  auto wanted = options(settings, place);
  bool goes_on = client_ && settings.enabled != "off" && wanted && same(settings, *wanted) && !deaf_;
  settings_ = settings;
  if (goes_on) return;
  if (client_) {
    counted_ = client_->counted();
    calls_.lose(clock_.now());
  }
  reading_.reset();
  client_.reset();
  if (settings.enabled == "off") return;
  if (!wanted && wanted.error().kind == ErrorKind::not_found && settings.enabled == "auto") return;
  auto refuse = [this](const Error& error) {
    setup_remark_ = fmt::format("Asterisk's manager is not listened to: {}", error.message);
  };
  if (!wanted) return refuse(wanted.error());
  auto client = sources::AmiClient::open(*wanted);
  if (!client) return refuse(client.error());
  options_ = std::move(*wanted);
  client_.emplace(std::move(*client));
  client_->count_from(counted_);
  deaf_ = true;
  bool open = !gaps_.empty() && gaps_.back().end == Time{};
  if (!open && last_heard_ != Time{}) gaps_.push_back({last_heard_, {}});
  reading_ = loop_.on_readable(client_->fd(), [this] { turn(); });
}

void Ami::turn() {
  events_.clear();
  call_events_.clear();
  client_->poll({clock_.now(), steady_()}, events_, &call_events_);
  calls_.take(events_, call_events_, listener_);
  peers_.take(events_, call_events_);
  leave_out_late();
  remember();
  note_gaps();
  if (!events_.empty()) take_(events_);
}

// A connection that stood still may go on and tell of what logs have told long ago, too late to be known as
// the same. Logins are told by few logs.
void Ami::leave_out_late() {
  if (!logs_tell_) return;
  Time now = clock_.now();
  late_ += std::erase_if(events_, [&](const Event& event) {
    return event.kind != EventKind::auth_succeeded && !event.address.is_unspecified() &&
           now - event.time > kLate;
  });
}

void Ami::remember() {
  for (const Event& event : events_) {
    if (event.address.is_unspecified()) continue;
    texts_.push_back({event.evidence.offset, one_line(client_->text(event.evidence), kTextMax)});
    if (texts_.size() > kRemembered) texts_.pop_front();
  }
}

void Ami::note_gaps() {
  const sources::AmiCondition& condition = client_->condition();
  bool deaf = condition.state != sources::AmiState::listening;
  if (deaf && !deaf_) {
    gaps_.push_back({last_heard_, {}});
    calls_.lose(clock_.now());
  }
  if (!deaf && deaf_ && !gaps_.empty() && gaps_.back().end == Time{}) gaps_.back().end = condition.since;
  if (!deaf) last_heard_ = std::max(last_heard_, condition.last_heard);
  if (gaps_.size() > kGapsMax) gaps_.pop_front();
  deaf_ = deaf;
}

std::optional<std::string> Ami::line(const EvidenceRef& ref) const {
  if (ref.source != kSource) return std::nullopt;
  auto at = std::find_if(texts_.rbegin(), texts_.rend(),
                         [&](const Remembered& r) { return r.offset == ref.offset; });
  return at == texts_.rend() ? std::string() : at->text;
}

// What keeps us from hearing, and what to do about it.
std::string Ami::problem() const {
  using sources::AmiTrouble;
  if (!client_) return {};
  const sources::AmiCondition& condition = client_->condition();
  std::string server = options_.server.to_string(), why = text::printable(condition.why, 120);
  if (condition.state == sources::AmiState::listening) {
    bool told = condition.hears_security || clock_.now() - condition.since < kSecurityWithin;
    return told ? std::string() : not_told();
  }
  switch (condition.trouble) {
    case AmiTrouble::none:
      return {};
    case AmiTrouble::unreachable:
      return fmt::format("Asterisk's manager at {} cannot be reached: {}", server, why);
    case AmiTrouble::nobody_listens:
      return fmt::format("nobody listens at {}: {}", server,
                         exchange_.manager_enabled
                             ? "is Asterisk running, and does its manager listen at that address and port?"
                             : "manager.conf does not say enabled = yes");
    case AmiTrouble::no_tls:
      return fmt::format(
          "Asterisk's manager at {} is not believed over TLS: {}: check ami.certificate and "
          "tlsenable, tlscertfile in manager.conf",
          server, why);
    case AmiTrouble::no_manager:
      return fmt::format("{} is no manager of Asterisk: {}: check ami.address, ami.port and ami.tls", server,
                         why);
    case AmiTrouble::refused:
      return refusal(why);
    case AmiTrouble::silent:
      return fmt::format("Asterisk's manager at {} fell silent: {}", server, why);
    case AmiTrouble::lost:
      return fmt::format("the session with Asterisk's manager at {} was lost: {}", server, why);
  }
  return {};
}

const pbx::ManagerUser* Ami::user_in_config() const {
  auto at = std::find_if(exchange_.manager_users.begin(), exchange_.manager_users.end(),
                         [&](const pbx::ManagerUser& user) { return user.name == options_.user; });
  return at == exchange_.manager_users.end() ? nullptr : &*at;
}

// The manager answers alike whatever is wrong; its configuration tells more.
std::string Ami::refusal(std::string_view why) const {
  std::string begin = fmt::format("Asterisk's manager at {} refuses the login as {} ({})",
                                  options_.server.to_string(), options_.user, why);
  if (exchange_.manager_enabled && user_in_config() == nullptr)
    return fmt::format(
        "{}: manager.conf has no section [{}]: write one, and run asterisk -rx 'manager reload'", begin,
        options_.user);
  return fmt::format(
      "{}: the secret in {} is not the one of manager.conf, or deny=, permit= and acl= of that user "
      "leave us out; after a change run asterisk -rx 'manager reload' and systemctl reload denwaban",
      begin, settings_.secret_file);
}

bool Ami::hears_calls() const {
  if (!listening()) return false;
  if (calls_.counters().began > 0) return true;
  const pbx::ManagerUser* user = user_in_config();
  if (user == nullptr) return client_->condition().calls > 0;
  std::string_view read = user->read;
  for (std::string_view one : {"call", "all"})
    for (size_t at = read.find(one); at != read.npos; at = read.find(one, at + 1)) {
      auto ends = [&](size_t i) { return i >= read.size() || std::string_view(", \t").find(read[i]) != read.npos; };
      if ((at == 0 || ends(at - 1)) && ends(at + one.size())) return true;
    }
  return false;
}

std::string Ami::why_no_calls() const {
  if (!client_)
    return "calls are heard from Asterisk's manager, which is not listened to: run denwaban setup, or see "
           "denwaban status";
  if (!listening()) return fmt::format("calls are heard from Asterisk's manager: {}", problem());
  const pbx::ManagerUser* user = user_in_config();
  std::string where = user ? fmt::format("{}:{}", user->where.file, user->where.line) : "manager.conf";
  return fmt::format(
      "Asterisk's manager tells {} nothing of calls: write read = security,call,dialplan,system ({}), or run "
      "denwaban setup, and run asterisk -rx 'manager reload'",
      options_.user, where);
}

std::string Ami::not_told() const {
  const pbx::ManagerUser* user = user_in_config();
  std::string where = user ? fmt::format("{}:{}", user->where.file, user->where.line) : "manager.conf";
  return fmt::format(
      "Asterisk's manager tells {} nothing of logins: add security to its read= ({}), and run "
      "asterisk -rx 'manager reload'",
      options_.user, where);
}

std::vector<std::string> Ami::remarks() const {
  std::vector<std::string> all;
  if (!setup_remark_.empty()) all.push_back(setup_remark_);
  if (std::string wrong = problem(); !wrong.empty()) all.push_back(std::move(wrong));
  for (const Gap& gap : gaps_) {
    if (logs_tell_) break;
    all.push_back(
        fmt::format("what happened between {} and {} was not heard from Asterisk's manager, and no log "
                    "that is followed tells it",
                    to_rfc3339(gap.begin), gap.end == Time{} ? "now" : to_rfc3339(gap.end)));
  }
  return all;
}

std::optional<Ami::Facts> Ami::facts() const {
  if (!client_) return std::nullopt;
  Facts facts{options_.server.to_string(),
              options_.user,
              options_.tls.has_value(),
              client_->condition(),
              {gaps_.begin(), gaps_.end()},
              logs_tell_,
              problem(),
              late_,
              hears_calls(),
              calls_.counters(),
              calls_.open().size()};
  return facts;
}

std::string Ami::save() const {
  ByteWriter out;
  out.put(client_ ? client_->counted() : counted_);
  out.put(to_epoch_ms(last_heard_));
  calls_.save(out);
  return out.take();
}

void Ami::load(std::string_view bytes) {
  ByteReader in(bytes);
  auto counted = in.get<uint64_t>();
  auto heard = in.get<int64_t>();
  if (in.failed()) return;
  counted_ = counted;
  last_heard_ = from_epoch_ms(heard);
  // One of before there were any, or damaged: they begin anew.
  if (!in.at_end() && calls_.load(in)) calls_.lose(last_heard_);
}

}  // namespace denwaban::guard
