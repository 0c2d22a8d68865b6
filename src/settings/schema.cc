// SPDX-License-Identifier: GPL-3.0-or-later
#include "settings/schema.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "actions/helper_protocol.h"
#include "base/money.h"
#include "base/time_zone.h"
#include "fraud/gate_rules.h"
#include "pbx/record_place.h"
#include "settings/schema/rows.h"

namespace denwaban::settings {
namespace {

bool all_of(std::string_view text, char first, char last) {
  return std::all_of(text.begin(), text.end(), [=](char c) { return c >= first && c <= last; });
}

bool is_sound(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_' || c == '/';
  });
}

bool is_plain(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return c > ' ' && c <= '~' && c != '"' && c != '<' && c != '>'; });
}

bool is_address_of(std::string_view text, std::initializer_list<std::string_view> schemes) {
  return is_plain(text) && std::any_of(schemes.begin(), schemes.end(), [&](std::string_view scheme) {
           return text.starts_with(scheme) && text.size() > scheme.size();
         });
}

bool is_mail_address(std::string_view text) {
  const size_t at = text.rfind('@');
  return is_plain(text) && at != std::string_view::npos && at > 0 && at + 1 < text.size() &&
         text.find(',') == std::string_view::npos;
}

std::string list_of_choices(const Key& key) {
  auto choices = choices_of(key);
  std::string out;
  for (size_t i = 0; i < choices.size(); ++i)
    out += fmt::format("{}\"{}\"", i == 0 ? "" : i + 1 == choices.size() ? " or " : ", ", choices[i]);
  return out;
}

}  // namespace

std::span<const Section> sections() {
  static const Section kSections[] = {
      {"pbx", "Which exchange is guarded. Left out, everything is found by looking at it.", pbx_keys()},
      {"detect",
       "How attackers are found. Severity decides what follows: low is reported, medium and above is acted "
       "on.",
       detect_keys()},
      {"detect.auth_guessing", "One address, many failed logins. A count of 0 switches its rule off.",
       auth_guessing_keys()},
      {"detect.account_guessing", "One account, guessed at from many addresses.", account_guessing_keys()},
      {"detect.account_takeover", "A login that succeeds after guessing.", account_takeover_keys()},
      {"detect.management_guessing", "Guessing at the manager interface (AMI), ARI and HTTP.",
       management_guessing_keys()},
      {"detect.management_abuse", "Orders to the manager interface after a login.", management_abuse_keys()},
      {"detect.account_enumeration", "One address that asks for names this PBX does not have.",
       account_enumeration_keys()},
      {"detect.dial_probe", "Calls without authentication.", dial_probe_keys()},
      {"detect.scanner", "Requests that only look around.", scanner_keys()},
      {"detect.malformed", "Packets that cannot be parsed.", malformed_keys()},
      {"detect.forgery", "Records and packets that name another than their sender.", forgery_keys()},
      {"detect.flood", "More than the exchange is there for.", flood_keys()},
      {"detect.campaign", "A network whose addresses act together.", campaign_keys()},
      {"detect.shared_front",
       "When most failures carry one address, a proxy or a NAT stands in front of this PBX, and that address "
       "is never banned.",
       shared_front_keys()},
      {"detect.telling", "How often a finding is told, and when it is over.", telling_keys()},
      {"detect.limits",
       "How much is remembered. Memory is taken as needed, up to these; the least suspicious is forgotten "
       "first.",
       limits_keys()},
      {"policy", "What follows from a finding: whom to ban, for how long, and whom never.", policy_keys()},
      {"firewall", "How packets are dropped.", firewall_keys()},
      {"trust", "Who is known because accounts log in from there.", trust_keys()},
      {"track", "How records of several logs become one attempt.", tracker_keys()},
      {"wire",
       "Our own eyes: what passes on the wire is in no log, and it proves whose an address is. Read at "
       "start.",
       wire_keys()},
      {"ami",
       "Asterisk's manager interface: what it tells of logins arrives as it happens, and no log need be "
       "written for it.",
       ami_keys()},
      {"ami.acting", "A second user of the manager, who may end calls and do nothing else.", ami_acting_keys()},
      {"journal", "The systemd journal, where it holds what Asterisk says.", journal_keys()},
      {"syslog", "Syslog, received where Asterisk or a syslog daemon sends it. The socket is made at start.",
       syslog_keys()},
      {"store", "What is kept on the disk.", store_keys()},
      {"control", "How commands reach the guard.", control_keys()},
      {"log", "What the guard says about itself.", log_keys()},
      {"knowledge", "What is known of the world's addresses: for the reports of observe.", knowledge_keys()},
      {"numbering", "How this exchange dials.", numbering_keys()},
      {"fraud", "What calls cost, and what follows when they are fraud.", fraud_keys()},
      {"fraud.limits", "What may be spent on outside calls, in the currency of the rate deck. Habits limit besides.",
       fraud_limit_keys()},
      {"fraud.lists", "Numbers that others found in fraud.", fraud_list_keys()},
      {"cdr", "Call records that stand in databases.", cdr_keys()},
      {"gate", "Calls that ask before they leave (gate.md).", gate_keys()},
      {"notify", "Who is told, by mail, webhook or a program (notify.md).", notify_keys()},
  };
  return kSections;
}

