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
// Where the parameter of that name is kept; null when it is not. `word`: its characters made small if they
// are eight at most, else 0.
std::string_view* digest_place(uint64_t word, std::string_view name, Digest& out);
// Nothing that must be there is missing.
bool is_complete(const Digest& digest);

// start_line.cc: the first line, without its end. False when it is not SIP.
bool read_start_line(Cursor c, SipMessage& message);
SipMethod method_of(std::string_view text, const char* limit);
// The same of text that is not empty; `word`: its characters if they are eight at most.
SipMethod method_of(uint64_t word, std::string_view text);
Transport transport_of(
    std::string_view text);  // of a Via, in any case; unknown for others than RFC 3261 and 7118 name

}  // namespace denwaban::parse::sip
