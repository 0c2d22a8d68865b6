// SPDX-License-Identifier: GPL-3.0-or-later
// The log parser beside its floor, a bare loop of memchr over the same lines: 70 % VERBOSE and 30 % failures,
// and each sort of line alone. The column per_line is what to compare; absolute figures are the machine's.
#include <benchmark/benchmark.h>

#include <cstring>
#include <string>

#include "parse/log_parser.h"

namespace {

using namespace denwaban;

constexpr size_t kBytes = 8 << 20;
constexpr size_t kPiece = 256 << 10;  // as replay reads

constexpr const char* kVerbose =
    "[Nov 21 20:03:48] VERBOSE[22821][C-00000003] pbx.c: Executing [s@from-internal:248] "
    "Dial(\"SIP/100-0000\", "
    "\"SIP/101,20\") in new stack\n";
constexpr const char* kChanSip =
    "[Nov 21 20:03:48] NOTICE[22821] chan_sip.c: Registration from '<sip:103@10.99.16.1>' failed for "
    "'192.0.2.40:56894' - Wrong password\n";
constexpr const char* kPjsip =
    "[Nov 21 20:03:48] NOTICE[22791] res_pjsip/pjsip_distributor.c: Request 'REGISTER' from "
    "'<sip:200@10.99.16.1>' "
    "failed for '203.0.113.99:39336' (callid: 385e4d1ed77c2875@203.0.113.99) - Failed to authenticate\n";
constexpr const char* kCall =
    "[Nov 21 20:03:48] NOTICE[22791][C-00000003] chan_sip.c: Call from '' (192.0.2.40:56894) to extension "
    "'00972599000000' rejected because extension not found in context 'from-guest'.\n";
// What the fast path leaves to the grammars.
constexpr const char* kUnusual =
    "[Nov 21 20:03:48] NOTICE[22821] chan_sip.c: Registration from '\"o\\\"1\" <sip:103@10.99.16.1>' failed "
    "for "
    "'192.0.2.40:56894' - Device does not match ACL\n";
constexpr const char* kSecurity =
    "[Nov 21 20:03:48] SECURITY[22837] res_security_log.c: "
    "SecurityEvent=\"InvalidPassword\",EventTV=\"2026-11-21T20:"
    "03:48.756+0000\",Severity=\"Error\",Service=\"SIP\",EventVersion=\"2\",AccountID=\"103\",SessionID="
    "\"0x7fdf0800d4c0\","
    "LocalAddress=\"IPV4/UDP/10.99.16.1/5060\",RemoteAddress=\"IPV4/UDP/192.0.2.40/"
    "56894\",Challenge=\"2865ed6c\","
    "ReceivedChallenge=\"2865ed6c\",ReceivedHash=\"7e73e5243882aa19bdd41cb3b1639187\"\n";

// `percent` of the lines are `failure`, the others VERBOSE.
std::string make_log(const char* failure, int percent) {
  std::string text;
  uint32_t random = 1;
  while (text.size() < kBytes) {
    random = random * 1664525 + 1013904223;
    text += static_cast<int>((random >> 16) % 100) < percent ? failure : kVerbose;
  }
  return text;
}

void count(benchmark::State& state, const std::string& text) {
  size_t lines = 0;
  for (char c : text) lines += c == '\n';
  state.SetBytesProcessed(static_cast<int64_t>(state.iterations() * text.size()));
  state.SetItemsProcessed(static_cast<int64_t>(state.iterations() * lines));
  state.counters["per_line"] = benchmark::Counter(static_cast<double>(state.iterations() * lines),
                                                  benchmark::Counter::kIsRate | benchmark::Counter::kInvert);
}

void memchr_loop(benchmark::State& state, const char* failure, int percent) {
  std::string text = make_log(failure, percent);
  for (auto _ : state) {
    size_t lines = 0;
    const char* end = text.data() + text.size();
    for (const char* at = text.data(); at < end; ++lines) {
      auto* found = static_cast<const char*>(std::memchr(at, '\n', static_cast<size_t>(end - at)));
      if (!found) break;
      at = found + 1;
    }
    benchmark::DoNotOptimize(lines);
  }
  count(state, text);
}

void parse_log(benchmark::State& state, const char* failure, int percent) {
  std::string text = make_log(failure, percent);
  std::vector<Event> events;
  for (auto _ : state) {
    parse::LogParser parser(1, {TimeZone(), 2026});
    for (size_t at = 0; at < text.size();) {
      events.clear();
      size_t used = parser.parse(std::string_view(text).substr(at, kPiece), at, events);
      if (used == 0) break;
      at += used;
      benchmark::DoNotOptimize(events.data());
    }
  }
  count(state, text);
}

BENCHMARK_CAPTURE(memchr_loop, mix, kChanSip, 30);
BENCHMARK_CAPTURE(parse_log, mix, kChanSip, 30);
BENCHMARK_CAPTURE(memchr_loop, verbose, kChanSip, 0);
BENCHMARK_CAPTURE(parse_log, verbose, kChanSip, 0);
BENCHMARK_CAPTURE(parse_log, chan_sip, kChanSip, 100);
BENCHMARK_CAPTURE(parse_log, pjsip, kPjsip, 100);
BENCHMARK_CAPTURE(parse_log, call, kCall, 100);
BENCHMARK_CAPTURE(parse_log, unusual, kUnusual, 100);
BENCHMARK_CAPTURE(parse_log, security, kSecurity, 100);

}  // namespace
