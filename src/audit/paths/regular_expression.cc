// SPDX-License-Identifier: GPL-3.0-or-later
#include "audit/paths/regular_expression.h"

#include <algorithm>
#include <string>

namespace denwaban::audit {
namespace {

constexpr size_t kLengthMax = 300;
constexpr int kDepthMax = 20, kRepeatsMax = 40;
constexpr size_t kStatesMax = 2'000;

CharacterSet span(int low, int high) {
  CharacterSet set;
  for (int c = low; c <= high; ++c) set.set(static_cast<size_t>(c));
  return set;
}

CharacterSet letters() { return span('a', 'z') | span('A', 'Z'); }
CharacterSet digits() { return span('0', '9'); }

CharacterSet of_class(std::string_view name, bool& known) {
  known = true;
  if (name == "digit") return digits();
  if (name == "alpha") return letters();
  if (name == "alnum") return letters() | digits();
  if (name == "upper") return span('A', 'Z');
  if (name == "lower") return span('a', 'z');
  if (name == "xdigit") return digits() | span('a', 'f') | span('A', 'F');
  if (name == "space") return span('\t', '\r') | span(' ', ' ');
  if (name == "blank") return span('\t', '\t') | span(' ', ' ');
  if (name == "punct") return span('!', '~') & ~(letters() | digits());
  if (name == "print") return span(' ', '~');
  if (name == "graph") return span('!', '~');
  if (name == "cntrl") return span(0, 31) | span(127, 127);
  known = false;
  return {};
}

bool is_repeat(char c) { return c == '*' || c == '+' || c == '?' || c == '{'; }

}  // namespace

// Reads and builds at once (Thompson's construction). What is repeated is built from its text as often as it can stand there.
class ExpressionReader {
 public:
  using Reading = RegularExpression::Reading;
  using Mark = ExpressionMachine::Mark;

  ExpressionReader(std::string_view text, RegularExpression& into) : text_(text), into_(into) {}

  Reading all() {
    if (text_.size() > kLengthMax) return Reading::beyond;
    for (char c : text_)
      if (static_cast<uint8_t>(c) >= 128 || c == '\0') return Reading::beyond;
    Part whole = either(0);
    if (problem_ == Reading::read && at_ < text_.size()) problem_ = Reading::beyond;
    into_.machine_.first = whole.first;
    into_.machine_.last = whole.last;
    into_.groups_ = groups_;
    into_.may_be_empty_ = whole.empty;
    return problem_;
  }

 private:
  struct Part {
    int first = 0, last = 0;
    bool empty = false;  // can be of no character at all, wherever it is tried
  };
  struct Repeats {
    int least = 0, most = 0;  // -1: without end
  };

  int state() {
    if (machine().states.size() >= kStatesMax) fail(Reading::beyond);
    machine().states.emplace_back();
    return static_cast<int>(machine().states.size() - 1);
  }
  ExpressionMachine& machine() { return into_.machine_; }
  void link(int from, int to) { machine().states[static_cast<size_t>(from)].free.push_back(to); }
  void fail(Reading why) {
    if (problem_ == Reading::read) problem_ = why;
    at_ = text_.size();
  }
  bool more() const { return at_ < text_.size(); }
  char here() const { return text_[at_]; }

  Part nothing() {
    int one = state();
    return {one, one, true};
  }

  Part either(int depth) {
    Part all = sequence(depth);
    while (more() && here() == '|' && problem_ == Reading::read) {
      ++at_;
      Part other = sequence(depth);
      int first = state(), last = state();
      link(first, all.first), link(first, other.first);
      link(all.last, last), link(other.last, last);
      all = {first, last, all.empty || other.empty};
    }
    return all;
  }

  Part sequence(int depth) {
    Part all = nothing();
    bool begins = true;
    while (more() && here() != '|' && (here() != ')' || depth == 0) && problem_ == Reading::read) {
      if (begins && is_repeat(here())) {
        fail(Reading::refused);
        break;
      }
      bool anchor = here() == '^' || here() == '$';
      Part next = anchor ? mark(here() == '^' ? Mark::at_start : Mark::at_end) : repeated(depth);
      begins = anchor;  // nothing is repeated behind an anchor
      link(all.last, next.first);
      all = {all.first, next.last, all.empty && next.empty};
    }
    return all;
  }

  Part mark(Mark which) {
    ++at_;
    int one = state(), other = state();
    machine().states[static_cast<size_t>(one)].mark = which;
    link(one, other);
    return {one, other, which == Mark::at_start};
  }

