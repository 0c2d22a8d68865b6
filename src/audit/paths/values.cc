// SPDX-License-Identifier: GPL-3.0-or-later
#include "audit/paths/values.h"

#include <algorithm>

namespace denwaban::audit {

Gate gate_of(Source source) {
  switch (source) {
    case Source::number:
    case Source::outcome:
      return Gate::none;
    case Source::time:
      return Gate::time;
    case Source::random:
      return Gate::random;
    case Source::caller_id:
    case Source::listed:
      return Gate::caller_id;
    case Source::database:
    case Source::external:
      break;
  }
  return Gate::unknown;
}

Value Value::input(uint8_t input, Slice slice) {
  Value value;
  Piece piece;
  piece.kind = Piece::Kind::input;
  piece.input = input;
  piece.slice = slice;
  value.push(std::move(piece));
  return value;
}

Value Value::unknown(Source source, std::string as_written) {
  Value value;
  Piece piece;
  piece.kind = Piece::Kind::unknown;
  piece.source = source;
  if (as_written.size() > 120) as_written.resize(120);
  piece.text = std::move(as_written);
  value.push(std::move(piece));
  return value;
}

Value Value::of_piece(Piece piece) {
  Value value;
  value.push(std::move(piece));
  return value;
}

std::optional<Value> Value::measure_of(const Value& text, std::string as_written) {
  std::optional<Piece> measured;
  int more = 0;
  for (const Piece& piece : text.pieces_) {
    if (piece.kind == Piece::Kind::unknown || (piece.kind == Piece::Kind::input && measured)) return std::nullopt;
    if (piece.kind == Piece::Kind::input)
      measured = piece;
    else
      more += static_cast<int>(piece.text.size());
  }
  if (!measured) return std::nullopt;
  Piece all = *measured;
  all.kind = Piece::Kind::unknown;
  all.source = Source::number;
  all.measure = true;
  all.more = more;
  all.text = std::move(as_written);
  return of_piece(std::move(all));
}

const Piece* Value::measure() const {
  return pieces_.size() == 1 && pieces_[0].measure ? &pieces_[0] : nullptr;
}

const Asked* Value::asked() const {
  return pieces_.size() == 1 && pieces_[0].asked ? &*pieces_[0].asked : nullptr;
}

void Value::push(Piece piece) {
  if (piece.kind == Piece::Kind::text) {
    if (piece.text.empty()) return;
    if (!pieces_.empty() && pieces_.back().kind == Piece::Kind::text) {
      std::string& text = pieces_.back().text;
      text.append(piece.text, 0, text.size() < kTextMax ? kTextMax - text.size() : 0);
      return;
    }
    if (piece.text.size() > kTextMax) piece.text.resize(kTextMax);
  }
  if (pieces_.size() >= kPiecesMax) {
    Source worst = worst_source();
    pieces_.clear();
    Piece all;
    all.kind = Piece::Kind::unknown;
    all.source = worst;
    all.text = "…";
    pieces_.push_back(std::move(all));
    return;
  }
  pieces_.push_back(std::move(piece));
}

void Value::add(std::string text) {
  Piece piece;
  piece.text = std::move(text);
  push(std::move(piece));
}

void Value::add(const Value& other) {
  for (const Piece& piece : std::vector<Piece>(other.pieces_)) push(piece);
}

bool Value::has_unknown() const {
  return std::any_of(pieces_.begin(), pieces_.end(),
                     [](const Piece& p) { return p.kind == Piece::Kind::unknown; });
}

bool Value::uses_input() const {
  return std::any_of(pieces_.begin(), pieces_.end(),
                     [](const Piece& p) { return p.kind == Piece::Kind::input; });
}

std::optional<uint8_t> Value::only_input() const {
  std::optional<uint8_t> found;
  for (const Piece& piece : pieces_) {
    if (piece.kind == Piece::Kind::unknown) return std::nullopt;
    if (piece.kind != Piece::Kind::input) continue;
    if (found && *found != piece.input) return std::nullopt;
    found = piece.input;
  }
  return found;
}

std::optional<Edit> Value::edit() const {
  if (!only_input()) return std::nullopt;
  Edit edit;
  std::string text;
  int end = 0;
  for (const Piece& piece : pieces_) {
    if (piece.kind == Piece::Kind::text) {
      text += piece.text;
      continue;
    }
    if (!piece.slice.from_front() && (end != 0 || !edit.slices.empty())) return std::nullopt;
    if (end < 0 || (piece.slice.from_front() && piece.slice.from < end)) return std::nullopt;
    bool open = piece.slice.length < 0 || !piece.slice.from_front();
    end = open ? -1 : piece.slice.from + piece.slice.length;
    edit.before.push_back(std::move(text));
    text.clear();
    edit.slices.push_back(piece.slice);
  }
  edit.after = std::move(text);
  return edit;
}

Source Value::worst_source() const {
  Source worst = Source::number;
  for (const Piece& piece : pieces_)
    if (piece.kind == Piece::Kind::unknown && piece.source > worst) worst = piece.source;
  return worst;
}

std::optional<std::string> Value::of(const std::vector<std::string>& inputs) const {
  std::string text;
  for (const Piece& piece : pieces_) {
    if (piece.kind == Piece::Kind::unknown) return std::nullopt;
    if (piece.kind == Piece::Kind::text) {
      text += piece.text;
      continue;
    }
    if (piece.input >= inputs.size()) return std::nullopt;
    text += piece.slice.of(inputs[piece.input]);
  }
  return text;
}

std::string Value::shown() const {
  std::string text;
  for (const Piece& piece : pieces_) {
    if (piece.kind != Piece::Kind::input) {
      text += piece.text;
      continue;
    }
    text += "${EXTEN";
    const Slice& slice = piece.slice;
    if (slice.from || slice.length >= 0 || slice.drop) text += ':' + std::to_string(slice.from + slice.skip);
    if (slice.length >= 0 || slice.drop) text += ':' + std::to_string(slice.drop ? -slice.drop : slice.length);
    text += '}';
  }
  return text;
}

std::optional<int> Value::length(const LengthOf& length_of) const {
  int all = 0;
  for (const Piece& piece : pieces_) {
    if (piece.kind == Piece::Kind::unknown) return std::nullopt;
    if (piece.kind == Piece::Kind::text) {
      all += static_cast<int>(piece.text.size());
      continue;
    }
    auto dialled = length_of(piece.input);
    if (!dialled) return std::nullopt;
    all += static_cast<int>(piece.slice.of(std::string(static_cast<size_t>(*dialled), '0')).size());
  }
  return all;
}

Value Value::sliced(int from, int length, bool to_end) const {
  bool drops = !to_end && length < 0;
  Slice slice{from, to_end || drops ? -1 : length, drops ? -length : 0};
  if (constant()) return Value(slice.of(text()));
  if (from == 0 && to_end) return *this;
  Value lost = unknown(worst_source(), "${" + shown() + ":" + std::to_string(from) + "}");
  if (!slice.from_front()) {
    Piece only = pieces_[0];
    Slice& had = only.slice;
    if (pieces_.size() > 1 || only.kind != Piece::Kind::input || had.length >= 0 || had.skip) return lost;
    if (from < 0 && (had.from > 0 || had.drop)) return lost;
    // The end of an end is the shorter one.
    if (from < 0)
      had = Slice{had.from < 0 ? std::max(had.from, from) : from, slice.length, slice.drop};
    else if (had.from < 0)
      had.skip = from, had.drop += slice.drop;
    else
      had.from += from, had.drop += slice.drop;
    return of_piece(std::move(only));
  }
  if (pieces_[0].kind == Piece::Kind::input && pieces_[0].slice.from < 0) {
    Piece only = pieces_[0];
    if (pieces_.size() > 1 || (only.slice.drop && length >= 0 && !to_end)) return lost;
    int left = only.slice.length < 0 ? -1 : std::max(0, only.slice.length - from);
    if (!to_end) left = left < 0 ? length : std::min(left, length);
    if (left == 0) return {};
    only.slice.skip += from;
    only.slice.length = left;
    return of_piece(std::move(only));
  }
  // Whole constant parts are cut first; then an input, which must be the last piece unless enough of it is
  // left.
  Value result;
  int skip = from, left = to_end ? -1 : length;
  for (size_t i = 0; i < pieces_.size() && left != 0; ++i) {
    Piece piece = pieces_[i];
    if (piece.kind == Piece::Kind::unknown) {
      if (skip || left > 0) return lost;
    } else if (piece.kind == Piece::Kind::text) {
      int size = static_cast<int>(piece.text.size());
      int cut = std::min(skip, size);
      skip -= cut;
      piece.text = piece.text.substr(cut, left < 0 ? std::string::npos : static_cast<size_t>(left));
      if (left > 0) left -= static_cast<int>(piece.text.size());
    } else {
      if (piece.slice.from < 0) {
        if (i + 1 < pieces_.size()) return lost;
        result.add(of_piece(std::move(piece)).sliced(skip, std::max(left, 0), left < 0));
        break;
      }
      if (piece.slice.drop && (piece.slice.length >= 0 || i + 1 < pieces_.size())) return lost;
      bool last = i + 1 == pieces_.size();
      if (!last && piece.slice.length < 0 && (skip || left > 0)) return lost;
      if (piece.slice.length >=
          0) {  // taken for as long as it says: what is dialled is that long where it matters
        int cut = std::min(skip, piece.slice.length);
        piece.slice.from += cut;
        piece.slice.length -= cut;
        skip -= cut;
        if (left >= 0) piece.slice.length = std::min(piece.slice.length, left), left -= piece.slice.length;
        if (piece.slice.length == 0) continue;
      } else {
        piece.slice.from += skip;
        skip = 0;
        if (left >= 0) piece.slice.length = left, left = 0;
      }
    }
    result.push(std::move(piece));
  }
  return result;
}

std::vector<Value> Value::split(char separator, bool with_parentheses) const {
  std::vector<Value> parts(1);
  int depth = 0;
  bool quoted = false;
  for (const Piece& piece : pieces_) {
    if (piece.kind != Piece::Kind::text) {
      parts.back().push(piece);
      continue;
    }
    std::string part;
    for (char c : piece.text) {
      if (with_parentheses) {
        if (c == '"') quoted = !quoted;
        if (!quoted && (c == '(' || c == '[')) ++depth;
        if (!quoted && (c == ')' || c == ']') && depth) --depth;
      }
      if (c == separator && depth == 0 && !quoted && parts.size() < 200) {
        parts.back().add(std::move(part));
        part.clear();
        parts.emplace_back();
      } else {
        part.push_back(c);
      }
    }
    parts.back().add(std::move(part));
  }
  return parts;
}

std::optional<std::pair<Value, Value>> Value::cut(char separator, bool last) const {
  size_t found = pieces_.size(), at = 0;
  for (size_t i = 0; i < pieces_.size(); ++i) {
    if (pieces_[i].kind != Piece::Kind::text) continue;
    size_t here = last ? pieces_[i].text.rfind(separator) : pieces_[i].text.find(separator);
    if (here == std::string::npos) continue;
    found = i;
    at = here;
    if (!last) break;
  }
  if (found == pieces_.size()) return std::nullopt;
  std::pair<Value, Value> parts;
  for (size_t i = 0; i < found; ++i) parts.first.push(pieces_[i]);
  parts.first.add(pieces_[found].text.substr(0, at));
  parts.second.add(pieces_[found].text.substr(at + 1));
  for (size_t i = found + 1; i < pieces_.size(); ++i) parts.second.push(pieces_[i]);
  return parts;
}

Value Value::trimmed() const {
  Value result = *this;
  auto blank = [](char c) { return static_cast<uint8_t>(c) < 33; };
  if (!result.pieces_.empty() && result.pieces_.front().kind == Piece::Kind::text) {
    std::string& text = result.pieces_.front().text;
    text.erase(text.begin(), std::find_if_not(text.begin(), text.end(), blank));
    if (text.empty()) result.pieces_.erase(result.pieces_.begin());
  }
  if (!result.pieces_.empty() && result.pieces_.back().kind == Piece::Kind::text) {
    std::string& text = result.pieces_.back().text;
    while (!text.empty() && blank(text.back())) text.pop_back();
    if (text.empty()) result.pieces_.pop_back();
  }
  return result;
}

Value Value::filtered() const {
  Value result = *this;
  for (Piece& piece : result.pieces_) piece.filtered = true;
  return result;
}

bool Value::starts_with(std::string_view text) const {
  return !pieces_.empty() && pieces_[0].kind == Piece::Kind::text && pieces_[0].text.starts_with(text);
}

}  // namespace denwaban::audit
