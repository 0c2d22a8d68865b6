// SPDX-License-Identifier: GPL-3.0-or-later
// Where the data about countries and networks lies on this machine.
#pragma once

#include "knowledge/atlas.h"
#include "settings/settings.h"

namespace denwaban::guard {

// The files that [knowledge] names, else country.mmdb and network.mmdb of the store's folder `knowledge`, of
// /usr/share/denwaban, or of $DENWABAN_CACHE/knowledge (~/.cache/denwaban/knowledge).
knowledge::Atlas find_atlas(const settings::Settings& settings);

}  // namespace denwaban::guard