std::vector<const Key*> schema() {
  std::vector<const Key*> keys;
  for (const Section& section : sections())
    for (const Key& key : section.keys) keys.push_back(&key);
  return keys;
}

const Key* find_key(std::string_view name) {
  for (const Section& section : sections())
    for (const Key& key : section.keys)
      if (key.name == name) return &key;
  return nullptr;
}

std::vector<std::string_view> choices_of(const Key& key) {
  std::vector<std::string_view> words;
  for (std::string_view rest = key.choices; !rest.empty();) {
    size_t bar = rest.find('|');
    words.push_back(rest.substr(0, bar));
    rest = bar == std::string_view::npos ? std::string_view() : rest.substr(bar + 1);
  }
  return words;
}

std::optional<std::string> check_shape(const Key& key, std::string_view text) {
  auto unless = [](bool right, std::string what) {
    return right ? std::nullopt : std::optional(std::move(what));
  };
  bool may_be_empty = key.bounds.min == 0 && key.shape != Shape::choice;
  if (text.empty() && may_be_empty) return std::nullopt;
  switch (key.shape) {
    case Shape::any:
      return std::nullopt;
    case Shape::absolute_path:
      return unless(text.substr(0, 1) == "/", "write a path that begins with /");
    case Shape::country:
      return unless(text.size() == 2 && all_of(text, 'A', 'Z'),
                    "write two capital letters of ISO 3166, like \"DE\"");
    case Shape::currency:
      return unless(text.size() == 3 && all_of(text, 'A', 'Z'),
                    "write three capital letters of ISO 4217, like \"EUR\"");
    case Shape::time_zone:
      return unless(TimeZone::parse(text).has_value(), "write a zone like \"Europe/Berlin\" or \"+0900\"");
    case Shape::address:
      return unless(IpAddress::parse(text).has_value(), "write an address like \"127.0.0.1\"");
    case Shape::digits:
      return unless(all_of(text, '0', '9'), "write digits only");
    case Shape::money: {
      auto amount = Amount::parse(text);
      return unless(amount && amount->micros >= 0, "write a sum like \"50\" or \"12.50\"");
    }
    case Shape::allowed: {
      actions::FirewallEntry entry;
      entry.set = actions::FirewallEntry::Set::allow;
      entry.prefix = IpPrefix::parse(text).value_or(IpPrefix());
      auto sound = actions::check_change({true, entry});
      return sound ? std::nullopt : std::optional(sound.error().message);
    }
    case Shape::record_place: {
      auto place = pbx::parse_record_place(text);
      return place ? std::nullopt : std::optional(place.error().message);
    }
    case Shape::gate_rule: {
      auto rule = fraud::parse_gate_rule(text);
      return rule ? std::nullopt : std::optional(rule.error().message);
    }
    case Shape::sound:
      return unless(is_sound(text), "write a sound's name like \"cannot-complete-as-dialed\"");
    case Shape::web_address:
      return unless(is_address_of(text, {"https://", "http://"}), "write an address like \"https://hooks.example.net/pbx\"");
    case Shape::mail_server:
      return unless(is_address_of(text, {"smtp://", "smtps://"}), "write a server like \"smtp://127.0.0.1:25\"");
    case Shape::mail_address:
      return unless(is_mail_address(text), "write an address like \"alarm@example.net\"");
    case Shape::guarded_port:
      return unless(parse_guarded_port(text).has_value(),
                    "write a port like \"5060/udp\", \"5061/tcp\" or \"5060\"");
    case Shape::choice: {
      auto choices = choices_of(key);
      bool known = std::find(choices.begin(), choices.end(), text) != choices.end();
      return unless(known, fmt::format("write {}", list_of_choices(key)));
    }
  }
  return std::nullopt;
}

Result<GuardedPort> parse_guarded_port(std::string_view text) {
  std::string_view number = text.substr(0, text.find('/'));
  std::string_view protocol = text.substr(number.size());
  GuardedPort port{0, protocol.empty() || protocol == "/udp", protocol.empty() || protocol == "/tcp"};
  auto [end, error] = std::from_chars(number.data(), number.data() + number.size(), port.port);
  bool read = error == std::errc() && end == number.data() + number.size() && port.port != 0;
  if (!read || !(port.udp || port.tcp))
    return fail(ErrorKind::usage, fmt::format("not a port: \"{}\": write it like 5060/udp", text));
  return port;
}

}  // namespace denwaban::settings
