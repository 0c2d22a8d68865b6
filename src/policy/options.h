// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace denwaban::policy {
struct Options {};
}  // namespace denwaban::policy