  Part repeated(int depth) {
    size_t begin = at_, groups = groups_;
    Part one = single(depth);
    while (more() && is_repeat(here()) && problem_ == Reading::read) {
      size_t end = at_;
      auto repeats = how_often();
      if (!repeats) break;
      size_t behind = at_, groups_behind = groups_;
      one = copies(one, *repeats, [&] {
        at_ = begin;
        groups_ = groups;
        Part again = up_to(end, depth);
        groups_ = groups_behind;
        return again;
      });
      at_ = problem_ == Reading::read ? behind : text_.size();
    }
    return one;
  }

  // The text of what is repeated once more, with the repeats that it has already.
  Part up_to(size_t end, int depth) {
    if (depth > kDepthMax) fail(Reading::beyond);
    if (problem_ != Reading::read) return nothing();
    size_t begin = at_, groups = groups_;
    Part one = single(depth + 1);
    while (at_ < end && problem_ == Reading::read) {
      size_t so_far = at_;
      auto repeats = how_often();
      if (!repeats) break;
      size_t behind = at_;
      one = copies(one, *repeats, [&] {
        at_ = begin;
        groups_ = groups;
        return up_to(so_far, depth + 1);
      });
      if (problem_ == Reading::read) at_ = behind;
    }
    return one;
  }

  template <typename Again>
  Part copies(Part one, Repeats repeats, Again again) {
    if (repeats.most == 0) return nothing();
    Part all = nothing();
    int count = repeats.most < 0 ? std::max(1, repeats.least) : repeats.most;
    Part now = one;
    bool empty = repeats.least == 0 || one.empty;
    std::vector<int> leave;
    for (int i = 0; i < count && problem_ == Reading::read; ++i) {
      if (i > 0) now = again();
      if (i >= repeats.least) leave.push_back(all.last);
      link(all.last, now.first);
      all.last = now.last;
    }
    int last = state();
    link(all.last, last);
    for (int from : leave) link(from, last);
    if (repeats.most < 0) link(all.last, now.first);
    return {all.first, last, empty};
  }

  std::optional<Repeats> how_often() {
    char c = text_[at_++];
    if (c == '*') return Repeats{0, -1};
    if (c == '+') return Repeats{1, -1};
    if (c == '?') return Repeats{0, 1};
    auto least = count();
    Repeats repeats{least.value_or(0), least.value_or(0)};
    if (more() && here() == ',') {
      ++at_;
      repeats.most = count().value_or(-1);
    } else if (!least) {
      fail(Reading::refused);
      return std::nullopt;
    }
    if (!more() || here() != '}' || (repeats.most >= 0 && repeats.most < repeats.least)) {
      fail(Reading::refused);
      return std::nullopt;
    }
    ++at_;
    if (std::max(repeats.least, repeats.most) > kRepeatsMax) fail(Reading::beyond);
    return repeats;
  }

