// SPDX-License-Identifier: GPL-3.0-or-later
// What the manager says of channels, calls and registrations (main/manager_channels.c, manager_bridges.c,
// core_local.c, res/res_manager_devicestate.c, cdr/cdr_manager.c, channels/chan_sip.c, pjsip/pjsip_manager.c)
// of Asterisk 12 to 22. Pure; one event at a time, from its own fields alone.
//
// A channel is told as a run of fields that is always the same ("Channel" to "Linkedid", in newer versions
// "Tenantid" behind it), under a prefix where an event tells of several. Its numbers and its extension are a
// caller's own words and are not escaped. So the run must stand whole and in order, and no field may stand
// twice: whoever adds fields by line breaks in a number breaks one or the other, and his event is tainted.
#pragma once

#include <string_view>

#include "model/call_event.h"

namespace denwaban::parse {

// `fields`: all lines behind "Privilege:", each with its CR LF. False: no event that says anything about a
// call, or one that is not told of so. A tainted event holds what stands there nevertheless.
bool read_call_event(std::string_view name, std::string_view fields, CallEvent& event);

// The second in which a channel with this Uniqueid began: "pbx-1795291441.3"; the epoch where it does not
// tell.
Time begun_at(std::string_view unique);

}  // namespace denwaban::parse
