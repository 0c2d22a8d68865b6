// SPDX-License-Identifier: GPL-3.0-or-later
#include "track/calls/whereabouts.h"

#include <algorithm>

namespace denwaban::track {

void Logins::take(const Event& event) {
  bool login = event.kind == EventKind::auth_succeeded && event.service == Service::pjsip && !event.tainted &&
               !event.address.is_unspecified();
  if (!login || event.account.empty() || event.session.empty()) return;
  std::string_view session = event.session.substr(0, CallEvent::kTextMax);
  if (!logins_.empty() && logins_.back().session == session && logins_.back().account == event.account) {
    logins_.back().time = event.time;  // a re-INVITE, or the next registration of the same telephone
    return;
  }
  logins_.push_back({std::string(event.account),
                     std::string(session),
                     {event.address, event.port, event.proof},
                     event.time});
  if (logins_.size() > most_) logins_.pop_front();
}

const Logins::Login* Logins::last(std::string_view account, Time since) const {
  for (auto login = logins_.rbegin(); login != logins_.rend() && login->time >= since; ++login)
    if (login->account == account) return &*login;
  return nullptr;
}

const Logins::Login* Logins::with_call_id(std::string_view account, std::string_view call_id) const {
  auto login = std::find_if(logins_.rbegin(), logins_.rend(),
                            [&](const Login& l) { return l.session == call_id && l.account == account; });
  return login == logins_.rend() ? nullptr : &*login;
}

std::string Devices::key(Service service, std::string_view account) {
  return std::string(1, static_cast<char>('0' + static_cast<int>(service))).append(account);
}

// PeerStatus of chan_sip: "Registered", "Unregistered" …; ContactStatus: "Created", "NonQualified", "Removed"
// …
void Devices::take(const CallEvent& event) {
  std::string name = key(event.service, event.detail);
  if (event.target == "Unregistered" || event.target == "Removed") {
    devices_.erase(name);
    return;
  }
  if (event.address.is_unspecified()) return;
  if (devices_.size() >= most_ && !devices_.contains(name)) return;
  devices_[name] = {event.address, event.port, AddressProof::claimed};
}

const Whereabouts* Devices::of(Service service, std::string_view account) const {
  auto found = devices_.find(key(service, account));
  return found == devices_.end() ? nullptr : &found->second;
}

}  // namespace denwaban::track
