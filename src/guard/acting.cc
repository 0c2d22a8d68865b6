// SPDX-License-Identifier: GPL-3.0-or-later
#include "guard/acting.h"

#include <fmt/format.h>

#include <algorithm>

#include "guard/ami_login.h"
#include "text/printable.h"

namespace denwaban::guard {
namespace {

constexpr uint32_t kSource = 0xffff'fff9;  // of evidence; nothing of this session becomes any

Milliseconds steady_now() {
  return std::chrono::duration_cast<Milliseconds>(std::chrono::steady_clock::now().time_since_epoch());
}

}  // namespace

bool is_channel_name(std::string_view name) {
  if (name.empty() || name.size() > Acting::kChannelMax || name.front() == '/') return false;
  if (name.find('/') == name.npos) return false;
  return std::none_of(name.begin(), name.end(), [](char c) { return static_cast<unsigned char>(c) < ' ' || c == 0x7f; });
}

Acting::Acting(net::Loop& loop, const Clock& clock, Tell tell, std::function<Milliseconds()> steady)
    : loop_(loop), clock_(clock), tell_(std::move(tell)), steady_(steady ? std::move(steady) : steady_now) {}

void Acting::follow(const settings::AmiSettings& settings, const pbx::Exchange& exchange, const std::vector<IpAddress>& own) {
  setup_remark_.clear();
  settings_ = settings;
  auto wanted = ami_client_options(settings, {settings.acting.user, settings.acting.secret_file, "off", kSource}, exchange, own);
  bool off = settings.enabled == "off" || (!wanted && wanted.error().kind == ErrorKind::not_found);
  bool same = client_ && wanted && wanted->server == options_.server && wanted->user == options_.user &&
              wanted->secret == options_.secret && wanted->tls.has_value() == options_.tls.has_value() &&
              wanted->tls_name == options_.tls_name && can_act();
  if (same) return;
  reading_.reset();
  client_.reset();
  session_ = 0;
  if (off) return;
  auto refuse = [this](const Error& error) { setup_remark_ = fmt::format("no call can be ended: {}", error.message); };
  if (!wanted) return refuse(wanted.error());
  auto client = sources::AmiClient::open(*wanted);
  if (!client) return refuse(client.error());
  options_ = std::move(*wanted);
  client_.emplace(std::move(*client));
  reading_ = loop_.on_readable(client_->fd(), [this] { turn(); });
}

void Acting::turn() {
  std::vector<Event> none;
  client_->poll({clock_.now(), steady_()}, none);
  for (const sources::AmiAnswer& answer : client_->take_answers()) answered(answer);
  send_all();
}

void Acting::hang_up(const Decision& decision, const std::vector<std::string>& channels) {
  bool any = false;
  for (const std::string& channel : channels) {
    if (!is_channel_name(channel) || orders_.size() >= kOrdersMax) continue;
    orders_.emplace(next_++, Order{decision, channel, clock_.now() + kPatience, 0});
    any = true;
  }
  if (!any) {
    ++failed_;
    return tell_({decision, false, Reason::no_login, "its channel cannot be named"});
  }
  send_all();
}

void Acting::send_all() {
  if (!can_act()) return;
  bool anew = session_ != client_->condition().logins;
  session_ = client_->condition().logins;
  for (auto& [number, order] : orders_) {
    if (anew) order.sent = 0;
    // 16: normal clearing.
    if (order.sent == 0) order.sent = client_->order("Hangup", fmt::format("Channel: {}\r\nCause: 16\r\n", order.channel));
  }
}

void Acting::answered(const sources::AmiAnswer& answer) {
  auto at = std::ranges::find_if(orders_, [&](const auto& entry) { return entry.second.sent == answer.order; });
  if (at == orders_.end()) return;
  // "No such channel": it is gone, by itself or by its other end.
  bool gone = answer.message.starts_with("No such channel");
  if (answer.success || gone) return end(at, true, Reason::evidence, {});
  end(at, false, Reason::no_login, fmt::format("Asterisk says: {}", text::printable(answer.message, 80)));
}

void Acting::end(std::map<uint64_t, Order>::iterator at, bool done, Reason reason, std::string note) {
  Outcome outcome{std::move(at->second.decision), done, reason, std::move(note)};
  orders_.erase(at);
  ++(done ? done_ : failed_);
  tell_(outcome);
}

void Acting::call_ended(std::string_view call) {
  std::erase_if(orders_, [&](const auto& entry) {
    const auto& about = entry.second.decision.about;
    return entry.second.sent == 0 && about && about->call == call;
  });
}

void Acting::each_second() {
  Time now = clock_.now();
  std::vector<uint64_t> late;
  for (const auto& [number, order] : orders_)
    if (order.by <= now || !client_) late.push_back(number);
  for (uint64_t number : late) {
    auto at = orders_.find(number);
    if (at == orders_.end()) continue;
    end(at, false, Reason::no_login,
        client_ ? "Asterisk's manager could not be reached in time"
                : "the guard has no login that may end calls: docs/ami.md says how to give it one");
  }
}

std::vector<Decision> Acting::under_way() const {
  std::vector<Decision> all;
  for (const auto& [number, order] : orders_) all.push_back(order.decision);
  return all;
}

std::vector<std::string> Acting::remarks() const {
  std::vector<std::string> all;
  if (!setup_remark_.empty()) all.push_back(setup_remark_);
  if (auto facts = this->facts(); facts && !facts->problem.empty()) all.push_back(facts->problem);
  return all;
}

std::optional<Acting::Facts> Acting::facts() const {
  if (!client_) return std::nullopt;
  const sources::AmiCondition& condition = client_->condition();
  Facts facts{options_.server.to_string(), options_.user, can_act(), done_, failed_, orders_.size(), {}};
  if (!facts.listening && condition.trouble != sources::AmiTrouble::none)
    facts.problem = fmt::format("no call can be ended: Asterisk's manager at {} as {}: {}", facts.server, facts.user,
                                text::printable(condition.why, 120));
  return facts;
}

}  // namespace denwaban::guard
