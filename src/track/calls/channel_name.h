// SPDX-License-Identifier: GPL-3.0-or-later
// What a channel's name and a dial string tell (main/channel.c, channels/*: technology, whose, a number).
#pragma once

#include <string_view>

#include "model/event.h"

namespace denwaban::track {

struct ChannelName {
  Service service = Service::unknown;
  std::string_view
      endpoint;          // "100" of "PJSIP/100-0000000a"; empty where the name holds an address or nobody
  bool local = false;    // Local/600@inside-00000001;2: a way within the exchange …
  std::string_view way;  // … to "600@inside"
};

// Views into `name`.
ChannelName read_channel_name(std::string_view name);

// The number of "trunk/0301234567" (chan_sip, IAX2) or "0301234567@trunk" and
// "trunk/sip:0301234567@192.0.2.1" (PJSIP); empty: it holds none.
std::string_view number_dialled(Service service, std::string_view dial_string);

}  // namespace denwaban::track
