// SPDX-License-Identifier: GPL-3.0-or-later
// Who reaches which trunk, drawn: those who call on the left, trunks on the right, a line for the worst way
// between two.
#pragma once

#include <string>
#include <vector>

#include "model/toll_path.h"

namespace denwaban::report {

// An <svg> for the report's style sheet; empty when there is no way. Everything in it is escaped.
std::string reach_picture(const std::vector<TollPath>& paths);

}  // namespace denwaban::report
