// SPDX-License-Identifier: GPL-3.0-or-later
#include "parse/wire/iax2_frame.h"

namespace denwaban::parse {
namespace {

constexpr size_t kFullHeader = 12;

uint8_t byte_at(std::string_view bytes, size_t i) { return static_cast<uint8_t>(bytes[i]); }
uint16_t word_at(std::string_view bytes, size_t i) {
  return static_cast<uint16_t>(byte_at(bytes, i) << 8 | byte_at(bytes, i + 1));
}

void set_element(IaxFrame& frame, uint8_t element, std::string_view value) {
  switch (element) {
    case 1:
      frame.called_number = value;
      break;
    case 2:
      frame.calling_number = value;
      break;
    case 5:
      frame.called_context = value;
      break;
    case 6:
      frame.username = value;
      break;
    case 7:  // plain password, section 8.6.6: obsolete; never kept
      frame.has_credentials = true;
      break;
    case 15:
      frame.challenge = value;
      break;
    case 16:
      frame.md5_result = value;
      frame.has_credentials = true;
      break;
    case 17:
      frame.rsa_result = value;
      frame.has_credentials = true;
      break;
    case 22:
      frame.cause = value;
      break;
    case 42:
      if (value.size() == 1) frame.cause_code = byte_at(value, 0);
      break;
    case 54:
      frame.call_token = value;
      frame.has_call_token = true;
      break;
    default:
      break;
  }
}

void read_elements(std::string_view bytes, IaxFrame& frame) {
  while (bytes.size() >= 2) {
    size_t size = byte_at(bytes, 1);
    if (size > bytes.size() - 2) break;
    set_element(frame, byte_at(bytes, 0), bytes.substr(2, size));
    bytes.remove_prefix(2 + size);
  }
  frame.elements_broken = !bytes.empty();
}

}  // namespace

std::optional<IaxFrame> parse_iax_frame(std::string_view datagram) {
  if (datagram.size() < kFullHeader || (byte_at(datagram, 0) & 0x80) == 0) return std::nullopt;
  IaxFrame frame;
  frame.source_call = word_at(datagram, 0) & 0x7fff;
  frame.destination_call = word_at(datagram, 2) & 0x7fff;
  frame.retransmission = (byte_at(datagram, 2) & 0x80) != 0;
  frame.timestamp = static_cast<uint32_t>(word_at(datagram, 4)) << 16 | word_at(datagram, 6);
  frame.sent = byte_at(datagram, 8);
  frame.received = byte_at(datagram, 9);
  frame.type = byte_at(datagram, 10);
  if (frame.type == 0 || frame.type > 12) return std::nullopt;
  uint8_t subclass = byte_at(datagram, 11);
  if (frame.type != static_cast<uint8_t>(IaxFrame::Type::iax)) return frame;
  if ((subclass & 0x80) == 0) frame.command = static_cast<IaxCommand>(subclass);
  read_elements(datagram.substr(kFullHeader), frame);
  return frame;
}

bool is_iax_media(std::string_view datagram) {
  return datagram.size() >= 4 && (byte_at(datagram, 0) & 0x80) == 0;
}

}  // namespace denwaban::parse
