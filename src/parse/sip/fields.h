// SPDX-License-Identifier: GPL-3.0-or-later
// The grammars of single fields, one file each. A parser of a value that may stand in a list leaves its
// cursor at the comma that ends the value, or at the end.
#pragma once

#include "parse/sip/scan.h"
#include "parse/sip_message.h"

namespace denwaban::parse::sip {

// uri.cc: `c` is the whole URI.
void read_uri(Cursor c, SipUri& out, DeviationSet& deviations);

// name_addr.cc: in a list commas end an unquoted display name and an address without <>.
void read_name_addr(Cursor& c, bool in_list, NameAddr& out, DeviationSet& deviations);

// via.cc
void read_via(Cursor& c, Via& out, DeviationSet& deviations);

// digest.cc: the whole field, for commas separate its parameters.
void read_digest(Cursor c, Digest::Kind kind, Digest& out, DeviationSet& deviations);

// start_line.cc: the first line, without its end. False when it is not SIP.
bool read_start_line(Cursor c, SipMessage& message);
SipMethod method_of(std::string_view text, const char* limit);
Transport transport_of(
    std::string_view text);  // of a Via, in any case; unknown for others than RFC 3261 and 7118 name

// header_name.cc
SipHeaderName header_name_of(std::string_view name, const char* limit);

}  // namespace denwaban::parse::sip
