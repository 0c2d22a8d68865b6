// SPDX-License-Identifier: GPL-3.0-or-later
#include "guard/ami.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/bytes.h"
#include "net/secret_file.h"
#include "text/printable.h"

namespace denwaban::guard {
namespace {

constexpr uint32_t kSource = 0xffff'fffd;        // logs are numbered from 0
constexpr Milliseconds kSecurityWithin{10'000};  // our own login is told of at once

Milliseconds steady_now() {
  return std::chrono::duration_cast<Milliseconds>(std::chrono::steady_clock::now().time_since_epoch());
}

uint16_t port_of(const settings::AmiSettings& settings, const pbx::Exchange& exchange) {
  if (settings.port != 0) return settings.port;
  std::string_view transport = settings.tls ? "tls" : "tcp";
  for (const pbx::Listener& listener : exchange.listeners)
    if (listener.service == "ami" && listener.transport == transport && listener.port != 0)
      return listener.port;
  return settings.tls ? 5039 : 5038;
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

Ami::Ami(net::Loop& loop, const Clock& clock, Take take)
    : loop_(loop), clock_(clock), take_(std::move(take)) {}

Result<sources::AmiClientOptions> Ami::options(const settings::AmiSettings& settings,
                                               const Place& place) const {
  sources::AmiClientOptions options;
  options.server = {IpAddress::parse(settings.address).value_or(IpAddress()),
                    port_of(settings, place.exchange)};
  options.user = settings.user;
  options.tls_name = settings.tls_name;
  options.source = kSource;
  options.seed = HashSeed::random();
  auto secret = net::read_secret(settings.secret_file);
  if (!secret) return tl::unexpected(secret.error());
  options.secret = std::move(*secret);
  const IpAddress& address = options.server.address;
  bool here =
      address.is_loopback() || std::find(place.own.begin(), place.own.end(), address) != place.own.end();
  if (!settings.tls && !here)
    return fail(
        ErrorKind::usage,
        fmt::format("{} is another machine, and what it tells would pass the network unencrypted: set "
                    "ami.tls = true and ami.certificate",
                    address.to_string()));
  if (!settings.tls) return options;
  if (settings.certificate.empty())
    return fail(ErrorKind::usage,
                "ami.tls is set, but nobody is to be believed: name the manager's certificate, or its "
                "authority's, in ami.certificate");
  auto trust = net::TlsTrust::load(settings.certificate);
  if (!trust) return tl::unexpected(trust.error());
  options.tls = std::move(*trust);
  return options;
}

void Ami::follow(const settings::AmiSettings& settings, const Place& place) {
  settings_ = settings;
  setup_remark_.clear();
  reading_.reset();
  if (client_) counted_ = client_->counted();
  client_.reset();
  if (settings.enabled == "off") return;
  auto wanted = options(settings, place);
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
  if (gaps_.empty() || gaps_.back().end != Time{})
    gaps_.push_back({last_heard_ == Time{} ? clock_.now() : last_heard_, {}});
  reading_ = loop_.on_readable(client_->fd(), [this] { turn(); });
}

void Ami::turn() {
  events_.clear();
  client_->poll({clock_.now(), steady_now()}, events_);
  remember();
  note_gaps();
  if (!events_.empty()) take_(events_);
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
  if (deaf && !deaf_) gaps_.push_back({last_heard_, {}});
  if (!deaf && deaf_ && !gaps_.empty()) gaps_.back().end = condition.since;
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
    return told ? std::string()
                : fmt::format(
                      "Asterisk's manager at {} tells {} nothing of logins: add security to read= in its "
                      "section of manager.conf, and run asterisk -rx 'manager reload'",
                      server, options_.user);
  }
  switch (condition.trouble) {
    case AmiTrouble::none:
      return {};
    case AmiTrouble::unreachable:
      return fmt::format("Asterisk's manager at {} cannot be reached: {}", server, why);
    case AmiTrouble::nobody_listens:
      return fmt::format(
          "nobody listens at {}: is Asterisk running, and does manager.conf say enabled = yes, "
          "with that address and port?",
          server);
    case AmiTrouble::no_tls:
      return fmt::format(
          "Asterisk's manager at {} is not believed over TLS: {}: check ami.certificate and "
          "tlsenable, tlscertfile in manager.conf",
          server, why);
    case AmiTrouble::no_manager:
      return fmt::format("{} is no manager of Asterisk: {}: check ami.address, ami.port and ami.tls", server,
                         why);
    case AmiTrouble::refused:
      return fmt::format(
          "Asterisk's manager at {} refuses the login as {} ({}): the secret in {} is not the one of "
          "manager.conf, or deny= and permit= of that user leave us out",
          server, options_.user, why, settings_.secret_file);
    case AmiTrouble::silent:
      return fmt::format("Asterisk's manager at {} fell silent: {}", server, why);
    case AmiTrouble::lost:
      return fmt::format("the session with Asterisk's manager at {} was lost: {}", server, why);
  }
  return {};
}

bool Ami::hears() const { return client_ && client_->condition().hears_security && !deaf_; }

std::vector<std::string> Ami::remarks() const {
  std::vector<std::string> all;
  if (!setup_remark_.empty()) all.push_back(setup_remark_);
  if (std::string wrong = problem(); !wrong.empty()) all.push_back(std::move(wrong));
  return all;
}

std::optional<Ami::Facts> Ami::facts() const {
  if (!client_) return std::nullopt;
  Facts facts{options_.server.to_string(),
              options_.user,
              options_.tls.has_value(),
              client_->condition(),
              {},
              problem()};
  facts.gaps.assign(gaps_.begin(), gaps_.end());
  return facts;
}

std::string Ami::save() const {
  ByteWriter out;
  out.put(client_ ? client_->counted() : counted_);
  out.put(to_epoch_ms(last_heard_));
  return out.take();
}

void Ami::load(std::string_view bytes) {
  ByteReader in(bytes);
  auto counted = in.get<uint64_t>();
  auto heard = in.get<int64_t>();
  if (in.failed()) return;
  counted_ = counted;
  last_heard_ = from_epoch_ms(heard);
}

}  // namespace denwaban::guard
