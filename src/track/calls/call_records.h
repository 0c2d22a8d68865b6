// SPDX-License-Identifier: GPL-3.0-or-later
// Call records (CDR) as calls: whose each was, and by which trunk it went or came. The configuration says which
// peers are trunks; where it is not at hand, or is not that of the records, the records tell: who is dialled with
// a number behind the name (SIP/provider/0301234567, PJSIP/0301234567@provider) is one. Bounded; for the tables
// of one exchange, in the order in which they are read.
#pragma once

#include <span>
#include <string_view>

#include "base/time_zone.h"
#include "model/call.h"
#include "parse/cdr/rows.h"
#include "pbx/exchange.h"
#include "track/calls/call_table.h"

namespace denwaban::track {

class CallRecords {
 public:
  static constexpr size_t kTrunksMax = 1'000;  // learned
  static constexpr Seconds kLongestCall{86'400 * 7};  // what lasts longer is a record's error

  CallRecords() = default;
  explicit CallRecords(std::span<const pbx::TrunkHost> trunks);

  // A call that has ended. `zone`: of the record's clock. Its id is that of the record, not the Linkedid: a call
  // that was sent on has several.
  Call call_of(const parse::CdrRow& row, const TimeZone& zone, EvidenceRef evidence);

 private:
  struct Way {
    std::string trunk, number;
  };
  Way way_out(const parse::CdrRow& row);
  bool is_trunk(std::string_view endpoint) const { return trunks_.contains(endpoint); }

  TextSet trunks_;  // names of peers and endpoints
  size_t learned_ = 0;
};

}  // namespace denwaban::track
