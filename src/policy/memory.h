// SPDX-License-Identifier: GPL-3.0-or-later
// What was said already: about each finding, so that a growing one does not repeat itself, and the ids of the
// latest decisions, so that reading a log again repeats nothing. Bounded: the oldest is forgotten first.
#pragma once

#include <absl/container/flat_hash_map.h>
#include <absl/container/flat_hash_set.h>

#include <cstdint>
#include <deque>
#include <list>
#include <optional>
#include <string>
#include <string_view>

#include "base/bytes.h"
#include "base/time.h"
#include "model/decision.h"

namespace denwaban::policy {

class Memory {
 public:
  explicit Memory(size_t capacity) : capacity_(capacity) {}
  // Its tables point into its lists, which moves leave where they are.
  Memory(Memory&&) = default;
  Memory& operator=(Memory&&) = default;

  // True the first time that this is said about this finding.
  bool first_time(std::string_view finding, Action action, Reason reason, Severity severity);
  // The latest evidence that the last ban or shed of this finding (of this source port, 0: of all) rests on:
  // only newer evidence may lead to another one when that is over.
  void acted(std::string_view finding, uint16_t port, Time evidence);
  // As if that deed had not been done: the same evidence may lead to it again.
  void not_acted(std::string_view finding);
  std::optional<Time> acted_until(std::string_view finding, uint16_t port) const;
  void forget(std::string_view finding);

  bool knows(std::string_view decision_id) const { return ids_.contains(decision_id); }
  void remember(std::string_view decision_id);

  void save(ByteWriter& out) const;
  bool load(ByteReader& in);

 private:
  struct Said {
    std::string finding;
    uint32_t refused = 0;        // bits 1 << Reason
    uint8_t notified_above = 0;  // the highest severity that was notified, plus one
    std::optional<Time> acted;
    uint16_t acted_port = 0;
  };
  using Place = std::list<Said>::iterator;
  Said& said(std::string_view finding);

  size_t capacity_;
  std::list<Said> said_;  // the oldest first
  absl::flat_hash_map<std::string_view, Place> findings_;  // keys are the ids within said_
  std::deque<std::string> ids_in_order_;
  absl::flat_hash_set<std::string_view> ids_;  // views of these; a deque does not move them
};

}  // namespace denwaban::policy
