// SPDX-License-Identifier: GPL-3.0-or-later
// Fraud findings in words.
#pragma once

#include <string>

#include "base/money.h"
#include "model/fraud_finding.h"
#include "text/language.h"

namespace denwaban::text {

// "account 104 calls where fraud earns its money"
std::string fraud_title(const FraudFinding& finding, Language language = Language::en);
// "14 calls to Somalia within 9 minutes; nobody here ever called there in 412 days"
std::string fraud_why(const FraudFinding& finding, Language language = Language::en);
// "12.34 EUR": two decimals, more only below a hundredth.
std::string money_text(const Money& money);

}  // namespace denwaban::text
