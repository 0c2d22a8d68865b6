// SPDX-License-Identifier: GPL-3.0-or-later
// Which devices the dialplan and the queues name: what is named nowhere is not rung by anybody.
#pragma once

#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

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
  // "tel${EXTEN:1}" under _9XXX: tel000 to tel999.
  struct Made {
    std::string extension;       // a number or a pattern
    std::string before, behind;  // lower case
    size_t skipped = 0;          // characters of the number
  };
  void read_words(std::string_view text);
  void read_targets(const parse::Dialplan& dialplan, const parse::Extension& extension, std::string_view arguments);
  bool read_number(const parse::Extension& extension, std::string_view device);
  static bool makes(const Made& made, std::string_view device);

  std::unordered_set<std::string> words_;  // lower case
  std::vector<Made> made_;
  bool complete_ = true;
};

}  // namespace denwaban::audit
