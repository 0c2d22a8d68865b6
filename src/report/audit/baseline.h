// SPDX-License-Identifier: GPL-3.0-or-later
// What an earlier `audit --json` found already.
#pragma once

#include <set>
#include <string>
#include <string_view>

#include "base/result.h"
#include "model/toll_path.h"

namespace denwaban::report {

using Baseline = std::set<std::string, std::less<>>;  // ids of findings and of ways

// Records of other kinds are passed over. Error{input}: a line is no JSON object, or no line is a record of
// an audit.
Result<Baseline> read_baseline(std::string_view text, std::string_view name);

// The same way has the same id tomorrow: who, where to, and what is in the way; other numbers or hops do not
// make it new.
std::string id_of(const TollPath& path);

}  // namespace denwaban::report
