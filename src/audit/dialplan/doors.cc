// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>

#include "audit/dialplan/outline.h"
#include "audit/dialplan/trunks.h"

namespace denwaban::audit {
namespace {

SourceLine place_of(const Estate& estate, const Object& object) {
  if (object.config && object.category) return estate.sources.line_of(*object.config, *object.category);
  return {object.config && !object.config->files.empty() ? estate.sources.shown(object.config->files[0]) : "", 0, {}, {}};
}

// Text messages outside of calls run the dialplan, guests' ones, too (channels/chan_sip.c, receive_message).
void message_door(const Estate& estate, std::vector<OpenDoor>& doors) {
  const Object& general = estate.chan_sip.general;
  const Option context = general.option("outofcall_message_context");
  const bool unasked = estate.chan_sip.guests || !general.option("auth_message_requests", "yes").yes();
  if (!unasked || !context.written() || !general.option("accept_outofcall_message", "yes").yes()) return;
  doors.push_back({OpenDoor::Kind::stranger, context.value, estate.sources.line_of(*context.config, *context.variable)});
}

// A box with a line of the telephone network: its password is its own, and who calls through it gave none.
bool is_gateway(const SipDevice& device) { return !device.dynamic() && sounds_like_gateway(device.object.name); }
bool is_gateway(const Pjsip& pjsip, const Object& endpoint) {
  return sounds_like_gateway(endpoint.name) && std::ranges::any_of(pjsip.references(endpoint, "aors"), [&](const auto& named) {
           return std::ranges::any_of(pjsip.aors, [&](const Object& aor) {
             return aor.name == named.name && aor.option("contact").written();
           });
         });
}

void chan_sip_doors(const Estate& estate, std::vector<OpenDoor>& doors) {
  const ChanSip& sip = estate.chan_sip;
  if (!sip.has_file || !estate.modules.loaded("chan_sip")) return;
  if (sip.guests) {
    Option guests = sip.general.option("allowguest", "yes");
    SourceLine place = place_of(estate, sip.general);
    if (guests.written()) place = estate.sources.line_of(*guests.config, *guests.variable);
    if (place.file.empty()) place.file = "sip.conf";
    place.text = "allowguest=" + guests.value;
    doors.push_back({OpenDoor::Kind::stranger, sip.guest_context, std::move(place)});
  }
  message_door(estate, doors);
  for (const SipDevice& device : sip.devices) {
    if (device.has_secret() && !device.insecure_invite() && !is_gateway(device)) continue;
    if (device.is_of_this_machine()) continue;
    bool by_address = !device.is_user && !device.dynamic();
    doors.push_back({by_address ? OpenDoor::Kind::public_network : OpenDoor::Kind::stranger, device.context(),
                     place_of(estate, device.object)});
  }
}

void pjsip_doors(const Estate& estate, std::vector<OpenDoor>& doors) {
  const Pjsip& pjsip = estate.pjsip;
  if (!pjsip.has_file || !estate.modules.loaded("chan_pjsip")) return;
  for (const Object& endpoint : pjsip.endpoints) {
    const bool gateway = is_gateway(pjsip, endpoint);
    if (!pjsip.references(endpoint, "auth").empty() && !gateway) continue;  // where what it names is not there, all are refused
    bool by_address = gateway || std::any_of(pjsip.identifies.begin(), pjsip.identifies.end(),
                                  [&](const Object& identify) { return identify.option("endpoint").value == endpoint.name; });
    if (endpoint.option("identify_by", "username,ip").value == "ip" && pjsip.is_of_this_machine(endpoint)) continue;
    doors.push_back({by_address ? OpenDoor::Kind::public_network : OpenDoor::Kind::stranger,
                     endpoint.option("context", "default").value, place_of(estate, endpoint)});
  }
}

void iax_doors(const Estate& estate, std::vector<OpenDoor>& doors) {
  if (!estate.iax.has_file || !estate.modules.loaded("chan_iax2")) return;
  for (const IaxDevice& device : estate.iax.devices) {
    if (!device.is_user || (device.has_secret() && !device.is_carrier())) continue;
    std::vector<std::string> contexts = device.contexts();
    if (contexts.empty()) contexts.push_back("default");
    for (const std::string& context : contexts)
      if (context != "*")
        doors.push_back({device.is_carrier() ? OpenDoor::Kind::public_network : OpenDoor::Kind::stranger, context,
                         place_of(estate, device.object)});
  }
}

void dahdi_doors(const Estate& estate, std::vector<OpenDoor>& doors) {
  if (!estate.modules.loaded("chan_dahdi")) return;
  for (const DahdiChannels& group : estate.dahdi) {
    if (!group.is_trunk || !group.config || !group.variable) continue;
    auto context = group.options.find("context");
    doors.push_back({OpenDoor::Kind::public_network, context == group.options.end() ? "default" : context->second,
                     estate.sources.line_of(*group.config, *group.variable)});
  }
}

}  // namespace

std::vector<OpenDoor> open_doors(const Estate& estate) {
  std::vector<OpenDoor> doors;
  chan_sip_doors(estate, doors);
  pjsip_doors(estate, doors);
  iax_doors(estate, doors);
  dahdi_doors(estate, doors);
  return doors;
}

}  // namespace denwaban::audit
