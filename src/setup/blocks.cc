// SPDX-License-Identifier: GPL-3.0-or-later
#include "setup/blocks.h"

namespace denwaban::setup {
namespace {

// Behind the begin mark: the text before ended without a line feed, which with_block had to add.
constexpr std::string_view kFeedAdded = " +";

struct Place {
  size_t begin = 0, end = 0;              // of the block with its marks and line ends
  size_t lines_begin = 0, lines_end = 0;  // of what stands between them
  bool feed_added = false;
};

// The first line at or behind `from` that begins with `mark`; npos: none.
size_t line_beginning_with(std::string_view text, std::string_view mark, size_t from) {
  for (size_t at = text.find(mark, from); at != std::string_view::npos; at = text.find(mark, at + 1))
    if (at == 0 || text[at - 1] == '\n') return at;
  return std::string_view::npos;
}

size_t behind_line(std::string_view text, size_t at) {
  size_t feed = text.find('\n', at);
  return feed == std::string_view::npos ? text.size() : feed + 1;
}

std::optional<Place> find_block(std::string_view text) {
  size_t begin = line_beginning_with(text, kBlockBegin, 0);
  if (begin == std::string_view::npos) return std::nullopt;
  size_t lines = behind_line(text, begin);
  size_t end = line_beginning_with(text, kBlockEnd, lines);
  if (end == std::string_view::npos) return std::nullopt;
  std::string_view first = text.substr(begin + kBlockBegin.size());
  return Place{begin, behind_line(text, end), lines, end, first.starts_with(kFeedAdded)};
}

std::string block_of(std::string_view lines, bool feed_added) {
  std::string block(kBlockBegin);
  if (feed_added) block += kFeedAdded;
  return block.append("\n").append(lines).append(kBlockEnd).append("\n");
}

}  // namespace

std::optional<std::string> block_in(std::string_view text) {
  auto place = find_block(text);
  if (!place) return std::nullopt;
  return std::string(text.substr(place->lines_begin, place->lines_end - place->lines_begin));
}

std::string with_block(std::string_view text, std::string_view lines) {
  std::string out(text);
  if (auto place = find_block(text))
    return out.replace(place->begin, place->end - place->begin, block_of(lines, place->feed_added));
  bool feed_missing = !text.empty() && text.back() != '\n';
  if (feed_missing) out += '\n';
  return out + block_of(lines, feed_missing);
}

std::string without_block(std::string_view text) {
  auto place = find_block(text);
  if (!place) return std::string(text);
  std::string out(text);
  out.erase(place->begin, place->end - place->begin);
  if (place->feed_added && place->begin == out.size() && !out.empty()) out.pop_back();
  return out;
}

}  // namespace denwaban::setup
