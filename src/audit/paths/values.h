// SPDX-License-Identifier: GPL-3.0-or-later
// What is known of a text in a running dialplan before it runs: constants, what somebody dialled (and what
// was cut from it), and pieces that only the run knows, each with the kind of fact that decides it.
#pragma once

#include <compare>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "audit/paths/number_set.h"
#include "model/toll_path.h"

namespace denwaban::audit {

// Who decides what a piece of text will be.
enum class Source : uint8_t {
  number,   // the caller, by what is dialled
  outcome,  // how an earlier call or application went
  time,
  random,
  caller_id,  // the caller: caller ID, SIP headers
  listed,     // AstDB under a caller ID: who forges one that is there has what is there
  database,   // AstDB; when nothing was put there, empty
  external,   // a program, a web page, a variable that somebody else sets
};
Gate gate_of(Source source);
inline bool is_kept(Source source) { return source == Source::listed || source == Source::database; }

// What is 1 (or another text that is true) for some of the numbers, and 0 or empty for others.
struct Asked {
  uint8_t input = 0;
  NumberSet when_true, when_false;
  bool is_number = false;  // 1 or 0
  auto operator<=>(const Asked&) const = default;
};

struct Piece {
  enum class Kind : uint8_t { text, input, unknown };
  Kind kind = Kind::text;
  std::string text;       // of unknown ones: as written, "${DB(x)}"
  uint8_t input = 0;      // which of the dialled numbers it is, or is about
  Slice slice;            // of it
  bool filtered = false;  // FILTER() or the like took out what is no digit
  bool measure = false;   // unknown: how long that part of the input is, and `more` characters
  int more = 0;
  std::optional<Asked> asked;  // unknown: what it says of an input
  Source source = Source::external;
  auto operator<=>(const Piece&) const = default;
};

class Value {
 public:
  static constexpr size_t kPiecesMax = 24;
  static constexpr size_t kTextMax = 4'096;

  Value() = default;
  Value(std::string text) { add(std::move(text)); }
  static Value input(uint8_t input, Slice slice = {});
  static Value unknown(Source source, std::string as_written);
  static Value of_piece(Piece piece);
  // How long a text is that is made of one part of an input; nothing: it is made of something else.
  static std::optional<Value> measure_of(const Value& text, std::string as_written);
  const Piece* measure() const;  // null: not that alone
  const Asked* asked() const;    // the same

  void add(std::string text);
  void add(const Value& other);

  const std::vector<Piece>& pieces() const { return pieces_; }
  bool constant() const {
    return pieces_.empty() || (pieces_.size() == 1 && pieces_[0].kind == Piece::Kind::text);
  }
  std::string text() const { return pieces_.empty() || !constant() ? std::string() : pieces_[0].text; }
  bool empty() const { return pieces_.empty(); }
  bool has_unknown() const;
  bool uses_input() const;
  // The one input that it is made of, with constants; nothing when there are several, or something unknown.
  std::optional<uint8_t> only_input() const;
  std::optional<Edit> edit() const;  // of only_input(); nothing when the slices overlap or run backwards
  Source worst_source() const;       // of what is not constant; of a constant `number`
  // The text for given dialled numbers; nothing while something is unknown.
  std::optional<std::string> of(const std::vector<std::string>& inputs) const;
  // As it would stand in a dialplan: "9${EXTEN:1}".
  std::string shown() const;

  // How long it is where that is the same for all numbers; `length_of` says it of an input.
  using LengthOf = std::function<std::optional<int>(uint8_t input)>;
  std::optional<int> length(const LengthOf& length_of) const;
  // ${VAR:from:length}; a length that is not given is -1 with `to_end`.
  Value sliced(int from, int length, bool to_end) const;
  std::vector<Value> split(char separator,
                           bool with_parentheses = false) const;  // at separators of its constant parts
  // At the first (or last) `separator` of a constant part: what is before and after it.
  std::optional<std::pair<Value, Value>> cut(char separator, bool last = false) const;
  Value trimmed() const;
  Value filtered() const;
  bool starts_with(std::string_view text) const;  // by its first, constant part

  auto operator<=>(const Value&) const = default;

 private:
  void push(Piece piece);
  std::vector<Piece> pieces_;  // neighbouring texts are one; no empty text
};

// What a condition comes to. Restrictions say which dialled numbers make it true and which make it false.
struct Truth {
  bool can_be_true = true, can_be_false = true;
  Gate gate_true = Gate::none, gate_false = Gate::none;
  std::optional<uint8_t> input;  // whose numbers are restricted
  std::optional<NumberSet> when_true, when_false;
  std::string condition;  // as written, when a gate is in it

  static Truth of(bool known) { return {known, !known, Gate::none, Gate::none, {}, {}, {}, {}}; }
};

// What expanding a text asks of the channel.
class Scope {
 public:
  virtual ~Scope() = default;
  virtual Value variable(std::string_view name) const = 0;
  virtual NumberSets& sets() const = 0;
  virtual std::optional<int> length_of(uint8_t input) const = 0;  // of all its numbers; nothing: they differ
  // Whether something in the context takes the number; nothing: not known.
  virtual std::optional<bool> dialplan_has(std::string_view context, std::string_view exten,
                                           std::string_view priority) const = 0;
  // The same of a number that is made of one that was dialled: for which of those.
  virtual std::optional<Outcomes> dialplan_takes(std::string_view context, const Value& exten,
                                                 std::string_view priority) const = 0;
};

// ${…}, ${FUNCTION(…)} and $[…] replaced (main/pbx_variables.c).
Value expand(std::string_view text, const Scope& scope, int depth = 0);
// ${FUNCTION(arguments)}, the arguments expanded already.
Value call_function(std::string_view name, const Value& arguments, const Scope& scope);

// `$[…]` after replacing (main/ast_expr2.y).
Value expression_value(const Value& text, const Scope& scope);
// What GotoIf makes of its condition as written: an expression or a text; false iff empty or a number that is
// 0.
Truth truth_of(std::string_view condition, const Scope& scope);
Truth truth_of_value(const Value& value);

}  // namespace denwaban::audit
