// SPDX-License-Identifier: GPL-3.0-or-later
// The fast path: the four lines that an attack writes a million times, read without a loop.
//
// Why it is right. The grammars (notice_sip.h, notice_pjsip.h) owe their care to what a sender may have
// written: quotes, backslashes, imitations of the line's own words, line breaks, cut ends. The shapes below
// leave room for none of that: each field ends at the first quote (or parenthesis) behind its beginning, the
// words between the fields stand where they must, the last of them ends with the line, and every quote of the
// line was looked at. So there is one way to read the line, and from the left it is the same as from the
// right. Whatever differs in the least — another quote, another reason, a field longer than a window of 64
// bytes, a name that only a loop can find — is left to the grammars, which read the line as if nobody had
// tried. This file never says `none`, `broken` or `tainted`, and it may fail at any time: that costs time and
// nothing else. The fuzzer of the log parser holds both ways side by side.
//
// Why it is fast. A failure has some ten fields whose lengths nobody can predict; each loop over one of them,
// and each call of memchr, ends with a mispredicted jump that costs more than looking at 64 bytes. Here
// fields are found by counting the zeros of a bit mask.
#pragma once

#include "model/event.h"

namespace denwaban::parse {

// How far behind `level` read_plain_notice may look, whatever stands there.
constexpr size_t kPlainNoticeReach = 768;

// Whether this processor has what the fast path needs (AVX2, as nearly every x86-64 since 2013); the grammars
// need nothing.
bool can_read_plain_notices();

// Only where can_read_plain_notices. Reads the line whose level begins at `level` and which ends at `end`;
// kPlainNoticeReach bytes from `level` on must be readable. True: `event` is filled in as its grammar would
// fill it: all but time, evidence and witness. False: the grammars must be asked, with a new event.
//   NOTICE[1][C-1] chan_sip.c: Registration from 'TO' failed for 'ADDRESS' - Wrong password|No matching peer
//   found NOTICE[1][C-1] chan_sip.c: Call from 'PEER' (ADDRESS) to extension 'EXTEN' rejected because … in
//   context 'CONTEXT'. NOTICE[1] res_pjsip/pjsip_distributor.c: Request 'REGISTER|INVITE' from 'FROM' failed
//   for 'ADDRESS' (callid: ID) -
//     No matching endpoint found|Failed to authenticate
// TO and FROM are `<sip:USER@…` or `"NAME" <sip:USER@…`.
bool read_plain_notice(const char* level, const char* end, Event& event);

}  // namespace denwaban::parse
