// SPDX-License-Identifier: GPL-3.0-or-later
// What core_trickle.cc tells core_judge.cc.
#pragma once

#include "fraud/core.h"

namespace denwaban::fraud {

struct Detectors::Impl::Trickle {
  bool account = false;  // one account spent too much at new places
  bool place = false;    // all together at this one
  double spent = 0;      // EUR
  int32_t days = 0;      // since the place was called for the first time

  bool is_enough() const { return account || place; }
};

}  // namespace denwaban::fraud