  std::optional<int> count() {
    int number = 0;
    size_t begin = at_;
    while (more() && here() >= '0' && here() <= '9') number = std::min(10'000, 10 * number + (text_[at_++] - '0'));
    return at_ == begin ? std::nullopt : std::optional(number);
  }

  Part single(int depth) {
    if (depth > kDepthMax) fail(Reading::beyond);
    if (!more()) return nothing();
    char c = text_[at_++];
    if (c == '(') return group(depth);
    if (c == '[') return one_of(bracket());
    if (c == '.') return one_of(span(1, 127));
    if (c != '\\') return one_of(span(c, c));
    if (!more()) {
      fail(Reading::refused);
      return nothing();
    }
    c = text_[at_++];
    CharacterSet word = letters() | digits() | span('_', '_'), blank = span('\t', '\r') | span(' ', ' ');
    if (c == 'w') return one_of(word);
    if (c == 'W') return one_of(~word);
    if (c == 's') return one_of(blank);
    if (c == 'S') return one_of(~blank);
    if ((c >= '1' && c <= '9') || std::string_view("bB<>`'").find(c) != std::string_view::npos) fail(Reading::beyond);
    return one_of(span(c, c));
  }

  Part one_of(const CharacterSet& set) {
    int one = state(), other = state();
    machine().states[static_cast<size_t>(one)].takes = set;
    machine().states[static_cast<size_t>(one)].next = other;
    return {one, other, false};
  }

  Part group(int depth) {
    bool counted = ++groups_ == 1;
    int opens = state(), closes = state();
    if (counted) machine().states[static_cast<size_t>(opens)].mark = Mark::opens;
    if (counted) machine().states[static_cast<size_t>(closes)].mark = Mark::closes;
    Part inside = either(depth + 1);
    if (!more() || here() != ')') {
      fail(Reading::refused);
      return nothing();
    }
    ++at_;
    int last = state();
    link(opens, inside.first), link(inside.last, closes), link(closes, last);
    return {opens, last, inside.empty};
  }

  CharacterSet bracket() {
    CharacterSet set;
    bool other = more() && here() == '^';
    if (other) ++at_;
    for (bool first = true; problem_ == Reading::read; first = false) {
      if (!more()) {
        fail(Reading::refused);
        break;
      }
      if (here() == ']' && !first) {
        ++at_;
        break;
      }
      if (here() == '[' && at_ + 1 < text_.size() && std::string_view(":.=").find(text_[at_ + 1]) != std::string_view::npos)
        set |= named();
      else
        set |= range();
    }
    return other ? ~set & span(1, 127) : set;
  }

  CharacterSet named() {
    size_t end = text_[at_ + 1] == ':' ? text_.find(":]", at_ + 2) : std::string_view::npos;
    if (end == std::string_view::npos) {
      fail(Reading::beyond);
      return {};
    }
    bool known = false;
    CharacterSet set = of_class(text_.substr(at_ + 2, end - at_ - 2), known);
    at_ = end + 2;
    if (!known) fail(Reading::refused);
    if (known && more() && here() == '-' && at_ + 1 < text_.size() && text_[at_ + 1] != ']') fail(Reading::beyond);
    return set;
  }

  CharacterSet range() {
    char low = text_[at_++], high = low;
    if (at_ + 1 < text_.size() && here() == '-' && text_[at_ + 1] != ']') {
      high = text_[at_ + 1];
      at_ += 2;
      if (high == '[' && more() && std::string_view(":.=").find(here()) != std::string_view::npos) fail(Reading::beyond);
    } else if (low == '-' && more() && here() != ']' && at_ >= 2 && text_[at_ - 2] != '[' && text_[at_ - 2] != '^') {
      fail(Reading::beyond);  // between two others it may end a range
    }
    if (high < low) fail(Reading::refused);
    return high < low ? CharacterSet{} : span(low, high);
  }

  std::string_view text_;
  RegularExpression& into_;
  size_t at_ = 0, groups_ = 0;
  Reading problem_ = Reading::read;
};

namespace {

// "^9([0-9]+)$": one character after the other, then the only group, of one kind of characters, and nothing behind it.
RegularExpression::Group plain_group(std::string_view text) {
  RegularExpression::Group group;
  auto place = [&]() -> bool {
    if (text.empty() || std::string_view("()|*+?{}^$").find(text[0]) != std::string_view::npos) return false;
    size_t length = 1;
    if (text[0] == '\\') length = 2;
    if (text[0] == '[') {
      size_t end = text.find(']', 2 + (text.size() > 1 && text[1] == '^'));
      if (end == std::string_view::npos || text.substr(1, end).find('[') != std::string_view::npos) return false;
      length = end + 1;
    }
    if (text.size() < length) return false;
    text.remove_prefix(length);
    return text.empty() || !is_repeat(text[0]);
  };
  if (text.starts_with('^')) text.remove_prefix(1);
  for (; !text.starts_with('('); ++group.from)
    if (!place()) return {};
  text.remove_prefix(1);
  if (text.ends_with('$')) text.remove_suffix(1);
  if (!text.ends_with(')')) return {};
  text.remove_suffix(1);
  bool open = text.ends_with('*') || text.ends_with('+');
  if (open) text.remove_suffix(1);
  int places = 0;
  for (; !text.empty(); ++places)
    if (!place()) return {};
  if (places == 0 || (open && places > 1)) return {};
  group.length = open ? -1 : places;
  return group;
}

}  // namespace

RegularExpression::Reading RegularExpression::read(std::string_view written, RegularExpression& expression) {
  expression = RegularExpression();
  Reading reading = ExpressionReader(written, expression).all();
  if (reading != Reading::read) return reading;
  expression.anchored_ = written.starts_with('^');
  if (expression.groups_ == 1) expression.group_ = plain_group(written);
  return reading;
}

}  // namespace denwaban::audit
