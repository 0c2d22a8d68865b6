// SPDX-License-Identifier: GPL-3.0-or-later
#include "audit/rules/access_faults.h"

#include "text/message.h"

namespace denwaban::audit {
namespace {

std::string_view id_of(AccessFault fault) {
  switch (fault) {
    case AccessFault::none:
      break;
    case AccessFault::malformed:
      return "audit.access.malformed";
    case AccessFault::permits_only:
      return "audit.access.permits_only";
    case AccessFault::permits_all:
      return "audit.access.permits_all";
    case AccessFault::permits_nobody:
      return "audit.access.permits_nobody";
  }
  return "audit.access.none";
}

// The same lines in the order that was meant: who is denied, then who is permitted.
std::string in_order(const Object& object, const AccessList& list) {
  const AccessEntry& first = list.entries().front();
  bool contacts = first.option.key.starts_with("contact");
  std::string prefix = contacts ? first.option.key.substr(0, first.option.key.find_first_of("pPdD")) : "";
  std::string fix = object.title() + "\n" + prefix + "deny=0.0.0.0/0.0.0.0";
  size_t shown = 0;
  for (const AccessEntry& entry : list.entries())
    if (entry.permits && entry.well_formed && entry.network.length() > 0 && ++shown <= 8)
      fix += "\n" + prefix + "permit=" + entry.network.to_string();
  return fix;
}

}  // namespace

std::string fault_words(AccessFault fault) { return text::say(id_of(fault)); }

ConfigFinding* report_fault(Check& check, const Object& object, const AccessList& list) {
  const Option* culprit = list.culprit();
  if (!culprit) return nullptr;
  ConfigFinding& found = check.about(object, *culprit);
  fact(found, "fault", fault_words(list.fault()));
  found.fix = in_order(object, list);
  return &found;
}

}  // namespace denwaban::audit
