// SPDX-License-Identifier: GPL-3.0-or-later
#include "parse/wire/ami_stream.h"

#include <algorithm>

namespace denwaban::parse {
namespace {

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; }

bool same_name(std::string_view text, std::string_view lower_name) {
  if (text.size() != lower_name.size()) return false;
  for (size_t i = 0; i < text.size(); ++i)
    if (lower(text[i]) != lower_name[i]) return false;
  return true;
}

std::string_view trim(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t' || text.back() == '\r'))
    text.remove_suffix(1);
  return text;
}

}  // namespace

const AmiBlock::Field* AmiBlock::find(std::string_view name) const {
  for (size_t i = 0; i < used_; ++i)
    if (same_name(fields_[i].name, name)) return &fields_[i];
  return nullptr;
}

std::string_view AmiBlock::value_of(std::string_view name) const {
  const Field* field = find(name);
  return field ? field->value : std::string_view{};
}

bool AmiBlock::has(std::string_view name) const { return find(name) != nullptr; }

bool AmiStream::take_line(std::string_view& segment) {
  size_t end = segment.find('\n');
  bool whole = end != std::string_view::npos;
  std::string_view part = segment.substr(0, whole ? end + 1 : segment.size());
  segment.remove_prefix(part.size());
  line_is_empty_ = line_is_empty_ && part.find_first_not_of("\r\n") == std::string_view::npos;
  buffer_.append(part.substr(0, kBlockMax - std::min(kBlockMax, buffer_.size())));
  bool ended = whole && line_is_empty_;
  if (whole) line_is_empty_ = true;
  return ended;
}

AmiBlock AmiStream::read_block() const {
  AmiBlock block;
  std::string_view rest = buffer_;
  while (!rest.empty() && block.used_ < AmiBlock::kFieldsMax) {
    size_t end = rest.find('\n');
    std::string_view line = rest.substr(0, end);
    rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 1);
    size_t colon = line.find(':');
    if (colon == std::string_view::npos || colon == 0) continue;
    block.fields_[block.used_++] = {trim(line.substr(0, colon)), trim(line.substr(colon + 1))};
  }
  return block;
}

void AmiStream::lose() {
  buffer_.clear();
  line_is_empty_ = true;
}

}  // namespace denwaban::parse
