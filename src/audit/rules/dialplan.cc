// SPDX-License-Identifier: GPL-3.0-or-later
// DWB-DP: the dialplan. The rules stand in dialplan/, by what they look at.
#include "audit/catalogue.h"
#include "audit/rules/dialplan/common.h"

namespace denwaban::audit {
namespace {

std::vector<Rule> joined() {
  std::vector<Rule> all;
  for (std::span<const Rule> family :
       {dialplan_injection_rules(), dialplan_query_rules(), dialplan_door_rules(), dialplan_gate_rules(),
        dialplan_number_rules(), dialplan_call_rules(), dialplan_order_rules(), dialplan_loading_rules(),
        dialplan_missing_rules(), dialplan_setting_rules(), dialplan_secret_rules()})
    all.insert(all.end(), family.begin(), family.end());
  return all;
}

}  // namespace

std::span<const Rule> dialplan_rules() {
  static const std::vector<Rule> kAll = joined();
  return kAll;
}

}  // namespace denwaban::audit
