// SPDX-License-Identifier: GPL-3.0-or-later
// Members that records of several kinds have.
#pragma once

#include <vector>

#include "base/money.h"
#include "model/json.h"
#include "model/json_text.h"

namespace denwaban {

inline void write_evidence(JsonText& json, const std::vector<EvidenceText>& evidence) {
  json.open('[');
  for (const EvidenceText& place : evidence) {
    json.open('{').key("file").string(place.file);
    json.key("line").number(place.line);
    json.key("text").string(place.text);
    json.close('}');
  }
  json.close(']');
}

inline void write_money(JsonText& json, const Money& money) {
  json.open('{').key("amount").string(money.amount.text());
  json.key("currency").string(money.currency.text());
  json.close('}');
}

}  // namespace denwaban
