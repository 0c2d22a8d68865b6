// SPDX-License-Identifier: GPL-3.0-or-later
#include "audit/paths/ways.h"

#include <algorithm>
#include <map>

#include "audit/paths/rows.h"
#include "audit/paths/sent_numbers.h"
#include "audit/paths/witness.h"

namespace denwaban::audit {
namespace {

constexpr size_t kWaysMax = 500;

struct Judged {
  uint8_t input = 0;
  NumberSet numbers;
  NumberSet abroad, premium;  // the part of the numbers that becomes such a call
  bool abroad_somehow = false;
  bool emergency_only = false;
};

// Unless there is nothing else.
NumberSet without_special(NumberSet numbers, NumberSets& sets) {
  NumberSet dialled = sets.subtract(numbers, sets.special());
  return sets.empty(dialled) ? numbers : dialled;
}

// For a leg more, and a number abroad in it: `&SIP/0025261555`.
bool has_room(const Edit& edit) {
  constexpr int kLeast = 16;
  return std::ranges::any_of(edit.slices, [](const Slice& slice) { return slice.length < 0 || slice.length >= kLeast; });
}

// Which of the dialled numbers lead to calls of which kind, by asking what must have been dialled for them.
Judged judge(const Hit& hit, NumberSets& sets, const NumberClasses& classes) {
  Judged judged;
  for (const Piece& piece : hit.number.pieces())
    if (piece.kind == Piece::Kind::input) judged.input = std::max(judged.input, piece.input);
  judged.numbers = without_special(hit.inputs[judged.input], sets);
  auto edit = hit.number.edit();
  if (hit.classes & kInjection) {
    if (!edit || has_room(*edit)) judged.abroad = judged.numbers;
    return judged;
  }
  if (hit.number.constant()) {
    std::string text = hit.number.text();
    if (sets.contains(classes.abroad, text)) judged.abroad = judged.numbers;
    if (sets.contains(classes.premium, text)) judged.premium = judged.numbers;
    judged.emergency_only = sets.contains(classes.emergency, text);
  } else if (edit) {
    NumberSet abroad = classes.abroad;
    auto some = [&](NumberSet set) { return sets.intersect(judged.numbers, dialled_for(*edit, set, sets)); };
    if (!sets.empty(classes.perhaps_abroad) && !sets.empty(some(classes.other_areas)))
      abroad = sets.subtract(abroad, classes.perhaps_abroad);
    judged.abroad = sets.unite(
        some(abroad), sets.intersect(judged.numbers, without_prefix(*edit, abroad, classes.prefixes_abroad, sets)));
    judged.premium = some(classes.premium);
    judged.emergency_only = sets.is_subset(judged.numbers, sets.before_edit(*edit, classes.emergency));
  } else if (hit.number.worst_source() == Source::number) {
    const auto& first = hit.number.pieces()[0];
    Edit open{{first.kind == Piece::Kind::text ? first.text : std::string()}, {Slice{}}, {}};
    judged.abroad_somehow = !sets.empty(sets.before_edit(open, classes.abroad));
  }
  return judged;
}

// The injected leg stands behind the first character that the pattern wants anyway.
NumberSet injecting(NumberSet numbers, const Value& sent, NumberSets& sets) {
  auto edit = sent.edit();
  return sets.intersect(numbers, edit ? sets.before_edit(*edit, sets.behind_a_leg(sets.a_leg())) : sets.holding('&'));
}

// A number abroad over the trunk, as a leg: "SIP/provider/00252615551234". `open`: the line writes the peer behind it.
std::string leg_of(const std::string& trunk, const std::string& number, bool open) {
  if (trunk.starts_with("SIP/") && open) return "SIP/" + number;
  if (!trunk.starts_with("PJSIP/")) return trunk + "/" + number;
  return "PJSIP/" + number + (open ? std::string() : "@" + trunk.substr(6));
}

// Patterns pass over dashes and sets of numbers have none, but a trunk's name has: "0&SIP/gate1/00" is dialled "0&SIP/gate-1/00".
std::string with_dashes(std::string dialled, const std::string& leg) {
  std::string plain;
  std::copy_if(leg.begin(), leg.end(), std::back_inserter(plain), [](char c) { return c != '-'; });
  const size_t at = plain == leg ? std::string::npos : dialled.find(plain);
  return at == std::string::npos ? dialled : dialled.replace(at, plain.size(), leg);
}

struct AddedCall {
  NumberSet dialled;
  std::string number, leg;
};

// The dialled numbers that add a leg which calls; the number that it calls.
std::optional<AddedCall> adding_a_call(const Way& way, const Hit& hit, NumberSets& sets,
                                                               const NumberClasses& classes) {
  if (way.trunk.empty() || is_unnamed(way.trunk)) return std::nullopt;
  auto edit = hit.number.edit();
  auto number = sets.smallest(classes.examples_abroad.empty() ? classes.abroad : classes.examples_abroad[0]);
  if (!edit || !number) return std::nullopt;
  const std::string leg = leg_of(way.trunk, *number, edit->after.starts_with('@')) + edit->after;
  NumberSet adding = sets.before_edit(*edit, sets.behind_a_leg(sets.of_text(leg)));
  NumberSet with = sets.intersect(way.proof, adding);
  if (sets.empty(with)) return std::nullopt;
  return AddedCall{with, *number, leg};
}

void prove(Way& way, const Hit& hit, const Judged& judged, NumberSets& sets, const NumberClasses& classes, int dearness) {
  static const std::vector<NumberSet> kAny;
  way.dearness = dearness;
  way.state = hit.state;
  way.number = hit.number;
  way.proof = dearness == 2 && !sets.empty(judged.abroad) ? judged.abroad
              : dearness == 1                             ? judged.premium
                                                          : judged.numbers;
  std::optional<AddedCall> added;
  if (hit.classes & kInjection) {
    added = adding_a_call(way, hit, sets, classes);
    NumberSet with = added ? added->dialled : injecting(way.proof, hit.number, sets);
    if (!sets.empty(with)) way.proof = with;
  }
  std::vector<std::string> dialled(kInputsMax);
  for (size_t i = 0; i < kInputsMax; ++i) dialled[i] = sets.smallest(hit.inputs[i]).value_or("");
  auto edit = hit.number.edit();
  bool plain = edit && !(hit.classes & kInjection);
  const auto& known = dearness == 2 ? classes.examples_abroad : dearness == 1 ? classes.examples_premium : kAny;
  std::vector<std::string> one = witnesses_of(way.proof, plain ? &*edit : nullptr, known, classes.prefixes_abroad, sets, 1);
  dialled[judged.input] = one.empty() ? std::string() : one[0];
  way.example = added ? with_dashes(dialled[0], added->leg) : dialled[0];
  way.entered.clear();
  const bool keyed = judged.input < kInputsMax - 1;
  way.somebodys = keyed ? Source::number : hit.somebodys;
  way.said = keyed ? std::string() : dialled[judged.input];
  for (size_t i = 1; i <= judged.input && (keyed || i < judged.input); ++i) {
    // The one thing that may be entered on the way is a key of a menu, or a PIN.
    bool secret = i < judged.input && dialled[i].size() > 2 && sets.finite_single(hit.inputs[i]);
    if (!dialled[i].empty()) way.entered.push_back(secret ? "***" : dialled[i]);
  }
  way.sent = added ? added->number : hit.number.of(dialled).value_or(hit.number.shown());
  way.dialled = std::move(dialled);
}

}  // namespace

bool is_dear(const Hit& hit, NumberSets& sets, const NumberClasses& classes) {
  Judged judged = judge(hit, sets, classes);
  return judged.abroad_somehow || !sets.empty(judged.abroad) || !sets.empty(judged.premium);
}

std::vector<Way> ways_of(const Walk& walk, NumberSets& sets, const NumberClasses& classes,
                         bool number_given, const std::function<bool(const Hit&)>& left_out) {
  std::map<std::tuple<Gate, bool, std::string, uint16_t, std::string, bool>, Way> found;
  for (const Hit& hit : walk.hits()) {
    if (left_out(hit)) continue;
    uint16_t shown = hit.classes & static_cast<uint16_t>(~(kLocal | kQueue));
    std::string condition = hit.opaque || hit.gate == Gate::unknown ? hit.condition : std::string();
    if (found.size() >= kWaysMax) break;
    Judged judged = judge(hit, sets, classes);
    auto [it, fresh] =
        found.try_emplace({hit.gate, hit.opaque, hit.trunk, shown, hit.opaque ? condition : std::string(), judged.input > 0});
    Way& way = it->second;
    bool abroad = !sets.empty(judged.abroad) || judged.abroad_somehow, premium = !sets.empty(judged.premium);
    int dearness = hit.opaque ? 0 : abroad ? 2 : premium ? 1 : 0;
    if (fresh) {
      way.trunk = hit.trunk;
      way.opaque = hit.opaque;
      way.classes = shown;
      way.gate = hit.gate;
      way.condition = condition;
      way.fixed = true;
    }
    // An extension that nobody dials proves a way only where there is no other.
    bool special = sets.is_subset(judged.numbers, sets.special());
    if (special && !fresh && !way.special && dearness <= way.dearness) continue;
    if (!special && way.special && dearness >= way.dearness) way.dearness = -1, way.numbers = way.first = sets.none();
    way.special = special && (fresh || way.special);
    bool entry_number =
        std::any_of(hit.number.pieces().begin(), hit.number.pieces().end(),
                    [](const Piece& p) { return p.kind == Piece::Kind::input && p.input == 0; });
    way.entry_number = way.entry_number || entry_number;
    way.fixed = way.fixed && hit.number.constant();
    way.numbers = sets.unite(way.numbers, judged.numbers);
    way.later = judged.input > 0;
    if (way.later) way.first = sets.unite(way.first, without_special(hit.inputs[0], sets));
    way.international = way.international || abroad;
    way.premium = way.premium || premium;
    way.emergency_only = way.emergency_only && judged.emergency_only;
    // Of equals the one that a telephone can dial, then the shorter one.
    const bool keyed = !sets.empty(sets.intersect(judged.numbers, sets.of_extension("_[0-9*#+]!")));
    const bool shorter = walk.depth(hit.state) < walk.depth(way.state);
    const bool better = keyed == way.keyed ? shorter : keyed;
    if (dearness > way.dearness || (dearness == way.dearness && better)) {
      prove(way, hit, judged, sets, classes, dearness);
      way.keyed = keyed;
    }
  }
  std::vector<Way> ways;
  for (auto& [key, way] : found) {
    bool had = std::any_of(ways.begin(), ways.end(), [&, &one = way](const Way& other) {
      return other.trunk == one.trunk && other.opaque == one.opaque &&
             (other.condition == one.condition || (!one.opaque && other.gate < Gate::unknown)) &&
             other.gate <= one.gate && (other.classes & ~one.classes) == 0 &&
             (other.international || !one.international) && (other.premium || !one.premium) &&
             (!number_given || other.entry_number == one.entry_number) &&
             (!other.later || (one.later && sets.is_subset(one.first, other.first))) &&
             sets.is_subset(one.numbers, other.numbers);
    });
    if (!had) ways.push_back(std::move(way));
  }
  return ways;
}

}  // namespace denwaban::audit
