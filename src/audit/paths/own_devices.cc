// SPDX-License-Identifier: GPL-3.0-or-later
#include "audit/paths/own_devices.h"

#include "audit/rules/pjsip/endpoints.h"

namespace denwaban::audit {

OwnDevices::OwnDevices(const Estate& estate) {
  for (const auto& device : estate.iax.devices)
    if (device.dynamic()) names_.insert("IAX2/" + device.object.name);
  for (const auto& device : estate.chan_sip.devices)
    if (device.dynamic()) names_.insert("SIP/" + device.object.name);
  pjs::Relations relations(estate.pjsip);
  for (const Object& endpoint : estate.pjsip.endpoints)
    if (pjs::has_auth(endpoint) && endpoint.option("aors").written() && !relations.is_trunk(endpoint))
      names_.insert("PJSIP/" + endpoint.name);
}

}  // namespace denwaban::audit
