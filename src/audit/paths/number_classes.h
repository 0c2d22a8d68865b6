// SPDX-License-Identifier: GPL-3.0-or-later
// Which numbers are dear: a country's numbering plan as sets.
#pragma once

#include <string>
#include <vector>

#include "audit/estate.h"
#include "audit/paths/number_set.h"

namespace denwaban::audit {

struct NumberClasses {
  NumberSet abroad;  // international, or dialled like national ones and in another country
  NumberSet premium;
  NumberSet emergency;
  // What to dial for proof, the best first: numbers that look like those of another country, and premium ones.
  std::vector<NumberSet> examples_abroad, examples_premium;
  std::vector<std::string> prefixes_abroad;  // "00", "+": what stands before a country's code
  // Where nothing tells the country, 011 goes abroad in North America and is an area elsewhere: which it is where numbers of
  // other areas are dialled alike.
  NumberSet perhaps_abroad, other_areas;
};

// The country is the one that the options name, else the one that the configuration speaks of, beside what
// most countries dial.
NumberClasses number_classes(const Estate& estate, NumberSets& sets);

}  // namespace denwaban::audit
