// SPDX-License-Identifier: GPL-3.0-or-later
#include <charconv>

#include "audit/dialplan/arguments.h"
#include "parse/config/config_file.h"

namespace denwaban::audit {
namespace {

constexpr size_t kReferencesMax = 500;
constexpr size_t kNestingMax = 40;

struct Open {
  int index = 0;
  char closing = '}';
  int depth = 1;  // of brackets of its own kind
};

// Where each reference begins and ends, and in which other it stands; as pbx_substitute_variables counts brackets.
std::vector<Reference> find_all(std::string_view text) {
  std::vector<Reference> all;
  std::vector<Open> open;
  for (size_t i = 0; i < text.size(); ++i) {
    char c = text[i];
    bool begins = c == '$' && i + 1 < text.size() && (text[i + 1] == '{' || text[i + 1] == '[');
    if (begins && all.size() < kReferencesMax && open.size() < kNestingMax) {
      Reference found;
      bool expression = text[i + 1] == '[';
      found.kind = expression ? Reference::Kind::expression : Reference::Kind::variable;
      found.begin = i;
      found.end = text.size();
      found.parent = open.empty() ? -1 : open.back().index;
      open.push_back({static_cast<int>(all.size()), expression ? ']' : '}', 1});
      all.push_back(std::move(found));
      ++i;
      continue;
    }
    if (open.empty()) continue;
    Open& innermost = open.back();
    if (c == (innermost.closing == '}' ? '{' : '[')) ++innermost.depth;
    if (c == innermost.closing && --innermost.depth == 0) {
      all[innermost.index].end = i + 1;
      open.pop_back();
    }
  }
  return all;
}

std::optional<int> number(std::string_view text) {
  text = trim(text);
  int value = 0;
  auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end == text.data()) return std::nullopt;
  return value;
}

void take_slice(Reference& one, std::string_view slice) {
  one.sliced = true;
  if (slice.find('$') != std::string_view::npos) return;
  size_t colon = slice.find(':');
  one.offset = number(slice.substr(0, colon));
  if (colon != std::string_view::npos) one.length = number(slice.substr(colon + 1));
}

// The name, the arguments and the slice of one whose ends are known; what stands in inner references is not looked at.
void take_apart(Reference& one, std::string_view text) {
  bool closed = one.end > one.begin + 2 && (text[one.end - 1] == '}' || text[one.end - 1] == ']');
  std::string_view inside = text.substr(one.begin + 2, one.end - one.begin - 2 - (closed ? 1 : 0));
  if (one.kind == Reference::Kind::expression) {
    one.arguments = std::string(inside);
    return;
  }
  int parentheses = 0, inner = 0;
  size_t first_open = inside.size(), last_close = inside.size(), colon = inside.size();
  for (size_t i = 0; i < inside.size(); ++i) {
    char c = inside[i];
    if (c == '{' || c == '[') ++inner;
    if ((c == '}' || c == ']') && inner > 0) --inner;
    if (inner > 0) continue;
    if (c == '(' && parentheses++ == 0 && first_open == inside.size()) first_open = i;
    if (c == ')' && --parentheses == 0) last_close = i;
    if (c == ':' && parentheses <= 0) {
      colon = i;
      break;
    }
  }
  std::string_view head = inside.substr(0, colon);
  if (colon < inside.size()) take_slice(one, inside.substr(colon + 1));
  if (first_open >= head.size()) {
    one.name = std::string(trim(head));
    return;
  }
  one.kind = Reference::Kind::function;
  one.name = std::string(trim(head.substr(0, first_open)));
  size_t end = last_close > first_open && last_close <= head.size() ? last_close : head.size();
  one.arguments = std::string(head.substr(first_open + 1, end - first_open - 1));
}

}  // namespace

int Reference::longest() const {
  if (!sliced || !offset) return -1;
  if (length && *length >= 0) return *length;
  if (*offset >= 0) return -1;
  int until = length ? *length : 0;
  return until > *offset ? until - *offset : 0;
}

bool names_dialled_number(const Reference& one) {
  return one.kind == Reference::Kind::function && parse::same_name(one.name, "CALLERID") &&
         parse::same_name(trim(one.arguments).substr(0, 4), "dnid");
}

std::vector<Reference> references(std::string_view text) {
  std::vector<Reference> all = find_all(text);
  for (Reference& one : all) take_apart(one, text);
  return all;
}

}  // namespace denwaban::audit
