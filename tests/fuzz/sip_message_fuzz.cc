// SPDX-License-Identifier: GPL-3.0-or-later
// Any bytes as a datagram, as a TCP stream and as a WebSocket: views stay inside, the same bytes read the
// same, in the quick way and in the careful one, trailing garbage hides nothing, and a start line written
// again reads as it did.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <string>
#include <vector>

#include "../parse/sip_same.h"
#include "base/check.h"
#include "parse/sip_message.h"
#include "parse/sip_stream.h"
#include "parse/websocket_frames.h"

using namespace denwaban;
using namespace denwaban::parse;

namespace {

void check_views(const SipMessage& m, std::string_view bytes) {
  auto inside = [&](std::string_view view) {
    DENWABAN_CHECK(view.data() == nullptr ||
                   (view.data() >= bytes.data() && view.data() + view.size() <= bytes.data() + bytes.size()));
  };
  auto uri_inside = [&](const SipUri& uri) {
    for (std::string_view view : {uri.text, uri.scheme_text, uri.user, uri.password, uri.host, uri.parameters,
                                  uri.headers, uri.transport, uri.maddr, uri.user_type})
      inside(view);
  };
  auto address_inside = [&](const NameAddr& address) {
    uri_inside(address.uri);
    for (std::string_view view :
         {address.display, address.parameters, address.tag, address.expires, address.q})
      inside(view);
  };
  uri_inside(m.uri);
  address_inside(m.from);
  address_inside(m.to);
  for (const NameAddr& contact : m.contacts()) address_inside(contact);
  for (std::string_view view : {m.method_text, m.version, m.reason, m.call_id, m.cseq.method_text, m.agent,
                                m.content_type, m.boundary, m.head, m.body})
    inside(view);
  for (const SipHeader& header : m.headers()) {
    inside(header.name);
    inside(header.value);
  }
  for (const Via& via : m.vias())
    for (std::string_view view :
         {via.version, via.transport_text, via.host, via.branch, via.received, via.maddr, via.parameters})
      inside(view);
  for (const Digest& d : m.credentials())
    for (std::string_view view : {d.scheme, d.text, d.username, d.realm, d.nonce, d.uri, d.response,
                                  d.algorithm, d.cnonce, d.opaque, d.qop, d.nc, d.domain, d.stale})
      inside(view);
}

std::string start_line(const SipMessage& m) {
  if (m.is_response())
    return std::string(m.version) + " " + std::to_string(m.status) + " " + std::string(m.reason);
  return std::string(m.method_text) + " " + std::string(m.uri.text) + " " + std::string(m.version);
}

void check_start_line(const SipMessage& m) {
  if (m.deviations.has(Deviation::bad_start_line) || m.deviations.has(Deviation::bad_status_code)) return;
  if (m.is_request() && (m.uri.text.empty() || m.version.empty())) return;
  // Zeros behind a space belong to the line; before a message they are a keep-alive.
  if (m.is_request() && m.method_text.starts_with('\0')) return;
  std::string line = start_line(m) + "\r\n\r\n";
  SipMessage again;
  DENWABAN_CHECK(parse_sip_message(line, again) == m.reading);
  DENWABAN_CHECK(again.method_text == m.method_text && again.method == m.method && again.status == m.status);
  DENWABAN_CHECK(again.uri.text == m.uri.text && again.uri.user == m.uri.user &&
                 again.uri.host == m.uri.host && again.uri.port == m.uri.port && again.reason == m.reason);
}

void check_datagram(std::string_view text) {
  // At the end of its own allocation, so that a wide load beyond it is seen.
  std::unique_ptr<char[]> copy(new char[text.size() + 1]);
  std::memcpy(copy.get() + 1, text.data(), text.size());
  std::string_view bytes(copy.get() + 1, text.size());
  SipMessage one, two;
  SipReading reading = parse_sip_message(bytes, one);
  DENWABAN_CHECK(parse_sip_message(bytes, two) == reading);
  DENWABAN_CHECK(sip_ways_differ_in(bytes, one, two).empty());
  if (reading > SipReading::response) return;
  DENWABAN_CHECK(one.deviations == two.deviations && one.header_count == two.header_count);
  check_views(one, bytes);
  DENWABAN_CHECK(one.head.size() + one.body.size() <= bytes.size());
  check_start_line(one);
  if (one.deviations.has(Deviation::no_header_end)) return;
  std::string longer = std::string(bytes) + "garbage\xff";
  parse_sip_message(longer, two);
  DeviationSet truncated;
  truncated.add(Deviation::body_truncated);
  DENWABAN_CHECK(one.deviations.without(two.deviations).without(truncated).empty());
  std::string_view rest = one.body;
  for (size_t parts = 0; next_part(rest, one.boundary); ++parts) DENWABAN_CHECK(parts <= one.body.size());
  (void)unescape_uri(one.uri.user);
  (void)unescape_quoted(one.from.display);
}

std::string messages_of_stream(std::string_view bytes, size_t piece) {
  SipStream stream({4096, 2048});
  std::string all;
  for (; !bytes.empty(); bytes.remove_prefix(std::min(piece, bytes.size())))
    stream.feed(bytes.substr(0, piece), [&](const SipFrame& frame) {
      if (frame.kind > SipFrame::Kind::head_only) return;
      all.append(frame.bytes).push_back('|');
    });
  DENWABAN_CHECK(stream.kept() <= 4096);
  return all;
}

std::string messages_of_websocket(std::string_view bytes, size_t piece) {
  WebSocketFrames reader(
      bytes.starts_with("GET ") ? WebSocketFrames::Start::handshake : WebSocketFrames::Start::frames,
      {4096, 2048});
  std::string all;
  for (; !bytes.empty(); bytes.remove_prefix(std::min(piece, bytes.size())))
    reader.feed(bytes.substr(0, piece), [&](const WebSocketFrame& frame) {
      DENWABAN_CHECK(frame.bytes.size() <= 4096);
      all.append(frame.bytes).push_back(static_cast<char>('0' + static_cast<int>(frame.kind)));
    });
  return all;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  std::string_view bytes(reinterpret_cast<const char*>(data), size);
  check_datagram(bytes);
  if (size == 0) return 0;
  size_t piece = 1 + data[size / 2] % 61u;
  (void)messages_of_stream(bytes, piece);
  (void)messages_of_stream(bytes, 1);
  DENWABAN_CHECK(messages_of_websocket(bytes, size) == messages_of_websocket(bytes, piece));
  return 0;
}
