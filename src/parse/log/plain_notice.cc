// SPDX-License-Identifier: GPL-3.0-or-later
#include "parse/log/plain_notice.h"

#include "parse/log/address.h"
#include "parse/log/avx2.h"
#include "parse/log/name_addr.h"

namespace denwaban::parse {

#if defined(__x86_64__)
namespace {

using namespace avx2;

// "NOTICE[22821][C-00000003]"
DENWABAN_AVX2_INLINE bool skip_level(const char*& at) {
  constexpr uint32_t kName = 7, kThreadMax = 8;
  uint32_t closes = Window32(at).equal(']'), thread_end = _tzcnt_u32(closes), size = thread_end - kName;
  if (!stands(at, "NOTICE[") || size - 1 >= kThreadMax || leading_digits(load8(at + kName)) < size)
    return false;
  const char* behind = at + thread_end + 1;
  if (*behind == '[') {
    closes = _blsr_u32(closes);
    if (closes == 0 || behind[1] != 'C' || behind[2] != '-') return false;
    behind = at + _tzcnt_u32(closes) + 1;
  }
  at = behind;
  return true;
}

// `<sip:103@…`, `"103" <sip:103@…`, `size` bytes up to the quote: the user, and whether a tool's mark shows.
DENWABAN_AVX2_INLINE bool read_name_addr(const char* at, size_t size, Event& event) {
  Window32 window(at);
  // A display name: up to the second quote.
  uint32_t quotes = window.equal('"');
  uint32_t open = (quotes & 1) != 0 ? _tzcnt_u32(_blsr_u32(quotes)) + 1 : 0;
  uint32_t display = _bzhi_u32(~uint32_t{0}, open);
  if ((window.equal('\\') & display) != 0) return false;
  open += at[open] == ' ';
  if (!stands(at + open, "<sip:")) return false;
  uint32_t user = open + 5;
  uint32_t ends = window.equal_any('@', ':', ';', '>') & ~_bzhi_u32(~uint32_t{0}, user);
  uint32_t user_end = _tzcnt_u32(ends);
  if (user_end >= 32 || at[user_end] != '@' || user_end >= size) return false;
  event.account = std::string_view(at + user, user_end - user);
  uint32_t users = _bzhi_u32(~_bzhi_u32(~uint32_t{0}, user), user_end);
  if ((may_begin_mark(window.letters(), window.behind_f()) & (display | users)) != 0) [[unlikely]]
    event.scanner_agent = sender_shows_scanner(std::string_view(at, size), event.account);
  return true;
}

DENWABAN_AVX2_INLINE bool read_sender_address(const char* at, size_t size, Event& event) {
  return read_v4_with_port(at, size, event) || read_address(std::string_view(at, size), event);
}

// "NAME-ADDR' failed for 'ADDRESS", up to the quote behind it.
DENWABAN_AVX2_INLINE bool skip_sender(const char*& at, Event& event) {
  const char* name_addr = at;
  size_t size = length_up_to('\'', at);
  at += size;
  if (size >= kTooFar || !skip(at, "' failed for '") || !read_name_addr(name_addr, size, event)) return false;
  size = length_up_to('\'', at);
  if (size >= kTooFar || !read_sender_address(at, size, event)) return false;
  at += size;
  return true;
}

DENWABAN_AVX2_INLINE bool read_registration(const char* at, const char* end, Event& event) {
  event.service = Service::sip;
  event.method = SipMethod::register_;
  if (!skip_sender(at, event) || !skip(at, "' - ")) return false;
  bool password = end - at == 14 && stands(at, "Wrong password");
  bool peer = end - at == 22 && stands(at, "No matching peer found");
  event.kind = peer ? EventKind::unknown_account : EventKind::auth_failed;
  return password || peer;
}

DENWABAN_AVX2_INLINE bool read_call(const char* at, const char* end, Event& event) {
  event.service = Service::sip;
  event.kind = EventKind::call_rejected;
  event.method = SipMethod::invite;
  size_t size = length_up_to('\'', at);
  event.account = std::string_view(at, size);
  event.known_caller = size != 0;
  at += size;
  if (size >= kTooFar || at[1] != ' ' || at[2] != '(') return false;
  at += 3;
  size = length_up_to(')', at);
  if (size >= kTooFar || !read_sender_address(at, size, event)) return false;
  at += size;
  if (!skip(at, ") to extension '")) return false;
  size = length_up_to('\'', at);
  event.extension = std::string_view(at, size);
  at += size;
  if (size >= kTooFar || !skip(at, "' rejected because extension not found in context '")) return false;
  size = length_up_to('\'', at);
  return size < kTooFar && at + size + 2 == end && end[-1] == '.';
}

// A Call-ID without quotes.
DENWABAN_AVX2_INLINE bool read_session(std::string_view session, Event& event) {
  if (session.size() >= 64) return false;
  auto size = static_cast<uint32_t>(session.size());
  Window32 low(session.data()), high(session.data() + 32);
  auto both = [](uint32_t l, uint32_t h) DENWABAN_AVX2 { return l | uint64_t{h} << 32; };
  uint64_t marks = may_begin_mark(both(low.letters(), high.letters()), both(low.behind_f(), high.behind_f()));
  if (_bzhi_u64(marks, size) != 0) [[unlikely]]
    event.scanner_agent = event.scanner_agent || shows_scanner(session);
  event.session = session;
  return _bzhi_u64(both(low.equal('\''), high.equal('\'')), size) == 0;
}

DENWABAN_AVX2_INLINE bool read_request(const char* at, const char* end, Event& event) {
  event.service = Service::pjsip;
  event.method = SipMethod::register_;
  if (!skip(at, "REGISTER' from '")) {
    if (!skip(at, "INVITE' from '")) return false;
    event.method = SipMethod::invite;
  }
  if (!skip_sender(at, event) || !skip(at, "' (callid: ")) return false;
  constexpr char kNoEndpoint[] = ") - No matching endpoint found", kWrong[] = ") - Failed to authenticate";
  constexpr size_t kLongest = sizeof kNoEndpoint - 1, kShortest = sizeof kWrong - 1;
  if (end < at + kLongest) return false;
  bool no_endpoint = stands(end - kLongest, kNoEndpoint), wrong = stands(end - kShortest, kWrong);
  event.kind = no_endpoint ? EventKind::unknown_account : EventKind::auth_failed;
  std::string_view session(at, static_cast<size_t>(end - at) - (no_endpoint ? kLongest : kShortest));
  return (no_endpoint || wrong) && read_session(session, event) && !event.address.is_unspecified();
}

}  // namespace

DENWABAN_AVX2 bool read_plain_notice(const char* level, const char* end, Event& event) {
  const char* at = level;
  if (!skip_level(at)) return false;
  if (skip(at, " chan_sip.c: Registration from '")) return read_registration(at, end, event);
  if (skip(at, " res_pjsip/pjsip_distributor.c: Request '")) return read_request(at, end, event);
  return skip(at, " chan_sip.c: Call from '") && read_call(at, end, event);
}

bool can_read_plain_notices() { return avx2::is_here(); }
#else
bool can_read_plain_notices() { return false; }
bool read_plain_notice(const char*, const char*, Event&) { return false; }
#endif

}  // namespace denwaban::parse
