// SPDX-License-Identifier: GPL-3.0-or-later
// denwaban_make_log BYTES [--seed N] [--security PERCENT]
// Writes an Asterisk log of about that size to standard output, the same for the same arguments: what a PBX
// under attack writes into `full`. Three lines in ten are failures, from 200,000 addresses: a thousand of
// them guess in sessions of hundreds to thousands of attempts, the others try a few times. The rest is the
// talk of calls, in lines of the lengths that real ones have. Twenty lines a second, default dateformat.
// --security: so many failures in a hundred are told by a security event beside their NOTICE.
#include <fmt/format.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/hash.h"
#include "base/time_zone.h"

namespace {

using namespace denwaban;

constexpr uint32_t kAddresses = 200'000;
constexpr uint32_t kPersistent = 1'000;  // the first so many of them
constexpr int kFailuresPercent = 30;
constexpr uint64_t kLinesPerSecond = 20;

struct Arguments {
  uint64_t bytes = 0;
  uint64_t seed = 1;
  uint32_t security_percent = 0;
};

class Dice {
 public:
  explicit Dice(uint64_t seed) : state_(seed) {}
  uint64_t roll() { return mix(state_ += 0x9e3779b97f4a7c15u, 0x2545f4914f6cdd1du); }
  uint32_t below(uint32_t limit) { return static_cast<uint32_t>((roll() >> 32) * limit >> 32); }
  bool percent(uint32_t chance) { return below(100) < chance; }

 private:
  uint64_t state_;
};

// The same attacker has the same address in every run. One in fifty is IPv6.
std::string address_of(uint32_t attacker) {
  uint64_t bits = mix(attacker, 0x1d8e4e27c47d124fu);
  if (attacker % 50 == 49)
    return fmt::format("2001:db8:{:x}:{:x}::{:x}", bits & 0xffff, bits >> 16 & 0xffff,
                       (bits >> 32 & 0xffff) | 1);
  return fmt::format("{}.{}.{}.{}", 11 + bits % 100, bits >> 8 & 0xff, bits >> 16 & 0xff,
                     1 + (bits >> 24) % 254);
}

std::string with_port(const std::string& address, uint32_t port) {
  return address.find(':') == address.npos ? fmt::format("{}:{}", address, port)
                                           : fmt::format("[{}]:{}", address, port);
}

class Log {
 public:
  explicit Log(const Arguments& arguments) : arguments_(arguments), dice_(arguments.seed) {
    for (uint32_t i = 0; i < kAddresses; ++i) addresses_.push_back(address_of(i));
    for (Session& session : sessions_) renew(session);
    buffer_.reserve(2 << 20);
  }

  bool write() {
    for (; written_ + buffer_.size() < arguments_.bytes; ++lines_) {
      if (lines_ % kLinesPerSecond == 0) tick();
      if (dice_.percent(kFailuresPercent))
        failure();
      else
        talk();
      if (buffer_.size() > 1 << 20 && !flush()) return false;
    }
    return flush();
  }

 private:
  struct Session {
    uint32_t attacker = 0, left = 0, port = 0, account = 0;
    bool pjsip = false;
  };

