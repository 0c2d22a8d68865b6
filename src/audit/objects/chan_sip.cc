// SPDX-License-Identifier: GPL-3.0-or-later
#include "audit/objects/chan_sip.h"

namespace denwaban::audit {

ChanSip read_chan_sip(const Sources& sources) {
  ChanSip sip;
  const parse::ConfigFile* config = sources.file("sip.conf");
  sip.has_file = config != nullptr;
  if (!config) return sip;
  sip.general = {"general", "general", config, config->first("general"), nullptr};
  Option guests = sip.general.option("allowguest", "yes");
  sip.guests = !guests.written() || guests.yes();
  sip.guest_context = sip.general.option("context", "default").value;
  return sip;
}

}  // namespace denwaban::audit
