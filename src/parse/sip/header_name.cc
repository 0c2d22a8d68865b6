// SPDX-License-Identifier: GPL-3.0-or-later
#include "parse/sip/header_name.h"

namespace denwaban::parse::sip {
using enum SipHeaderName;

SipHeaderName compact_form(char letter) {
  switch (lower(letter)) {
    case 'b':
      return referred_by;
    case 'c':
      return content_type;
    case 'e':
      return content_encoding;
    case 'f':
      return from;
    case 'i':
      return call_id;
    case 'k':
      return supported;
    case 'l':
      return content_length;
    case 'm':
      return contact;
    case 'o':
      return event;
    case 'r':
      return refer_to;
    case 's':
      return subject;
    case 't':
      return to;
    case 'u':
      return allow_events;
    case 'v':
      return via;
    case 'x':
      return session_expires;
    case 'y':
      return identity;
    default:
      return other;
  }
}

namespace {

struct Known {
  std::string_view name;
  SipHeaderName id;
};
constexpr Known kKnown[] = {
    {"to", to},
    {"via", via},
    {"from", from},
    {"cseq", cseq},
    {"date", date},
    {"path", path},
    {"allow", allow},
    {"route", route},
    {"event", event},
    {"server", server},
    {"accept", accept},
    {"reason", reason},
    {"call-id", call_id},
    {"contact", contact},
    {"expires", expires},
    {"require", require},
    {"subject", subject},
    {"warning", warning},
    {"privacy", privacy},
    {"refer-to", refer_to},
    {"identity", identity},
    {"replaces", replaces},
    {"supported", supported},
    {"diversion", diversion},
    {"timestamp", timestamp},
    {"user-agent", user_agent},
    {"unsupported", unsupported},
    {"retry-after", retry_after},
    {"referred-by", referred_by},
    {"min-expires", min_expires},
    {"max-forwards", max_forwards},
    {"content-type", content_type},
    {"record-route", record_route},
    {"allow-events", allow_events},
    {"organization", organization},
    {"authorization", authorization},
    {"proxy-require", proxy_require},
    {"content-length", content_length},
    {"remote-party-id", remote_party_id},
    {"session-expires", session_expires},
    {"www-authenticate", www_authenticate},
    {"content-encoding", content_encoding},
    {"proxy-authenticate", proxy_authenticate},
    {"subscription-state", subscription_state},
    {"proxy-authorization", proxy_authorization},
    {"p-asserted-identity", p_asserted_identity},
    {"p-preferred-identity", p_preferred_identity},
};
constexpr uint64_t last_word(std::string_view name) {
  return word8(name.size() > 8 ? name.substr(name.size() - 8) : name);
}

constexpr HeaderNameTable make_table() {
  uint64_t factor = 0x9e3779b97f4a7c15;
  for (;; factor = factor * 6364136223846793005 + 1442695040888963407) {
    HeaderNameTable table;
    table.factor = factor | 1;
    bool perfect = true;
    for (const Known& known : kKnown) {
      uint64_t first = word8(known.name), last = last_word(known.name);
      HeaderNameTable::Entry& entry = table.entries[table.slot_of(first, last, known.name.size())];
      perfect = perfect && entry.id == other;
      if (!perfect) break;
      entry = {first, last, known.name, known.id};
    }
    if (perfect) return table;
  }
}
}  // namespace

constinit const HeaderNameTable kHeaderNames = make_table();

SipHeaderName header_name_of(std::string_view name, const char* limit) {
  size_t size = name.size();
  if (size == 1) return compact_form(name[0]);
  if (size > HeaderNameTable::kLengthMax) return other;
  uint64_t first = first_bytes(load8(name.data(), limit) | HeaderNameTable::kLower, size);
  uint64_t last = size <= 8 ? first : load8(name.data() + size - 8, limit) | HeaderNameTable::kLower;
  return kHeaderNames.look_up(first, last, name.data(), size);
}

}  // namespace denwaban::parse::sip
