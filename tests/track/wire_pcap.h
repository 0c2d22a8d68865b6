// SPDX-License-Identifier: GPL-3.0-or-later
// As much of a capture file as the recordings need: pcap over Ethernet, IPv4 with its fragments in order,
// IPv6, UDP, and TCP whose segments come in order.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <tuple>

#include "model/datagram.h"

namespace denwaban::track {

class PcapTalk {
 public:
  explicit PcapTalk(std::string_view file) : file_(file) {}

  // Calls hear(const Datagram&) for all that the file holds.
  template <class Hear>
  void play(Hear&& hear) {
    for (size_t at = 24; at + 16 <= file_.size();) {
      time_ = from_epoch_ms(int64_t{little(at)} * 1000 + little(at + 4) / 1000);
      size_t size = little(at + 8);
      place_ = at;
      packet(file_.substr(at + 16, size), hear);
      at += 16 + size;
    }
  }

 private:
  struct Flow {
    uint32_t next = 0;
    bool open = false;
  };
  static uint8_t byte(std::string_view p, size_t i) { return i < p.size() ? static_cast<uint8_t>(p[i]) : 0; }
  static uint16_t big16(std::string_view p, size_t i) {
    return static_cast<uint16_t>(byte(p, i) << 8 | byte(p, i + 1));
  }
  static uint32_t big32(std::string_view p, size_t i) {
    return uint32_t{big16(p, i)} << 16 | big16(p, i + 2);
  }
  uint32_t little(size_t at) const {
    uint32_t value = 0;
    for (size_t i = 4; i-- > 0;) value = value << 8 | byte(file_, at + i);
    return value;
  }

  template <class Hear>
  void packet(std::string_view frame, Hear&& hear) {
    std::string_view ip = frame.substr(std::min<size_t>(14, frame.size()));
    if (byte(ip, 0) >> 4 == 4) {
      d_.from = IpAddress::v4(big32(ip, 12));
      d_.to = IpAddress::v4(big32(ip, 16));
      size_t head = (byte(ip, 0) & 15) * 4u;
      std::string_view body = ip.substr(0, big16(ip, 2)).substr(std::min(head, ip.size()));
      uint16_t fragment = big16(ip, 6);
      if ((fragment & 0x3fff) == 0) return transport(byte(ip, 9), body, hear);
      auto& whole = fragments_[{d_.from, big16(ip, 4)}];
      whole.append(body);
      if (fragment & 0x2000) return;
      std::string all = std::move(whole);
      fragments_.erase({d_.from, big16(ip, 4)});
      return transport(byte(ip, 9), all, hear);
    }
    if (byte(ip, 0) >> 4 != 6 || ip.size() < 40) return;
    std::array<uint8_t, 16> from{}, to{};
    for (size_t i = 0; i < 16; ++i) from[i] = byte(ip, 8 + i), to[i] = byte(ip, 24 + i);
    d_.from = IpAddress::v6(from);
    d_.to = IpAddress::v6(to);
    transport(byte(ip, 6), ip.substr(40, big16(ip, 4)), hear);
  }

  template <class Hear>
  void transport(uint8_t protocol, std::string_view body, Hear&& hear) {
    d_.time = time_;
    d_.from_port = big16(body, 0);
    d_.to_port = big16(body, 2);
    d_.evidence = {place_, 0, static_cast<uint32_t>(body.size())};
    if (protocol == 17) {
      d_.form = Datagram::Form::packet;
      d_.transport = Transport::udp;
      d_.connection = 0;
      d_.payload = body.substr(std::min<size_t>(8, body.size()));
      return hear(static_cast<const Datagram&>(d_));
    }
    if (protocol == 6) tcp(body, hear);
  }

  template <class Hear>
  void tcp(std::string_view body, Hear&& hear) {
    auto here = std::tuple(d_.from, d_.from_port, d_.to, d_.to_port);
    auto there = std::tuple(d_.to, d_.to_port, d_.from, d_.from_port);
    uint64_t& number = numbers_[std::min(here, there)];
    uint8_t flags = byte(body, 13);
    uint32_t sequence = big32(body, 4);
    if (flags == 2) number = ++connections_;
    d_.connection = number;
    d_.transport = Transport::tcp;
    auto say = [&](Datagram::Form form, std::string_view payload) {
      d_.form = form;
      d_.payload = payload;
      hear(static_cast<const Datagram&>(d_));
    };
    Flow& flow = flows_[here];
    if (flags & 2) {
      flow = {sequence + 1, false};
      return;
    }
    if (!flow.open && flows_[there].next != 0) {
      flow.open = flows_[there].open = true;
      say(Datagram::Form::stream_begin, {});
    }
    std::string_view data = body.substr(std::min<size_t>((byte(body, 12) >> 4) * 4u, body.size()));
    if (!data.empty() && sequence == flow.next) {
      flow.next += static_cast<uint32_t>(data.size());
      say(Datagram::Form::stream, data);
    }
    if (flags & 5) say(Datagram::Form::stream_end, {});
  }

  std::string_view file_;
  Time time_{};
  uint64_t place_ = 0;
  Datagram d_;
  std::map<std::pair<IpAddress, uint16_t>, std::string> fragments_;
  std::map<std::tuple<IpAddress, uint16_t, IpAddress, uint16_t>, Flow> flows_;
  std::map<std::tuple<IpAddress, uint16_t, IpAddress, uint16_t>, uint64_t> numbers_;
  uint64_t connections_ = 0;
};

}  // namespace denwaban::track
