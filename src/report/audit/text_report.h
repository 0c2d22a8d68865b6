// SPDX-License-Identifier: GPL-3.0-or-later
// The audit for a person at a terminal: what to do first, first.
#pragma once

#include <string>

#include "report/audit/review.h"
#include "text/style.h"

namespace denwaban::report {

struct TextLook {
  text::Style style;
  size_t width = 0;  // of the terminal; 0: a page's
  bool all = false;  // every finding in full, inert ones too
};

std::string audit_text(const Review& review, const TextLook& look);
// Every way with its hops.
std::string toll_paths_text(const Review& review, const TextLook& look);

}  // namespace denwaban::report
