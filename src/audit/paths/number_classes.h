// SPDX-License-Identifier: GPL-3.0-or-later
// Which numbers are dear: a country's numbering plan as sets.
#pragma once

#include "audit/estate.h"
#include "audit/paths/number_set.h"

namespace denwaban::audit {

struct NumberClasses {
  NumberSet abroad;  // international, or dialled like national ones and in another country
  NumberSet premium;
  NumberSet emergency;
};

// The country is the one that the options name, else the one that the configuration speaks of, beside what
// most countries dial.
NumberClasses number_classes(const Estate& estate, NumberSets& sets);

}  // namespace denwaban::audit
