// SPDX-License-Identifier: GPL-3.0-or-later
// Abbreviations of time zones as strftime's %Z writes them.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

namespace denwaban::parse {

constexpr size_t kZoneNameMax = 5;

// Minutes east of UTC, of a name that tzdata uses for one offset alone. None: an unknown name, or one of
// several offsets (CST in America and China; IST in India, Ireland and Israel; PST in America and Manila).
std::optional<int> zone_offset(std::string_view name);

}  // namespace denwaban::parse
