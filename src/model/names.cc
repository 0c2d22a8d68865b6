// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/names.h"

#include <array>

namespace denwaban {
namespace {

// The count of words must be that of the enumerators: `Last` is the last of these.
template <auto Last, size_t N>
constexpr auto words(const std::string_view (&list)[N]) {
  static_assert(N == static_cast<size_t>(Last) + 1, "a word is missing");
  return std::to_array(list);
}

constexpr auto kDetectors = words<Detector::management_abuse>(
    {"auth_guessing", "account_guessing", "account_enumeration", "dial_probe", "scanner", "malformed",
     "campaign", "management_guessing", "account_takeover", "forgery", "flood", "management_abuse"});
constexpr auto kFraudDetectors = words<FraudDetector::known_fraud_number>(
    {"call_velocity", "concurrent_calls", "costly_destination", "new_destination", "off_hours", "sequential_numbers",
     "repeated_number", "spend_limit", "test_call", "wangiri", "dial_through", "known_fraud_number"});
constexpr auto kSeverities = words<Severity::critical>({"info", "low", "medium", "high", "critical"});
constexpr auto kStates = words<FindingState::closed>({"open", "grown", "closed"});
constexpr auto kServices = words<Service::http>({"unknown", "sip", "pjsip", "iax2", "ami", "http"});
constexpr auto kTransports = words<Transport::wss>({"unknown", "udp", "tcp", "tls", "ws", "wss"});
constexpr auto kWitnesses = words<Witness::ami>(
    {"notice", "security_event", "json_log", "syslog", "capture", "hep", "ami"});
constexpr auto kProofs = words<AddressProof::returned>({"claimed", "connected", "returned"});
constexpr auto kActions =
    words<Action::ask_pin>({"ban", "unban", "shed", "allow", "disallow", "notify", "none", "hang_up", "lock_account",
                            "unlock_account", "close_trunk", "open_trunk", "refuse_call", "ask_pin"});
constexpr auto kReasons = words<Reason::vouched>(
    {"evidence", "by_hand", "allow_listed", "trusted", "unproven", "own_address", "trunk", "login_session",
     "ban_limit", "shared_address", "single_account", "expired", "turned_off", "set_to_notify", "watching", "not_grave", "emergency", "no_login",
     "over_already", "vouched"});
constexpr auto kEventKinds = words<EventKind::peer_answered>(
    {"auth_failed", "unknown_account", "acl_rejected", "call_rejected", "challenge_sent", "auth_succeeded",
     "request_refused", "unexpected_address", "limit_reached", "malformed", "packet_print_begin",
     "packet_print_end", "broken_line", "orphan_line", "probed", "manager_action", "forged",
     "traffic", "peer_answered"});
constexpr auto kFlaws = words<Flaw::crash_pattern>(
    {"none", "unreadable", "start_line", "missing_header", "bad_header", "bad_number", "overlong", "control_bytes",
     "crash_pattern"});
constexpr auto kForgeries = words<Forgery::junk_nonce>(
    {"none", "false_record", "injected_line", "contradicted", "redirected", "foreign_nonce", "junk_nonce"});
constexpr auto kOrigins =
    words<Origin::included>({"written", "template", "inherited", "missing", "included"});
constexpr auto kEntryKinds = words<EntryKind::keyless_device>(
    {"sip_guest", "sip_peer", "sip_user", "pjsip_anonymous", "pjsip_endpoint", "iax_user", "dahdi_channel", "did", "voicemail",
     "forward", "transfer", "originate", "keyless_device"});
constexpr auto kGates = words<Gate::credentials>(
    {"none", "constant", "time", "random", "caller_id", "source_address", "weak_pin", "pin", "weak_password", "unknown",
     "credentials"});
constexpr auto kVerdicts = words<Verdict::not_reachable>(
    {"reachable", "weak", "authenticated", "conditional", "opaque", "inert", "not_reachable"});
constexpr auto kSipMethods =
    words<SipMethod::other>({"unknown", "REGISTER", "INVITE", "OPTIONS", "SUBSCRIBE", "PUBLISH", "MESSAGE",
                             "NOTIFY", "REFER", "INFO", "UPDATE", "other"});

}  // namespace

template <>
std::span<const std::string_view> names_of<Detector>() {
  return kDetectors;
}
template <>
std::span<const std::string_view> names_of<FraudDetector>() {
  return kFraudDetectors;
}
template <>
std::span<const std::string_view> names_of<Severity>() {
  return kSeverities;
}
template <>
std::span<const std::string_view> names_of<FindingState>() {
  return kStates;
}
template <>
std::span<const std::string_view> names_of<Service>() {
  return kServices;
}
template <>
std::span<const std::string_view> names_of<Transport>() {
  return kTransports;
}
template <>
std::span<const std::string_view> names_of<Witness>() {
  return kWitnesses;
}
template <>
std::span<const std::string_view> names_of<AddressProof>() {
  return kProofs;
}
template <>
std::span<const std::string_view> names_of<Action>() {
  return kActions;
}
template <>
std::span<const std::string_view> names_of<Reason>() {
  return kReasons;
}
template <>
std::span<const std::string_view> names_of<EventKind>() {
  return kEventKinds;
}
template <>
std::span<const std::string_view> names_of<SipMethod>() {
  return kSipMethods;
}
template <>
std::span<const std::string_view> names_of<Flaw>() {
  return kFlaws;
}
template <>
std::span<const std::string_view> names_of<Forgery>() {
  return kForgeries;
}
template <>
std::span<const std::string_view> names_of<Origin>() {
  return kOrigins;
}
template <>
std::span<const std::string_view> names_of<EntryKind>() {
  return kEntryKinds;
}
template <>
std::span<const std::string_view> names_of<Gate>() {
  return kGates;
}
template <>
std::span<const std::string_view> names_of<Verdict>() {
  return kVerdicts;
}

}  // namespace denwaban
