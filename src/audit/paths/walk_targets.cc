// SPDX-License-Identifier: GPL-3.0-or-later
// What is known of the target of a jump before it runs, though a variable is in it.
#include "audit/paths/status_values.h"
#include "audit/paths/walk_parts.h"

namespace denwaban::audit {
namespace {

constexpr size_t kWordsMax = 12;

}  // namespace

// `s-${DIALSTATUS}`: the extensions that it can name. What is not known may be anything.
NumberSet Walk::targets(const Value& exten) const {
  NumberSet all = sets_.of_text("");
  for (const Piece& piece : exten.pieces()) {
    NumberSet part = sets_.everything();
    if (piece.kind == Piece::Kind::text)
      part = sets_.of_text(piece.text);
    else if (piece.kind == Piece::Kind::unknown)
      part = values_of_status(piece.text, sets_).value_or(part);
    all = sets_.join(all, part);
  }
  return sets_.intersect(all, sets_.dialled());
}

std::vector<std::string> Walk::few_words(NumberSet names) const {
  std::vector<std::string> words;
  while (!sets_.empty(names)) {
    auto word = sets_.smallest(names);
    if (!word || words.size() == kWordsMax) return {};
    names = sets_.subtract(names, sets_.of_text(*word));
    words.push_back(std::move(*word));
  }
  return words;
}

// `Goto(st-${DIALSTATUS})`: the labels that it can name where the call is, or in another extension that is named. False: not
// known.
bool Walk::arrive_at_labels(const WalkState& state, const Searched& in, const Value& exten, const Value& label) {
  const bool stays = &in == state.in && exten == values_[state.exten];
  if (label.constant() || (!stays && !exten.constant())) return false;
  const NumberSet names = targets(label);
  if (few_words(names).empty()) return false;
  const Value context(in.context->name);
  for (uint32_t i = 0; i < in.candidates.size(); ++i) {
    if (stays ? i != state.candidate : !sets_.contains(in.candidates[i].numbers, exten.text())) continue;
    for (const parse::Priority& one : in.candidates[i].extension->priorities) {
      std::string name = one.label;
      std::erase(name, '-');  // as names of extensions have none
      if (!name.empty() && sets_.contains(names, name)) arrive(state, context, exten, Value(one.label));
    }
  }
  return true;
}

// A part that all the numbers have alike, such as ${EXTEN:1:3} of `_+030X.`, is a text.
Value Walk::settled(const WalkState& state, const Value& value) const {
  Value result;
  for (const Piece& piece : value.pieces()) {
    std::optional<std::string> same;
    if (piece.kind == Piece::Kind::input) same = sets_.common_part(state.inputs[piece.input], piece.slice);
    result.add(same ? Value(*same) : Value::of_piece(piece));
  }
  return result;
}

// `Goto(loc-${EXTEN:0:4},…)`: each context that has such a name takes its part of the numbers; for the others there is none.
// False: the name is made of something else.
bool Walk::arrive_in_each(const WalkState& from, const Value& context, const Value& exten, const Value& priority) {
  const auto input = context.only_input();
  const auto edit = context.edit();
  if (!input || !edit) return false;
  const Piece& first = context.pieces()[0];
  const std::string_view prefix = first.kind == Piece::Kind::text ? std::string_view(first.text) : std::string_view();
  if (prefix.empty()) return false;  // whatever was dialled: as good as any name
  size_t named = 0;
  for (const parse::Context& one : index_.plan().contexts) named += std::string_view(one.name).starts_with(prefix);
  if (named > kContextsNamedMax) return false;
  for (const parse::Context& one : index_.plan().contexts) {
    if (!std::string_view(one.name).starts_with(prefix)) continue;
    WalkState state = from;
    NumberSet& numbers = state.inputs[*input];
    numbers = sets_.intersect(numbers, sets_.before_edit(*edit, sets_.of_text(one.name)));
    if (!sets_.empty(numbers)) arrive(state, Value(one.name), exten, priority);
  }
  return true;
}

}  // namespace denwaban::audit