  template <class... Args>
  void line(std::string_view level, std::string_view format, const Args&... args) {
    fmt::format_to(std::back_inserter(buffer_), "[{}] {}[{}]", date_, level, 2000 + dice_.below(30'000));
    fmt::vformat_to(std::back_inserter(buffer_), format, fmt::make_format_args(args...));
    buffer_ += '\n';
  }

  void tick() {
    static constexpr std::array<const char*, 12> kMonths{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                         "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    auto start = TimeZone().to_utc({.year = 2026, .month = 3, .day = 2});
    CivilTime now = TimeZone().to_civil(start + Seconds(lines_ / kLinesPerSecond));
    date_ = fmt::format("{} {:2} {:02}:{:02}:{:02}", kMonths[now.month - 1], now.day, now.hour, now.minute,
                        now.second);
    event_time_ = fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}.{:03}+0000", now.year, now.month, now.day,
                              now.hour, now.minute, now.second, dice_.below(1000));
  }

  // Short sessions are common, long ones rare: the length falls with the square of chance.
  void renew(Session& session) {
    uint32_t luck = 1 + dice_.below(100);
    session = {dice_.below(kPersistent), 20 + 2'000'000 / (luck * luck) / 10, 1024 + dice_.below(60'000),
               100 + dice_.below(900), dice_.percent(50)};
  }

  void failure() {
    if (dice_.percent(30)) {
      Session once{kPersistent + dice_.below(kAddresses - kPersistent), 1, 1024 + dice_.below(60'000),
                   100 + dice_.below(9900), dice_.percent(50)};
      return attempt(once);
    }
    Session& session = sessions_[dice_.below(static_cast<uint32_t>(sessions_.size()))];
    attempt(session);
    if (--session.left == 0) renew(session);
  }

  void attempt(Session& session) {
    if (dice_.percent(20)) session.account = 100 + dice_.below(9900);
    const std::string& address = addresses_[session.attacker];
    if (session.pjsip)
      pjsip_failure(session, with_port(address, session.port));
    else
      sip_failure(session, with_port(address, session.port));
    if (dice_.percent(arguments_.security_percent)) security_event(session, address);
  }

  void sip_failure(const Session& session, const std::string& from) {
    uint32_t kind = dice_.below(100);
    uint32_t account = session.account;
    if (kind < 55)
      line("NOTICE",
           " chan_sip.c: Registration from '\"{}\" <sip:{}@192.0.2.1>' failed for '{}' - Wrong password",
           account, account, from);
    else if (kind < 85)
      line("NOTICE",
           " chan_sip.c: Registration from '<sip:{}@192.0.2.1>' failed for '{}' - No matching peer found",
           account, from);
    else
      line("NOTICE",
           "[C-{:08x}] chan_sip.c: Call from '' ({}) to extension '{}' rejected because extension not found "
           "in "
           "context 'from-guest'.",
           ++call_, from, fmt::format("00{}{}", account, 1'000'000 + dice_.below(9'000'000)));
  }

  void pjsip_failure(const Session& session, const std::string& from) {
    line("NOTICE",
         " res_pjsip/pjsip_distributor.c: Request '{}' from '\"{}\" <sip:{}@192.0.2.1>' failed for '{}' "
         "(callid: "
         "{:016x}) - {}",
         dice_.percent(85) ? "REGISTER" : "INVITE", session.account, session.account, from, dice_.roll(),
         dice_.percent(60) ? "No matching endpoint found" : "Failed to authenticate");
  }

  void security_event(const Session& session, const std::string& address) {
    line("SECURITY",
         " res_security_log.c: "
         "SecurityEvent=\"{}\",EventTV=\"{}\",Severity=\"Error\",Service=\"{}\",EventVersion=\"{}\","
         "AccountID=\"{}\",SessionID=\"0x7fdf{:08x}\",LocalAddress=\"IPV4/UDP/192.0.2.1/"
         "5060\",RemoteAddress=\"{}/UDP/{}/"
         "{}\",Challenge=\"{:08x}\",{}",
         session.pjsip ? "ChallengeResponseFailed" : "InvalidPassword", event_time_,
         session.pjsip ? "PJSIP" : "SIP", session.pjsip ? 1 : 2, session.account, dice_.below(1u << 31),
         address.find(':') == address.npos ? "IPV4" : "IPV6", address, session.port, dice_.below(1u << 31),
         session.pjsip ? "Response=\"50704c1e9f6d9a4dbef53c826af70405\",ExpectedResponse=\"\""
                       : "ReceivedChallenge=\"515f5699\",ReceivedHash=\"50704c1e9f6d9a4dbef53c826af70405\"");
  }

  // The life of calls, as `full` tells it.
  void talk() {
    uint32_t phone = 100 + dice_.below(60), channel = dice_.below(1u << 20), call = call_;
    uint64_t number = 300'000'000 + dice_.below(699'999'999);
    switch (dice_.below(12)) {
      case 0:
      case 1:
        return line(
            "VERBOSE",
            "[C-{:08x}] pbx.c: Executing [0{}@from-internal:{}] NoOp(\"SIP/{}-{:08x}\", \"national 0{}\") "
            "in new stack",
            call, number, 1 + dice_.below(9), phone, channel, number);
      case 2:
        return line("VERBOSE",
                    "[C-{:08x}] pbx.c: Executing [0{}@from-internal:{}] Dial(\"SIP/{}-{:08x}\", "
                    "\"SIP/trunk/0{},60\") in new stack",
                    call, number, 3, phone, channel, number);
      case 3:
        return line("VERBOSE", "[C-{:08x}] app_dial.c: Called SIP/trunk/0{}", call, number);
      case 4:
        return line("VERBOSE", "[C-{:08x}] app_dial.c: SIP/trunk-{:08x} is ringing", call, channel);
      case 5:
        return line("VERBOSE", "[C-{:08x}] app_dial.c: SIP/trunk-{:08x} answered SIP/{}-{:08x}", call,
                    channel, phone, channel - 1);
      case 6:
      case 7:
        return line("VERBOSE",
                    "[C-{:08x}] bridge_channel.c: Channel SIP/{}-{:08x} joined 'simple_bridge' basic-bridge "
                    "<{:08x}-91ca-448c-a0bc-{:012x}>",
                    call, phone, channel, dice_.below(1u << 31), dice_.roll() >> 16);
      case 8:
        return line("VERBOSE",
                    "[C-{:08x}] bridge_channel.c: Channel SIP/{}-{:08x} left 'native_rtp' basic-bridge "
                    "<{:08x}-91ca-448c-a0bc-{:012x}>",
                    call, phone, channel, dice_.below(1u << 31), dice_.roll() >> 16);
      case 9:
        return line("VERBOSE",
                    "[C-{:08x}] pbx.c: Spawn extension (from-internal, 0{}, 3) exited non-zero on "
                    "'SIP/{}-{:08x}'",
                    call, number, phone, channel);
      case 10:
        return line("VERBOSE", "[C-{:08x}] netsock2.c: Using SIP RTP CoS mark 5", ++call_);
      default:
        if (dice_.percent(80)) return line("VERBOSE", " asterisk.c: Remote UNIX connection disconnected");
        return line(
            "WARNING",
            "[C-{:08x}] chan_sip.c: Retransmission timeout reached on transmission {:016x}@192.0.2.{} "
            "for seqno {} (Critical Response) -- See https://wiki.asterisk.org/wiki/display/AST/"
            "SIP+Retransmissions",
            call, dice_.roll(), phone, 100 + dice_.below(900));
    }
  }

  bool flush() {
    std::string_view rest = buffer_;
    while (!rest.empty()) {
      ssize_t count = ::write(STDOUT_FILENO, rest.data(), rest.size());
      if (count < 0 && errno == EINTR) continue;
      if (count < 0) return false;
      rest.remove_prefix(static_cast<size_t>(count));
    }
    written_ += buffer_.size();
    buffer_.clear();
    return true;
  }

  const Arguments arguments_;
  Dice dice_;
  std::vector<std::string> addresses_;
  std::array<Session, 24> sessions_;
  std::string buffer_, date_, event_time_;
  uint64_t written_ = 0, lines_ = 0;
  uint32_t call_ = 1;
};

std::optional<uint64_t> number_of(const char* text) {
  char* end = nullptr;
  uint64_t value = std::strtoull(text, &end, 10);
  return end != text && *end == '\0' ? std::optional(value) : std::nullopt;
}

std::optional<Arguments> read_arguments(int count, char** texts) {
  Arguments arguments;
  for (int i = 1; i < count; ++i) {
    bool last = i + 1 == count;
    std::string_view text = texts[i];
    bool option = text == "--seed" || text == "--security";
    if (option && last) return std::nullopt;
    auto value = number_of(texts[option ? ++i : i]);
    if (!value || (text == "--security" && *value > 100)) return std::nullopt;
    if (text == "--seed")
      arguments.seed = *value;
    else if (text == "--security")
      arguments.security_percent = static_cast<uint32_t>(*value);
    else
      arguments.bytes = *value;
  }
  return arguments.bytes > 0 ? std::optional(arguments) : std::nullopt;
}

}  // namespace

int main(int count, char** texts) {
  auto arguments = read_arguments(count, texts);
  if (!arguments) {
    std::fputs("usage: denwaban_make_log BYTES [--seed N] [--security PERCENT] > LOG\n", stderr);
    return 2;
  }
  if (Log(*arguments).write()) return 0;
  std::fprintf(stderr, "cannot write the log: %s: free some space\n", std::strerror(errno));
  return 3;
}
