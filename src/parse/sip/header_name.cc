// SPDX-License-Identifier: GPL-3.0-or-later
// Names of headers by their length and their first and last eight bytes; case does not count (RFC 3261
// section 7.3.1), compact forms do (7.3.3 and the RFCs that define them).
#include "parse/sip/fields.h"

namespace denwaban::parse::sip {
namespace {

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

// Makes letters small. Of other bytes only CR becomes one that stands in a name, and a CR there is a
// deviation by itself.
constexpr uint64_t kLower = 0x2020202020202020;

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
constexpr size_t kNameLengthMax = 20;

constexpr uint64_t last_word(std::string_view name) {
  return word8(name.size() > 8 ? name.substr(name.size() - 8) : name);
}

// A perfect hash of the names: no two of them meet, which the compiler finds a factor for.
constexpr unsigned kSlotBits = 8;
constexpr size_t slot_of(uint64_t first, uint64_t last, size_t size, uint64_t factor) {
  return ((first ^ last << 7 ^ size) * factor) >> (64 - kSlotBits);
}
struct Entry {
  uint64_t first = 0, last = 0;
  std::string_view name;
  SipHeaderName id = other;
};
struct Table {
  std::array<Entry, 1 << kSlotBits> entries{};
  uint64_t factor = 0;
};
constexpr Table make_table() {
  uint64_t factor = 0x9e3779b97f4a7c15;
  for (;; factor = factor * 6364136223846793005 + 1442695040888963407) {
    Table table;
    table.factor = factor | 1;
    bool perfect = true;
    for (const Known& known : kKnown) {
      uint64_t first = word8(known.name), last = last_word(known.name);
      Entry& entry = table.entries[slot_of(first, last, known.name.size(), table.factor)];
      perfect = perfect && entry.id == other;
      if (!perfect) break;
      entry = {first, last, known.name, known.id};
    }
    if (perfect) return table;
  }
}
constexpr Table kTable = make_table();

}  // namespace

SipHeaderName header_name_of(std::string_view name, const char* limit) {
  size_t size = name.size();
  if (size == 1) return compact_form(name[0]);
  if (size > kNameLengthMax) return other;
  uint64_t first = first_bytes(load8(name.data(), limit) | kLower, size);
  uint64_t last = size <= 8 ? first : load8(name.data() + size - 8, limit) | kLower;
  const Entry& entry = kTable.entries[slot_of(first, last, size, kTable.factor)];
  if (entry.first != first || entry.last != last || entry.name.size() != size) return other;
  return size <= 16 || same_word(name, entry.name) ? entry.id : other;
}

}  // namespace denwaban::parse::sip
