// SPDX-License-Identifier: GPL-3.0-or-later
// The desk's house when no guard runs: the store alone. What is decided here holds from the guard's next
// start on; bans that the last guard left in the kernel stay there until then.
#pragma once

#include <memory>
#include <string>

#include "serve/desk.h"
#include "settings/settings.h"
#include "store/store.h"

namespace denwaban::guard {

// `writes`: the command decides something, so the store is opened for writing (and made, if need be) and no
// guard may start meanwhile; else it is only read.
Result<std::unique_ptr<serve::Office>> open_offline(const settings::Settings& settings, const Clock& clock,
                                                    bool writes);

// How the store keeps what it is given.
store::StoreOptions store_options(const settings::Settings& settings);

}  // namespace denwaban::guard
