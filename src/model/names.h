// SPDX-License-Identifier: GPL-3.0-or-later
// The words by which records, commands and the ledger call our enumerations: promises to scripts. SIP methods
// are written as RFC 3261 writes them, all else in snake_case.
#pragma once

#include <optional>
#include <span>
#include <string_view>

#include "model/config_finding.h"
#include "model/decision.h"
#include "model/event.h"
#include "model/finding.h"
#include "model/fraud_finding.h"
#include "model/toll_path.h"

namespace denwaban {

// All words of one enumeration, in the order of its values. Defined for Detector, Severity, FindingState,
// Service, Transport, Witness, AddressProof, Action, Reason, EventKind, SipMethod, Flaw, Forgery,
// Origin, EntryKind, Gate and Verdict.
template <class Enum>
std::span<const std::string_view> names_of();

template <>
std::span<const std::string_view> names_of<Detector>();
template <>
std::span<const std::string_view> names_of<FraudDetector>();
template <>
std::span<const std::string_view> names_of<Severity>();
template <>
std::span<const std::string_view> names_of<FindingState>();
template <>
std::span<const std::string_view> names_of<Service>();
template <>
std::span<const std::string_view> names_of<Transport>();
template <>
std::span<const std::string_view> names_of<Witness>();
template <>
std::span<const std::string_view> names_of<AddressProof>();
template <>
std::span<const std::string_view> names_of<Action>();
template <>
std::span<const std::string_view> names_of<Reason>();
template <>
std::span<const std::string_view> names_of<EventKind>();
template <>
std::span<const std::string_view> names_of<SipMethod>();
template <>
std::span<const std::string_view> names_of<Flaw>();
template <>
std::span<const std::string_view> names_of<Forgery>();
template <>
std::span<const std::string_view> names_of<Origin>();
template <>
std::span<const std::string_view> names_of<EntryKind>();
template <>
std::span<const std::string_view> names_of<Gate>();
template <>
std::span<const std::string_view> names_of<Verdict>();

// "?" for a value that no enumerator has.
template <class Enum>
std::string_view name_of(Enum value) {
  auto names = names_of<Enum>();
  auto index = static_cast<size_t>(value);
  return index < names.size() ? names[index] : std::string_view("?");
}

// Exact words only: "Ban" is nothing.
template <class Enum>
std::optional<Enum> parse_name(std::string_view text) {
  auto names = names_of<Enum>();
  for (size_t i = 0; i < names.size(); ++i)
    if (names[i] == text) return static_cast<Enum>(i);
  return std::nullopt;
}

}  // namespace denwaban
