// SPDX-License-Identifier: GPL-3.0-or-later
// What was said already: about each finding, so that a growing one does not repeat itself, and the ids of the
// latest decisions, so that reading a log again repeats nothing. Bounded: the oldest is forgotten first.
#pragma once

#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>

#include "base/bytes.h"
#include "base/time.h"
#include "model/decision.h"

namespace denwaban::policy {

class Memory {
 public:
  explicit Memory(size_t capacity) : capacity_(capacity) {}

  // True the first time that this is said about this finding.
  bool first_time(std::string_view finding, Action action, Reason reason, Severity severity);
  // The latest evidence that the last ban or shed of this finding (of this source port, 0: of all) rests on:
  // only newer evidence may lead to another one when that is over.
  void acted(std::string_view finding, uint16_t port, Time evidence);
  std::optional<Time> acted_until(std::string_view finding, uint16_t port) const;
  void forget(std::string_view finding);

  bool knows(std::string_view decision_id) const { return ids_.contains(decision_id); }
  void remember(std::string_view decision_id);

  void save(ByteWriter& out) const;
  bool load(ByteReader& in);

 private:
  struct Said {
    uint64_t order = 0;
    uint32_t refused = 0;        // bits 1 << Reason
    uint8_t notified_above = 0;  // the highest severity that was notified, plus one
    std::optional<Time> acted;
    uint16_t acted_port = 0;
  };
  using Findings = std::map<std::string, Said, std::less<>>;
  Said& said(std::string_view finding);

  size_t capacity_;
  uint64_t order_ = 0;
  Findings findings_;
  std::map<uint64_t, Findings::iterator> oldest_;
  std::set<std::string, std::less<>> ids_;
  std::deque<std::string> ids_in_order_;
};

}  // namespace denwaban::policy
