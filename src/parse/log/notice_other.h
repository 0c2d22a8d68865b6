// SPDX-License-Identifier: GPL-3.0-or-later
// Lines of other source files that name a sender.
#pragma once

#include "parse/log/grammar.h"

namespace denwaban::parse {

// main/acl.c: PURPOSE: Rejecting 'ADDRESS' due to a failure to pass ACL 'NAME'
// Only for purposes that test the sender's own address: the ACLs for Contact and media test what the sender
// wrote.
Reading read_acl(std::string_view text, Event& event);

// res/res_http_websocket.c: WebSocket connection from 'ADDRESS:PORT' could not be accepted[ - REASON]
Reading read_websocket(std::string_view text, Event& event);

// The dialplan of FreePBX: "Rejecting unknown SIP connection from ADDRESS[:PORT]", "Friendly Scanner from
// ADDRESS"
Reading read_dialplan(std::string_view text, Event& event);

}  // namespace denwaban::parse
