// SPDX-License-Identifier: GPL-3.0-or-later
// Which devices the dialplan and the queues name: what is named nowhere is not rung by anybody.
#pragma once

#include <string>
#include <string_view>
#include <unordered_set>

#include "audit/estate.h"

namespace denwaban::audit {

class DialledNames {
 public:
  explicit DialledNames(const Estate& estate);

  // False: somewhere the name is only known when a call is there, so that nothing can be said of any device.
  bool complete() const { return complete_; }
  // A device of chan_sip: "PJSIP/100" and other drivers' are not it.
  bool names(std::string_view device) const;

 private:
  void read_words(std::string_view text);
  void read_targets(const parse::Dialplan& dialplan, std::string_view arguments);

  std::unordered_set<std::string> words_;  // lower case
  bool complete_ = true;
};

}  // namespace denwaban::audit
