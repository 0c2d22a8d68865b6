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
    if (end < 0 || piece.slice.from < end) return std::nullopt;
    end = piece.slice.length < 0 ? -1 : piece.slice.from + piece.slice.length;
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
    const std::string& dialled = inputs[piece.input];
    if (static_cast<size_t>(piece.slice.from) >= dialled.size()) continue;
    text +=
        dialled.substr(piece.slice.from,
                       piece.slice.length < 0 ? std::string::npos : static_cast<size_t>(piece.slice.length));
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
    if (piece.slice.from || piece.slice.length >= 0) text += ':' + std::to_string(piece.slice.from);
    if (piece.slice.length >= 0) text += ':' + std::to_string(piece.slice.length);
    text += '}';
  }
  return text;
}

namespace {

std::string sliced_text(const std::string& text, int from, int length, bool to_end) {
  int size = static_cast<int>(text.size());
  if (from < 0) from = std::max(0, size + from);
  if (from > size) return {};
  int end = to_end ? size : length < 0 ? size + length : std::min(size, from + length);
  return end <= from ? std::string() : text.substr(from, end - from);
}

}  // namespace

Value Value::sliced(int from, int length, bool to_end) const {
  if (constant()) return Value(sliced_text(text(), from, length, to_end));
  if (from == 0 && to_end) return *this;
  Value lost = unknown(worst_source(), "${" + shown() + ":" + std::to_string(from) + "}");
  if (from < 0 || (!to_end && length < 0)) return lost;
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
