// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace denwaban::detect {
struct Options {};
}  // namespace denwaban::detect
