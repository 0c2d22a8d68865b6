// SPDX-License-Identifier: GPL-3.0-or-later
// A fraud finding as one JSON line: what `replay --json` prints. As ascii-clean as model/json.h.
#pragma once

#include <string>

#include "model/fraud_finding.h"
#include "model/json.h"

namespace denwaban {

// `time` is the alarm: when it was first told. `state` is told in the live stream only.
std::string fraud_finding_json(const FraudFinding& finding, const FindingTexts& texts, Stream stream);

}  // namespace denwaban
