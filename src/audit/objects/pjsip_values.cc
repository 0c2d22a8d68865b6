// SPDX-License-Identifier: GPL-3.0-or-later
#include "audit/objects/pjsip_values.h"

#include <algorithm>
#include <cctype>
#include <charconv>
#include <string>

#include "audit/object.h"
#include "base/ip.h"
#include "pbx/host_spec.h"

namespace denwaban::audit {
namespace {

using parse::same_name;

constexpr uint64_t kUnsignedMax = 4'294'967'295, kSignedMax = 2'147'483'647;

struct Numbers {
  std::string_view type;
  std::string_view keys;
  uint64_t most;
  bool negative;
};

constexpr Numbers kNumbers[] = {
    {"aor", " minimum_expiration maximum_expiration default_expiration max_contacts ", kUnsignedMax, false},
    {"aor", " qualify_frequency ", 86'400, false},
    {"auth", " nonce_lifetime ", kUnsignedMax, false},
    {"endpoint",
     " timers_min_se timers_sess_expires rtp_keepalive rtp_timeout rtp_timeout_hold device_state_busy_at t38_udptl_maxdatagram"
     " fax_detect_timeout cos_audio cos_video sub_min_expiry max_audio_streams max_video_streams ",
     kUnsignedMax, false},
    {"endpoint", " rtp_port_start rtp_port_end ", 65'535, false},
    {"registration",
     " expiration max_random_initial_delay retry_interval forbidden_retry_interval fatal_retry_interval max_retries ",
     kUnsignedMax, false},
    {"transport", " async_operations cos ", kUnsignedMax, false},
    {"transport", " external_signaling_port ", 65'535, false},
    {"transport", " tcp_keepalive_idle_time tcp_keepalive_interval_time tcp_keepalive_probe_count ", kSignedMax, true},
    {"global",
     " max_forwards keep_alive_interval max_initial_qualify_time contact_expiration_check_interval unidentified_request_count"
     " unidentified_request_period mwi_tps_queue_high ",
     kUnsignedMax, false},
};

struct Words {
  std::string_view type;
  std::string_view key;
  std::string_view words;
  bool yes_or_no;  // in all of their spellings
};

constexpr Words kWords[] = {
    {"endpoint", "dtmf_mode", " info rfc4733 inband none auto auto_info ", false},
    {"endpoint", "100rel", " peer_supported required ", true},
    {"endpoint", "timers", " required always forced ", true},
    {"endpoint", "media_encryption", " no sdes dtls ", false},
    {"endpoint", "direct_media_method", " invite reinvite update ", false},
    {"endpoint", "connected_line_method", " invite reinvite update ", false},
    {"endpoint", "direct_media_glare_mitigation", " none outgoing incoming ", false},
    {"endpoint", "t38_udptl_ec", " none fec redundancy ", false},
    {"endpoint", "redirect_method", " user uri_core uri_pjsip ", false},
    {"auth", "auth_type", " userpass md5 digest google_oauth ", false},
    {"transport", "protocol", " udp tcp tls ws wss flow ", false},
};

constexpr std::string_view kIdentifiers = " username auth_username ip header request_uri ";

bool lists(std::string_view words, std::string_view wanted) {
  size_t from = 1;
  for (size_t end = words.find(' ', from); end != std::string_view::npos; from = end + 1, end = words.find(' ', from))
    if (same_name(words.substr(from, end - from), wanted)) return true;
  return false;
}

// What strtoul() reads to its end with base 0: 10, 012, 0xff.
bool is_number(std::string_view text, const Numbers& range) {
  if (!text.empty() && text.front() == '+') text.remove_prefix(1);
  if (range.negative && !text.empty() && text.front() == '-') text.remove_prefix(1);
  int base = 10;
  if (text.starts_with("0x") || text.starts_with("0X")) {
    base = 16;
    text.remove_prefix(2);
  } else if (text.size() > 1 && text.front() == '0') {
    base = 8;
  }
  uint64_t number = 0;
  auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number, base);
  return error == std::errc() && end == text.data() + text.size() && number <= range.most;
}

bool is_word(std::string_view value, const Words& choice) {
  Option option;
  option.value = std::string(value);
  return lists(choice.words, value) || (choice.yes_or_no && (option.yes() || option.no()));
}

bool identifies(std::string_view value) {
  for (std::string_view method : pbx::split_list(value))
    if (!lists(kIdentifiers, method)) return false;
  return true;
}

bool are_networks(std::string_view value) {
  for (std::string_view one : pbx::split_list(value))
    if (!pbx::parse_network(one.substr(one.starts_with('!') ? 1 : 0))) return false;
  return true;
}

// "192.0.2.1:5060", "[2001:db8::1]:5060", "0.0.0.0"; names are looked up (config_transport.c,
// transport_bind_handler).
bool is_place_to_listen(std::string_view text) {
  const bool bracket = text.starts_with('[');
  const size_t end = bracket ? text.find(']') : text.find(':');
  if (bracket && end == std::string_view::npos) return false;
  if (!bracket && end != std::string_view::npos && text.find(':', end + 1) != std::string_view::npos)
    return IpAddress::parse(text).has_value();
  const std::string_view host = bracket ? text.substr(1, end - 1) : text.substr(0, end);
  std::string_view port = end == std::string_view::npos ? std::string_view() : text.substr(end + 1);
  if (bracket && port.starts_with(':')) port.remove_prefix(1);
  if (!std::ranges::all_of(port, [](char c) { return c >= '0' && c <= '9'; })) return false;
  const bool dotted =
      !host.empty() && std::ranges::all_of(host, [](char c) { return (c >= '0' && c <= '9') || c == '.'; });
  if (bracket || dotted) return IpAddress::parse(host).has_value();
  return std::ranges::all_of(host, [](char c) {
    return std::isalnum(static_cast<unsigned char>(c)) || c == '.' || c == '-' || c == '_';
  });
}

}  // namespace

PjsipValue judge_pjsip_value(std::string_view type, std::string_view key, std::string_view value) {
  for (const Numbers& one : kNumbers)
    if (same_name(one.type, type) && lists(one.keys, key))
      return is_number(value, one) ? PjsipValue::read : PjsipValue::no_number;
  for (const Words& one : kWords)
    if (same_name(one.type, type) && same_name(one.key, key))
      return is_word(value, one) ? PjsipValue::read : PjsipValue::unknown_word;
  if (same_name(type, "transport") && same_name(key, "local_net"))
    return are_networks(value) ? PjsipValue::read : PjsipValue::no_network;
  if (same_name(type, "transport") && same_name(key, "bind"))
    return is_place_to_listen(value) ? PjsipValue::read : PjsipValue::no_address;
  bool methods = same_name(type, "endpoint") && same_name(key, "identify_by");
  return methods && !identifies(value) ? PjsipValue::unknown_word : PjsipValue::read;
}

}  // namespace denwaban::audit
