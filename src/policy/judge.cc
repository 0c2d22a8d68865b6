// SPDX-License-Identifier: GPL-3.0-or-later
// Proof against trust. Two questions are asked of each finding: is it proven that the packets came from
// there, and does anybody honest come from there?
//
//   proven, and from there
//     comes nobody known          ban, escalating
//     logged in a phone           its port alone, when the evidence shows one from which no phone
//                                 registered; else a rate limit. Many accounts that never logged in from
//                                 there: ban for the first span; registered phones pass it
//     claimed logins only         its port alone, as above; else ban, escalating
//     comes a trunk               its port alone, when that cannot be the trunk's; else a rate limit
//   claimed repeatedly, and from there
//     comes nobody known          ban for the first span, under the ceiling; a flood: a rate limit
//     comes a trunk               nothing: whoever forges its address would share its rate with it
//     comes whom the PBX calls    the same: where no telephone logs in, he is a trunk that no file told of
//     comes anybody else          a rate limit
//   claimed hardly                nothing: the severity of the finding says so
//
// Above all of this stands who is never touched (spared.h), and a phone that fails slowly at its own account.
// A login that was only claimed narrows a proven ban to a port but cannot prevent it, because whoever holds
// one password can claim logins from everywhere.
#include "policy/policy.h"

#include <algorithm>

