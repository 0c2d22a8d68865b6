// SPDX-License-Identifier: GPL-3.0-or-later
// Of DWB-DP-019: slips with parentheses and braces, by which Asterisk reads something else than is meant.
#pragma once

namespace denwaban::audit {

class Check;

// One finding for each kind of slip, with all its lines.
void punctuation_slips(Check& check);

}  // namespace denwaban::audit
