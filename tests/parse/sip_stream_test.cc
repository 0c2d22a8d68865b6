// SPDX-License-Identifier: GPL-3.0-or-later
#include "parse/sip_stream.h"

#include <gtest/gtest.h>

#include <vector>

#include "parse/sip_files.h"
#include "parse/websocket_frames.h"

namespace denwaban::parse {
namespace {

using Kind = SipFrame::Kind;
using Frames = std::vector<std::pair<Kind, std::string>>;

Frames cut(std::string_view bytes, size_t piece, SipStream::Limits limits = {}) {
  SipStream stream(limits);
  Frames frames;
  for (; !bytes.empty(); bytes.remove_prefix(std::min(piece, bytes.size())))
    stream.feed(bytes.substr(0, piece),
                [&](const SipFrame& frame) { frames.emplace_back(frame.kind, frame.bytes); });
  EXPECT_LE(stream.kept(), limits.message_max);
  return frames;
}
Frames messages_in(const Frames& frames) {
  Frames messages;
  for (const auto& frame : frames)
    if (frame.first <= Kind::head_only) messages.push_back(frame);
  return messages;
}

const std::string kFirst = "OPTIONS sip:a@b SIP/2.0\r\nl: 5\r\n\r\nhello";
const std::string kSecond = "SIP/2.0 200 OK\r\nContent-Length : 0\r\nX: y\r\n\r\n";

TEST(SipStream, SegmentsDoNotMatter) {
  const Frames expected = {{Kind::message, kFirst}, {Kind::message, kSecond}, {Kind::message, kFirst}};
  std::string bytes = kFirst + kSecond + "\r\n\r\n" + kFirst;
  for (size_t piece = 1; piece <= bytes.size(); ++piece)
    EXPECT_EQ(messages_in(cut(bytes, piece)), expected) << piece;
}

TEST(SipStream, KeepAlivesAreTold) {
  EXPECT_EQ(cut("\r\n\r\n" + kSecond + "\r\n", 999),
            (Frames{{Kind::ping, "\r\n\r\n"}, {Kind::message, kSecond}, {Kind::pong, "\r\n"}}));
}

TEST(SipStream, FindsTheNextStartLineBehindGarbage) {
  std::string bytes = "GET / HTTP/1.1\r\nHost: x\r\n\r\n" + kFirst;
  for (size_t piece : {1u, 7u, 999u})
    EXPECT_EQ(messages_in(cut(bytes, piece)), (Frames{{Kind::message, kFirst}}));
  std::string endless(100'000, 'x');
  for (size_t piece : {1u, 1000u, 200'000u}) {
    auto frames = cut(endless + "\r\n" + kFirst, piece);
    EXPECT_EQ(messages_in(frames), (Frames{{Kind::message, kFirst}}));
    size_t garbage = 0;
    for (const auto& frame : frames) garbage += frame.first == Kind::garbage ? frame.second.size() : 0;
    EXPECT_EQ(garbage, endless.size() + 2);
  }
}

TEST(SipStream, WithoutATrueContentLengthTheHeadComesAlone) {
  for (std::string line :
       {"", "l: x\r\n", "l: 4\r\nContent-Length: 5\r\n", "l: 4000000000\r\n", "l: -1\r\n"}) {
    std::string head = "INVITE sip:a@b SIP/2.0\r\n" + line + "\r\n";
    EXPECT_EQ(messages_in(cut(head + "v=0\r\n" + kFirst, 3)),
              (Frames{{Kind::head_only, head}, {Kind::message, kFirst}}))
        << line;
  }
}

TEST(SipStream, AHeadWithoutEndIsGivenUp) {
  SipStream::Limits limits{2000, 1000};
  std::string head = "INVITE sip:a@b SIP/2.0\r\n";
  while (head.size() < 5000) head += "X: y\r\n";
  EXPECT_EQ(messages_in(cut(head + "\r\n" + kFirst, 11, limits)), (Frames{{Kind::message, kFirst}}));
}

TEST(SipStream, AfterALossTheRestOfTheMessageIsGarbage) {
  SipStream stream;
  Frames frames;
  auto sink = [&](const SipFrame& frame) { frames.emplace_back(frame.kind, frame.bytes); };
  stream.feed(kFirst.substr(0, 20), sink);
  stream.lose();
  stream.feed("X: half\r\n\r\n" + kSecond, sink);
  EXPECT_EQ(messages_in(frames), (Frames{{Kind::message, kSecond}}));
}

// ---- WebSocket

std::string ws_frame(uint8_t first, std::string_view payload, bool masked = true) {
  std::string out(1, static_cast<char>(first));
  auto size = payload.size();
  auto mask_bit = static_cast<unsigned>(masked) << 7;
  if (size < 126) {
    out += static_cast<char>(mask_bit | size);
  } else {
    out += static_cast<char>(mask_bit | 126);
    out += static_cast<char>(size >> 8);
    out += static_cast<char>(size & 0xff);
  }
  const std::string mask = "\x12\x34\x56\x78";
  if (masked) out += mask;
  for (size_t i = 0; i < size; ++i) out += masked ? static_cast<char>(payload[i] ^ mask[i % 4]) : payload[i];
  return out;
}

using WsKind = WebSocketFrame::Kind;
using WsFrames = std::vector<std::pair<WsKind, std::string>>;

WsFrames ws_cut(std::string_view bytes, size_t piece,
                WebSocketFrames::Start start = WebSocketFrames::Start::frames,
                WebSocketFrames::Limits limits = {}) {
  WebSocketFrames reader(start, limits);
  WsFrames frames;
  for (; !bytes.empty(); bytes.remove_prefix(std::min(piece, bytes.size())))
    reader.feed(bytes.substr(0, piece),
                [&](const WebSocketFrame& f) { frames.emplace_back(f.kind, f.bytes); });
  return frames;
}

TEST(WebSocketFrames, FragmentsAreJoinedAndUnmaskedWithControlFramesBetween) {
  std::string bytes = ws_frame(0x01, kFirst.substr(0, 9)) + ws_frame(0x89, "pi") +
                      ws_frame(0x00, kFirst.substr(9, 3)) + ws_frame(0x80, kFirst.substr(12)) +
                      ws_frame(0x82, kSecond, false) + ws_frame(0x8a, "") + ws_frame(0x88, "\x03\xe8");
  const WsFrames expected = {{WsKind::ping, "pi"},
                             {WsKind::message, kFirst},
                             {WsKind::message, kSecond},
                             {WsKind::pong, ""},
                             {WsKind::close, "\x03\xe8"}};
  for (size_t piece = 1; piece <= bytes.size(); ++piece) EXPECT_EQ(ws_cut(bytes, piece), expected) << piece;
}

TEST(WebSocketFrames, TheHandshakeComesFirst) {
  std::string hello = "GET /ws HTTP/1.1\r\nHost: a\r\nSec-WebSocket-Protocol: chat, SIP\r\n\r\n";
  for (size_t piece : {1u, 5u, 999u})
    EXPECT_EQ(ws_cut(hello + ws_frame(0x81, kSecond), piece, WebSocketFrames::Start::handshake),
              (WsFrames{{WsKind::handshake, hello}, {WsKind::message, kSecond}}));
  EXPECT_TRUE(WebSocketFrames::names_sip(hello));
  EXPECT_FALSE(WebSocketFrames::names_sip("GET / HTTP/1.1\r\nSec-WebSocket-Protocol: ari\r\n\r\n"));
  EXPECT_EQ(ws_cut("POST / HTTP/1.1\r\n\r\nrest", 99, WebSocketFrames::Start::handshake).back().first,
            WsKind::error);
  EXPECT_EQ(ws_cut(std::string(9000, 'x'), 99, WebSocketFrames::Start::handshake).back().first,
            WsKind::error);
}

TEST(WebSocketFrames, WhatRfc6455ForbidsEndsTheReading) {
  for (const std::string& bytes :
       {ws_frame(0xc1, "x"), ws_frame(0x83, "x"), ws_frame(0x80, "x"), ws_frame(0x09, "x"),
        ws_frame(0x89, std::string(126, 'x')), ws_frame(0x01, "x") + ws_frame(0x81, "x"),
        std::string("\x82\x7f\xff\xff\xff\xff\xff\xff\xff\xff....", 14)}) {
    auto frames = ws_cut(bytes + ws_frame(0x81, "later"), 1000);
    ASSERT_EQ(frames.size(), 1u);
    EXPECT_EQ(frames[0].first, WsKind::error);
  }
}

TEST(WebSocketFrames, AMessageBeyondTheLimitIsCutAndTheNextIsWhole) {
  WebSocketFrames::Limits limits;
  limits.message_max = 100;
  std::string bytes = ws_frame(0x81, std::string(5000, 'x')) + ws_frame(0x81, kSecond);
  EXPECT_EQ(ws_cut(bytes, 64, WebSocketFrames::Start::frames, limits),
            (WsFrames{{WsKind::message, std::string(100, 'x')}, {WsKind::message, kSecond}}));
}

}  // namespace
}  // namespace denwaban::parse