namespace denwaban::policy {
namespace {

// Trunks signal from a port that somebody configured, nearly always 5060; outgoing TCP connections and NATs
// use the dynamic range of Linux (ip_local_port_range), which is wider than that of RFC 6335.
constexpr uint16_t kDynamicPorts = 32768;

// What is proven about a takeover is the login; a telephone logs in too, after failures that somebody forged
// in its name. Proven guesses have a finding of their own, and that one escalates.
bool is_proven(const Finding& finding) {
  return finding.proof >= AddressProof::connected && finding.count_proven >= 1 &&
         finding.detector != Detector::account_takeover;
}

bool is_about_place(const Finding& finding) {
  return finding.detector == Detector::account_takeover &&
         (finding.pattern == "new_network" || finding.pattern == "new_country" || finding.pattern == "second_country");
}

// The one source that a finding is about, as we ban it; nullopt for accounts and networks.
std::optional<IpPrefix> source_of(const Subject& subject) {
  if (subject.address) return IpPrefix::source(*subject.address);
  if (!subject.prefix) return std::nullopt;
  IpPrefix source = IpPrefix::source(subject.prefix->address());
  return source.contains(*subject.prefix) ? std::optional(source) : std::nullopt;
}

// The exact address that the single source port belongs to. IPv6 subjects stand for a /64.
std::optional<IpAddress> host_of(const Finding& finding) {
  if (finding.addresses_total <= 1 && finding.addresses.size() == 1) return finding.addresses.front();
  if (finding.addresses.empty() || (finding.subject.address && finding.subject.address->is_v4()))
    return finding.subject.address;
  return std::nullopt;
}

// How many accounts that never logged in from here took part with proof, at least. A claim brings in one account
// at most, so no forger can add to this: neither to a telephone's own failures nor to anybody else's.
uint64_t strange_accounts(const Finding& finding, const track::Trust& trust, const IpPrefix& source,
                          Time now) {
  auto strange = static_cast<uint64_t>(
      std::ranges::count_if(finding.accounts, [&](const std::string& account) {
        return trust.of(source.address(), account, now) != track::TrustLevel::proven;
      }));
  uint64_t claims = finding.count - std::min(finding.count, finding.count_proven);
  return strange - std::min(strange, claims);
}

}  // namespace

void Policy::decide(std::span<const Finding> findings, const track::Trust& trust, Time now,
                    std::vector<Decision>& out) {
  Round round{&trust, now, out};
  lift_trusted(round);
  for (const Finding& finding : findings) {
    if (finding.state == FindingState::closed)
      memory_.forget(finding.id);
    else if (finding.severity >= Severity::medium)
      judge(finding, round);
  }
}

void Policy::judge(const Finding& finding, const Round& round) {
  // An account that many guess at, or that somebody guessed, is for people to look after.
  bool about_account =
      finding.detector == Detector::account_guessing || finding.detector == Detector::account_takeover;
  if (about_account) notify(finding, Reason::evidence, round);
  if (finding.detector == Detector::account_guessing) return;
  // Where an account logs in from is no attack by itself.
  if (is_about_place(finding)) return;
  // What a program asks of the manager interface is for people to judge; who guessed before has a finding for that.
  if (finding.detector == Detector::management_abuse) return notify(finding, Reason::evidence, round);
  if (finding.detector == Detector::campaign && finding.subject.prefix) return judge_network(finding, round);
  auto source = source_of(finding.subject);
  if (source) return judge_source(finding, *source, round);
  if (!about_account) notify(finding, Reason::evidence, round);
}

void Policy::judge_source(const Finding& finding, const IpPrefix& source, const Round& round) {
  if (auto reason = spared_.reason_for(source, round.now)) return refuse(finding, source, *reason, round);
  if (spared_.holds_trunk(source, round.now)) {
    // A trunk's busy hour is not ours to slow down.
    if (finding.detector == Detector::flood) return refuse(finding, source, Reason::trunk, round);
    return judge_trunk(finding, source, round);
  }
  bool proven = is_proven(finding);
  if (options_.claims_suffice) return ban(finding, {source, 0, Reason::evidence, proven, true}, round);
  if (finding.pattern == "one_account") return refuse(finding, source, Reason::single_account, round);
  bool known = round.trust->of(source.address(), round.now) != track::TrustLevel::none;
  if (!known && !proven && round.trust->is_peer(source.address(), round.now))
    return refuse(finding, source, Reason::trunk, round);
  // Most floods have forged sources: nobody is locked out because of one that is not proven.
  if (!known && !proven && finding.detector == Detector::flood)
    return shed(finding, source, Reason::evidence, round);
  if (!known) return ban(finding, {source, 0, Reason::evidence, proven, proven}, round);
  if (!proven) return shed(finding, source, Reason::trusted, round);
  judge_trusted(finding, source, round);
}

void Policy::judge_trunk(const Finding& finding, const IpPrefix& source, const Round& round) {
  if (!is_proven(finding)) return refuse(finding, source, Reason::trunk, round);
  auto host = host_of(finding);
  bool port_alone = host && finding.port >= kDynamicPorts &&
                    !round.trust->is_device(*host, finding.port, round.now);
  if (!port_alone || finding.pattern == "one_account") return shed(finding, source, Reason::trunk, round);
  ban(finding, {IpPrefix::host(*host), finding.port, Reason::trunk, true, false}, round);
}

// Proof against an address that phones log in from.
void Policy::judge_trusted(const Finding& finding, const IpPrefix& source, const Round& round) {
  auto host = host_of(finding);
  bool one_port = host && finding.port != 0;
  bool registered = one_port && round.trust->is_device(*host, finding.port, round.now);
  if (one_port && !registered)
    return ban(finding, {IpPrefix::host(*host), finding.port, Reason::trusted, true, false}, round);
  // One password buys no right to guess at others. Not escalating: colleagues may share the address.
  uint64_t strange_min = options_.strange_accounts_min;
  if (finding.severity >= Severity::high && strange_min != 0 && finding.accounts.size() >= strange_min &&
      strange_accounts(finding, *round.trust, source, round.now) >= strange_min)
    return ban(finding, {source, 0, Reason::evidence, true, false}, round);
  // Registered pairs pass the firewall first: a ban would be a lie.
  if (registered) return refuse(finding, source, Reason::trusted, round);
  if (round.trust->of(source.address(), round.now) == track::TrustLevel::seen)
    return ban(finding, {source, 0, Reason::evidence, true, true}, round);
  refuse(finding, source, Reason::trusted, round);
  shed(finding, source, Reason::trusted, round);
}

void Policy::judge_network(const Finding& finding, const Round& round) {
  const IpPrefix& network = *finding.subject.prefix;
  if (auto reason = spared_.reason_for(network, round.now)) return refuse(finding, network, *reason, round);
  if (spared_.holds_trunk(network, round.now)) return refuse(finding, network, Reason::trunk, round);
  if (finding.pattern == "one_account") return refuse(finding, network, Reason::single_account, round);
  bool v4 = network.address().is_v4();
  bool wide = network.length() < (v4 ? 24 : 48);
  uint64_t needed = wide ? options_.wide_network_addresses_min : options_.network_addresses_min;
  if (!is_proven(finding) || finding.addresses_proven < needed)
    return refuse(finding, network, Reason::unproven, round);
  // Wider than anybody is banned unasked: people decide.
  if (network.length() < (v4 ? options_.network_length_min_v4 : options_.network_length_min_v6))
    return notify(finding, Reason::evidence, round);
  if (stands_already(finding, {network, 0, Reason::evidence, true, true}, round.now)) return;
  if (round.trust->within(network, round.now) != track::TrustLevel::none)
    return refuse(finding, network, Reason::trusted, round);
  ban(finding, {network, 0, Reason::evidence, true, true}, round);
}

}  // namespace denwaban::policy
