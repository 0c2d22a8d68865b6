// SPDX-License-Identifier: GPL-3.0-or-later
// Devices that register here. Such a one is a telephone where it is called with nothing but its own number, though a Dial that
// names a number, IAX2/desk/2001, looks like one over a trunk; a gateway that registers gets numbers of its callers.
#pragma once

#include <set>
#include <string>
#include <string_view>

#include "audit/estate.h"

namespace denwaban::audit {

class OwnDevices {
 public:
  explicit OwnDevices(const Estate& estate);
  bool has(std::string_view trunk) const { return names_.find(trunk) != names_.end(); }  // "IAX2/desk"

 private:
  std::set<std::string, std::less<>> names_;
};

}  // namespace denwaban::audit
