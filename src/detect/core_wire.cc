// SPDX-License-Identifier: GPL-3.0-or-later
// What packets tell beside attempts: forgeries, what is asked of the manager interface, and the traffic as a
// whole.
#include <algorithm>

#include "detect/core.h"
#include "model/names.h"

namespace denwaban::detect {
namespace {

// What is listed beside account names is kept among them, behind a byte that sets it apart.
std::string detail_name(std::string_view detail) {
  return std::string(1, kDetailMark).append(detail.substr(0, 2 * Event::kAccountLengthMax - 1));
}

bool same_letters(std::string_view a, std::string_view lower) {
  return a.size() == lower.size() && std::equal(a.begin(), a.end(), lower.begin(), [](char x, char y) {
           return (x >= 'A' && x <= 'Z' ? static_cast<char>(x + 32) : x) == y;
         });
}

// Orders to the manager interface by what they do (manager.c and the modules that register actions): those
// that change the exchange itself; those that run commands, place calls or set values; those that read
// secrets or move calls.
enum class Order : uint8_t { harmless, reads, acts, changes };

struct OrderName {
  std::string_view name;
  Order order;
};
constexpr OrderName kOrders[] = {
    {"updateconfig", Order::changes}, {"createconfig", Order::changes},
    {"moduleload", Order::changes},   {"dialplanextensionadd", Order::changes},
    {"command", Order::acts},         {"originate", Order::acts},
    {"dbput", Order::acts},           {"setvar", Order::acts},
    {"reload", Order::acts},          {"getconfig", Order::reads},
    {"getconfigjson", Order::reads},  {"listcategories", Order::reads},
    {"dbget", Order::reads},          {"dbdel", Order::reads},
    {"dbdeltree", Order::reads},      {"redirect", Order::reads},
    {"atxfer", Order::reads},         {"monitor", Order::reads},
    {"mixmonitor", Order::reads},     {"messagesend", Order::reads},
};

Order order_of(std::string_view action) {
  action = action.substr(0, action.find(' '));
  auto known = std::find_if(std::begin(kOrders), std::end(kOrders),
                            [&](const OrderName& one) { return same_letters(action, one.name); });
  return known == std::end(kOrders) ? Order::harmless : known->order;
}

// What speaks for whoever gave the order.
enum class Standing : uint8_t {
  guessed,   // nothing, and that he guessed passwords before
  stranger,  // that he knew the password
  nearby,    // that he is in a private network, too
  familiar,  // that this user logged in from there a day ago or earlier already
};

// A dialler or a panel gives the same orders all day as whoever stole its password: the first time it is
// told, later only what no such program does.
Severity weight_of(Order order, Standing standing) {
  static constexpr Severity kGuessed[] = {Severity::high, Severity::high, Severity::critical,
                                          Severity::critical};
  static constexpr Severity kStranger[] = {Severity::info, Severity::high, Severity::high,
                                           Severity::critical};
  static constexpr Severity kNearby[] = {Severity::info, Severity::medium, Severity::medium, Severity::high};
  static constexpr Severity kFamiliar[] = {Severity::info, Severity::info, Severity::info, Severity::low};
  static constexpr const Severity* kWeights[] = {kGuessed, kStranger, kNearby, kFamiliar};
  return kWeights[static_cast<size_t>(standing)][static_cast<size_t>(order)];
}

}  // namespace

NameIndex Detectors::Impl::detail_index(Suspect& suspect, std::string_view detail) {
  if (detail.empty()) return kNoName;
  std::string name = detail_name(detail);
  return suspects_.name_index(suspect, name, hash(seed_, name));
}

// True when the event has been dealt with: it is no attempt of the address that it shows.
bool Detectors::Impl::handle_forgery(const Turn& turn) {
  const Event& event = turn.event();
  // An attempt like others, by whom the record shows beyond doubt; its imitations are counted with it.
  if (event.forgery == Forgery::false_record && !event.tainted) return false;
  bool named = event.proof > AddressProof::claimed && !event.address.is_unspecified();
  if (event.kind == EventKind::forged && named) {
    if (turn.p.fresh && options_.forgery.enabled) handle_failure(turn);
    return true;
  }
  // The record shows who wrote into it.
  bool writer = event.tainted && (event.forgery == Forgery::none || event.forgery == Forgery::false_record) &&
                !event.address.is_unspecified();
  if (writer) {
    if (turn.p.fresh) handle_failure(turn);
    return true;
  }
  // No answer to a challenge that the PBX cannot have sent is a guess: it never can be right, and blames whom
  // it names.
  bool junk = event.forgery == Forgery::junk_nonce && !named;
  bool settled = event.tainted || event.kind == EventKind::forged || junk;
  bool known = junk && turn.trust.of(event.address, event.time) != track::TrustLevel::none;
  if (junk && !turn.p.fresh) retract(turn);
  if (junk && turn.p.fresh && !known) name_quietly(event, turn.now, turn.out);
  if (named || !turn.p.fresh || !options_.forgery.enabled) return settled;
  std::string victim(event.kind == EventKind::forged ? event.account : std::string_view());
  bool borrowed = event.forgery == Forgery::foreign_nonce || event.forgery == Forgery::junk_nonce;
  if (borrowed) victim = event.address.to_string();
  Unnamed& unnamed = unnamed_.of(Detector::forgery, pattern_of(event.forgery));
  unnamed.add(event, victim);
  const FalseNames& o = options_.forgery;
  uint32_t recent = unnamed.history.within(o.short_window, second_of(event.time)).count;
  bool many = o.short_count != 0 && recent >= o.short_count;
  unnamed.known.raise({many ? Severity::medium : Severity::low, unnamed.pattern});
  unnamed_.tell(unnamed, options_.telling, turn.now, turn.out);
  return settled;
}

// A log told of it first, and could not know that it was no guess.
void Detectors::Impl::retract(const Turn& turn) {
  const Event& event = turn.event();
  uint32_t second = second_of(event.time);
  Suspect* suspect = suspects_.find(event.address);
  Count* count = suspect ? suspect->find(Detector::auth_guessing) : nullptr;
  if (!count || !count->history.retract(second)) return;
  count->known.count = std::max<uint64_t>(count->known.count, 2) - 1;
  suspect->failures = std::max(suspect->failures, 1u) - 1;
  AccountRecord* record = accounts_.find(accounts_.key_of(event.service, turn.p.name_hash));
  Guesser* guesser = record ? accounts_.find(*record, event.address) : nullptr;
  if (!guesser || guesser->failures == 0) return;
  --guesser->failures;
  record->known.count = std::max<uint64_t>(record->known.count, 2) - 1;
}

// Seen here, and no more than that.
void Detectors::Impl::name_quietly(const Event& event, Time now, std::vector<Finding>& out) {
  if (!options_.scanner.enabled || suspects_.crowded()) return;
  Suspect* suspect = suspects_.find(event.address);
  if (!suspect) suspect = add_suspect(event.address, event.proof > AddressProof::claimed, 1, event.time, out);
  if (!suspect) return;
  suspect->last = event.time;
  Count& count = suspect->of(Detector::scanner);
  count.known.add(event, 1);
  count.known.raise({Severity::info, Pattern::few});
  suspects_.look_soon(*suspect);
  tell(*suspect, count, now, out);
}

void Detectors::Impl::count_malformed(const Turn& turn, Suspect& suspect, uint32_t weight) {
  const Event& event = turn.event();
  bool crash = event.flaw == Flaw::crash_pattern;
  NameIndex kind = kNoName;
  if (crash) kind = detail_index(suspect, event.extension);
  if (!crash && event.flaw != Flaw::none) kind = detail_index(suspect, name_of(event.flaw));
  count(turn, suspect, Detector::malformed, kind, weight, crash ? History::kMarked : uint8_t{0});
}

void Detectors::Impl::count_forgery(const Turn& turn, Suspect& suspect, uint32_t weight) {
  if (!options_.forgery.enabled) return;
  const Event& event = turn.event();
  Count& known = suspect.of(Detector::forgery);
  if (known.known.pattern == Pattern::few) known.known.pattern = pattern_of(event.forgery);
  bool proven = event.proof > AddressProof::claimed && (event.kind == EventKind::forged || !event.tainted);
  NameIndex victim = event.kind == EventKind::forged ? detail_index(suspect, event.account) : kNoName;
  count(turn, suspect, Detector::forgery, victim, weight, proven ? History::kProven : uint8_t{0});
}

// Something was asked of the manager interface after a login.
void Detectors::Impl::handle_action(const Turn& turn) {
  const Event& event = turn.event();
  const ManagementAbuse& o = options_.management_abuse;
  if (!o.enabled || !turn.p.fresh || event.address.is_loopback()) return;
  Suspect* suspect = suspects_.find(event.address);
  const Count* guesses = suspect ? suspect->find(Detector::management_guessing) : nullptr;
  bool guessed = guesses && guesses->known.count > 0 && event.time - guesses->known.last <= kDay;
  bool known = std::any_of(o.known.begin(), o.known.end(),
                           [&](const IpPrefix& p) { return p.contains(event.address); });
  auto since = turn.trust.manages_since(event.address, turn.p.name, event.time);
  Standing standing = guessed                                      ? Standing::guessed
                      : since && event.time - *since >= o.familiar ? Standing::familiar
                      : event.address.is_private()                 ? Standing::nearby
                                                                   : Standing::stranger;
  Severity severity = weight_of(order_of(event.extension), standing);
  if (severity == Severity::info || (known && !guessed)) return;
  bool proven = event.proof > AddressProof::claimed;
  if (!suspect) suspect = add_suspect(event.address, proven, 1, event.time, turn.out);
  if (!suspect) return;
  suspect->last = event.time;
  NameIndex user = suspects_.name_index(*suspect, turn.p.name, turn.p.name_hash);
  Count* count = about(*suspect, Detector::management_abuse, user == kNoName ? kOtherName : user);
  if (!count) return;
  count->known.add(event, 1);
  if (NameIndex action = detail_index(*suspect, event.extension); action <= kOtherName)
    count->names.set(action);
  if (user <= kOtherName) count->names.set(user);
  count->known.raise({severity, Pattern::actions});
  suspects_.look_soon(*suspect);
  tell(*suspect, *count, turn.now, turn.out);
}

// The count of a detector at one name; nullptr when there are too many.
Count* Detectors::Impl::about(Suspect& suspect, Detector detector, NameIndex name) {
  constexpr size_t kCountsMax = 16;
  for (Count& count : suspect.counts)
    if (count.known.detector == detector && count.known.about == name) return &count;
  if (suspect.counts.size() >= kCountsMax) return nullptr;
  Count& fresh = suspect.counts.emplace_back();
  fresh.known.detector = detector;
  fresh.known.about = name;
  return &fresh;
}

void Detectors::Impl::handle_traffic(const Turn& turn) {
  const Event& event = turn.event();
  auto traffic = options_.flood.enabled ? Traffic::from_bytes(event.session) : std::nullopt;
  if (!traffic) return;
  bool calm = event.time - last_trouble_ > kMinute || event.time < last_trouble_;
  auto known = [&](const IpAddress& address) {
    return turn.trust.of(address, event.time) != track::TrustLevel::none;
  };
  Floods::Found found = floods_.look(*traffic, event.time, calm, known);
  for (const Traffic::Talker& talker : found.talkers) report_flood(turn, talker);
  for (const Traffic::Target& target : found.targets) report_flood(turn, Pattern::target, target.name);
  if (found.mixture) report_flood(turn, Pattern::mixture, {});
}

void Detectors::Impl::report_flood(const Turn& turn, const Traffic::Talker& talker) {
  Event event = turn.event();
  event.address = talker.address;
  event.port = talker.port;
  event.proof = talker.proof;
  bool proven = event.proof > AddressProof::claimed;
  Suspect* suspect = suspects_.find(event.address);
  if (!suspect) suspect = add_suspect(event.address, proven, talker.requests, event.time, turn.out);
  if (!suspect) return;
  suspect->last = event.time;
  Count& count = suspect->of(Detector::flood);
  count.known.add(event, talker.requests);
  count.known.raise({Severity::medium, Pattern::source});
  suspects_.look_soon(*suspect);
  tell(*suspect, count, turn.now, turn.out);
}

void Detectors::Impl::report_flood(const Turn& turn, Pattern pattern, std::string_view target) {
  Unnamed& unnamed = unnamed_.of(Detector::flood, pattern);
  // The intervals before this one were a flood as well, as is known now.
  unnamed.add(turn.event(), target, unnamed.known.count == 0 ? options_.flood.intervals : 1);
  unnamed.known.raise({Severity::medium, pattern});
  unnamed_.tell(unnamed, options_.telling, turn.now, turn.out);
}

}  // namespace denwaban::detect
