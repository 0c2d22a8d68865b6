// SPDX-License-Identifier: GPL-3.0-or-later
// Sets of dialled strings as automata, so that "which numbers get here" is computed and not guessed: what a
// pattern takes, what is left of it when earlier patterns had their share, what must have been dialled for
// `9${EXTEN:1}` to match `_90X.`.
//
// Sets live in one NumberSets and are named by a small number; equal sets have equal names, so that comparing
// is free and every operation is computed once. Strings are of the printable characters without blank. A `-`
// means nothing to Asterisk in extensions and is dropped from texts and patterns.
//
// Bounded: a set that would need more than kStatesMax states, or a set beyond kEdgesMax edges in all, is not
// made. The operation then answers with a larger set (for intersections and differences the left operand, for
// unions everything), and cut() says so.
#pragma once

#include <compare>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <unordered_map>
#include <vector>

#include "audit/paths/expression_run.h"
#include "audit/paths/pattern_elements.h"

namespace denwaban::audit {

struct NumberSet {
  uint32_t id = 0;  // 0: the empty set
  auto operator<=>(const NumberSet&) const = default;
};

// A part of what was dialled, `${EXTEN:from:length}`; length -1: to its end, but for its last `drop` characters. Below 0 `from`
// counts from the end: `${EXTEN:-4}`, and of what it finds `skip` characters are passed over.
struct Slice {
  int from = 0;
  int length = -1;
  int drop = 0;
  int skip = 0;
  bool from_front() const { return from >= 0 && drop == 0; }
  std::string of(std::string_view dialled) const;
  auto operator<=>(const Slice&) const = default;
};

// How a text is made of what was dialled: before[0] slice[0] before[1] slice[1] … after. Slices follow one
// another without overlap, and only the last may be open; one that counts from the end is the only one.
struct Edit {
  std::vector<std::string> before;
  std::vector<Slice> slices;
  std::string after;
  bool is_whole() const { return slices.size() == 1 && slices[0] == Slice{} && before[0].empty() && after.empty(); }
};

// Texts that make a condition true, and texts that make it false.
struct Outcomes {
  NumberSet yes, no;
};

class NumberSets {
 public:
  static constexpr size_t kStatesMax = 12'000;
  static constexpr size_t kEdgesMax = 4'000'000;

  NumberSets();
  NumberSets(const NumberSets&) = delete;
  NumberSets& operator=(const NumberSets&) = delete;

  NumberSet none() const { return NumberSet{0}; }
  NumberSet everything() const { return everything_; }  // with the empty string
  NumberSet dialled() const { return dialled_; }        // one character or more
  // What the extension of a dialplan takes: a literal, or a pattern with its leading '_'.
  NumberSet of_extension(std::string_view extension);
  NumberSet of_text(std::string_view text);  // that text alone
  NumberSet of_texts(const std::vector<std::string_view>& texts);
  NumberSet of_length(size_t shortest, size_t longest);  // any characters
  NumberSet holding(char character);                     // in any place but the first
  NumberSet a_leg();                                     // `technology/resource`
  NumberSet adding_a_leg();                              // `…&technology/resource`
  // `…/…&` and `more`: at a leg without a technology or a number Dial gives up as a whole (apps/app_dial.c).
  NumberSet behind_a_leg(NumberSet more);
  // The texts of which a regular expression says so; nothing: it takes too many states.
  std::optional<NumberSet> of_matching(const RegularExpression& expression, bool only_at_start, Matching wanted);
  // What `$[… =~ "written"]`, or with only_at_start `$[… : "written"]`, makes of texts; nothing: not known.
  std::optional<Outcomes> outcomes(std::string_view written, bool only_at_start);
  // The extensions that Asterisk goes to by itself: h, i, t and the like, which nobody dials. Lines bring `s`.
  NumberSet special() const { return special_; }
  // The length that all of them have; nothing: they differ.
  std::optional<int> length(NumberSet a) const;
  // What the slice, counted from the front, is of all of them; nothing: it differs, or some end before it does.
  std::optional<std::string> common_part(NumberSet a, const Slice& slice) const;

  NumberSet intersect(NumberSet a, NumberSet b);
  NumberSet unite(NumberSet a, NumberSet b);
  NumberSet subtract(NumberSet a, NumberSet b);
  // One of the first set and behind it one of the second.
  NumberSet join(NumberSet a, NumberSet b);
  // Without all of the sets and texts; many cost little more than one.
  NumberSet subtract_all(NumberSet from, std::vector<NumberSet> sets, std::vector<std::string_view> texts);
  // What must have been dialled for the edited text to be in the set.
  NumberSet before_edit(const Edit& edit, NumberSet edited);

  bool empty(NumberSet a) const { return a.id == 0; }
  bool contains(NumberSet a, std::string_view text) const;
  bool is_subset(NumberSet a, NumberSet b) { return empty(subtract(a, b)); }
  bool finite_single(NumberSet a) const;  // exactly one string
  // What may stand in the first places that all of them have; not more than a few.
  std::vector<CharacterSet> first_places(NumberSet a) const;
  // The shortest string, among those the first with digits before * # + before letters. Empty set: nothing.
  std::optional<std::string> smallest(NumberSet a) const;
  // As patterns joined by blanks, without '_'; at most a dozen, then "…". `X` digits, `[..]` sets, `.` and `!` anything. Where
  // telephones can dial some of it (0-9 * # +) only that is printed, but for a few texts.
  std::string print(NumberSet a) const;
  bool cut() const { return cut_; }
  size_t states(NumberSet a) const { return automata_[a.id].accepts.size(); }

 private:
  struct Edge {
    uint8_t low, high;
    uint16_t to;
    friend bool operator==(const Edge&, const Edge&) = default;
  };
  // Without dead states; no edge: not in the set. State 0 begins. Minimal and numbered breadth first, so
  // equal sets are equal.
  struct Automaton {
    std::vector<std::vector<Edge>> edges;
    std::vector<uint8_t> accepts;
    friend bool operator==(const Automaton&, const Automaton&) = default;
  };
  enum class Operation : uint8_t { intersect, unite, subtract };
  friend class PatternPrinter;

  static Automaton automaton_of(const PatternElements& elements);
  static Automaton minimal(Automaton automaton);
  static size_t hash(const Automaton& automaton);
  NumberSet intern(Automaton automaton);
  std::optional<Automaton> product(const Automaton& a, const Automaton& b, Operation operation) const;
  NumberSet combine(NumberSet a, NumberSet b, Operation operation);
  std::optional<Automaton> joined(const Automaton& a, const Automaton& b) const;
  NumberSet before_tail(const Slice& slice, NumberSet sliced);
  static int step(const Automaton& automaton, int state, uint8_t character);
  static int run(const Automaton& automaton, int state, std::string_view text);

  std::vector<Automaton> automata_;
  std::unordered_multimap<size_t, uint32_t> by_hash_;
  std::unordered_map<uint64_t, uint32_t> combined_[3];
  std::map<std::pair<std::string, uint32_t>, uint32_t> edited_;
  std::map<std::pair<uint32_t, uint32_t>, uint32_t> joined_;
  std::map<std::string, NumberSet, std::less<>> by_extension_;
  std::map<std::string, std::optional<Outcomes>> matched_;
  std::unordered_map<uint32_t, std::string> pattern_of_;  // a pattern that was written for the set
  NumberSet everything_, dialled_, keys_, special_;
  size_t edges_ = 0;
  bool cut_ = false;
};

}  // namespace denwaban::audit
