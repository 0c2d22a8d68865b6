// SPDX-License-Identifier: GPL-3.0-or-later
#include "audit/rules/login_secret.h"

#include <algorithm>
#include <array>

#include "knowledge/weak_words.h"
#include "text/message.h"

namespace denwaban::audit {
namespace {

using knowledge::SecretStrength;

bool is_loopback_network(const IpPrefix& network) {
  return network.address().is_loopback() && network.length() >= (network.address().is_v4() ? 8 : 128);
}

bool permits_others(const AccessList& access) {
  return std::any_of(access.entries().begin(), access.entries().end(),
                     [](const AccessEntry& e) { return e.permits && e.well_formed && !is_loopback_network(e.network); });
}

}  // namespace

std::string weakness_words(std::string_view secret, std::string_view user) {
  std::array<std::string_view, 1> names = {user};
  SecretStrength strength = knowledge::grade_secret(secret, names);
  if (strength == SecretStrength::empty || !knowledge::is_guessable(strength)) return {};
  return text::say("audit.weakness." + std::string(knowledge::to_string(strength)));
}

bool lets_others_in(const AccessList& access, const NamedAccessLists& named) {
  constexpr double kLoopbackShare = 1.0 / 256;
  if (!access.written() || access.share_of_ipv4() > kLoopbackShare) return true;
  if (access.share_of_ipv4() <= 0) return false;
  if (permits_others(access)) return true;
  return std::any_of(access.names().begin(), access.names().end(), [&](const NamedAccess& name) {
    const AccessList* list = named.find(name.name);
    return list && permits_others(*list);
  });
}

}  // namespace denwaban::audit
