// SPDX-License-Identifier: GPL-3.0-or-later
#include "parse/dialplan/ael/labels.h"

#include <algorithm>
#include <unordered_set>

namespace denwaban::parse {
namespace {

using Kind = AelNode::Kind;

constexpr std::string_view kAny = "*";

// Does the pattern's position at `p` take `c`, and what follows it? As the regular expression that pval.c
// makes.
size_t position_end(std::string_view pattern, size_t p) {
  if (pattern[p] != '[') return p + 1;
  size_t close = pattern.find(']', p);
  return close == std::string_view::npos ? pattern.size() : close + 1;
}

bool position_takes(std::string_view position, char c) {
  switch (position.front()) {
    case 'X':
      return (c >= '0' && c <= '9') || c == 'X';
    case 'Z':
      return (c >= '1' && c <= '9') || c == 'Z';
    case 'N':
      return (c >= '2' && c <= '9') || c == 'N';
    case '[':
      break;
    default:
      return c == position.front();
  }
  for (size_t i = 1; i < position.size() && position[i] != ']'; ++i) {
    if (i + 2 < position.size() && position[i + 1] == '-' && position[i + 2] != ']') {
      if (c >= position[i] && c <= position[i + 2]) return true;
      i += 2;
    } else if (c == position[i]) {
      return true;
    }
  }
  return false;
}

// Whether an extension is meant by the one that a goto names; patterns may be named by themselves.
bool takes_extension(std::string_view pattern, std::string_view extension) {
  if (pattern == extension) return true;
  if (!pattern.starts_with('_')) return false;
  if (extension.starts_with('_')) extension.remove_prefix(1);
  size_t p = 1;
  size_t e = 0;
  while (p < pattern.size()) {
    if (pattern[p] == '.' || pattern[p] == '!') return true;
    size_t end = position_end(pattern, p);
    if (e >= extension.size() || !position_takes(pattern.substr(p, end - p), extension[e])) return false;
    p = end;
    ++e;
  }
  return e == extension.size();
}

bool is_variable(std::string_view text) { return text.find("${") != std::string_view::npos; }

const AelNode* above(const AelNode* node, bool extensions_too) {
  while (node != nullptr && node->kind != Kind::context && node->kind != Kind::macro &&
         !(extensions_too && node->kind == Kind::extension)) {
    node = node->parent;
  }
  return node;
}

}  // namespace

bool AelLabels::inside_case(const AelNode* node) {
  for (; node != nullptr && node->kind != Kind::macro && node->kind != Kind::context; node = node->parent) {
    if (node->kind == Kind::on_case || node->kind == Kind::on_pattern || node->kind == Kind::on_default)
      return true;
  }
  return false;
}

const AelNode* AelLabels::find_object(std::string_view name) const {
  auto found = std::find_if(objects_.begin(), objects_.end(), [&](const AelNode& object) {
    return (object.kind == Kind::context || object.kind == Kind::macro) && object.text == name;
  });
  return found == objects_.end() ? nullptr : &*found;
}

const AelNode* AelLabels::find_in(const std::vector<AelNode>& nodes, size_t first, std::string_view extension,
                                  std::string_view label) const {
  for (size_t i = first; i < nodes.size() && within_budget(); ++i) {
    if (const AelNode* found = find_in_node(nodes[i], extension, label)) return found;
  }
  return nullptr;
}

const AelNode* AelLabels::find_in_node(const AelNode& node, std::string_view extension,
                                       std::string_view label) const {
  if (node.kind == Kind::label) return node.text == label ? &node : nullptr;
  if (node.kind == Kind::extension) {
    if (extension != kAny && !takes_extension(node.text, extension)) return nullptr;
    if (label == "1") {
      auto first = std::find_if(node.body.begin(), node.body.end(),
                                [](const AelNode& one) { return one.kind != Kind::label; });
      return first == node.body.end() ? nullptr : &*first;
    }
  }
  if (const AelNode* found = find_in(node.body, 0, extension, label)) return found;
  return find_in(node.otherwise, 0, extension, label);
}

// In a context, then in those of the AEL text that it includes, each once.
const AelNode* AelLabels::find_in_context(const AelNode& context, std::string_view extension,
                                          std::string_view label) const {
  std::vector<const AelNode*> waiting{&context};
  std::unordered_set<const AelNode*> seen;
  while (!waiting.empty()) {
    const AelNode* next = waiting.back();
    waiting.pop_back();
    if (!seen.insert(next).second || next->kind == Kind::macro) continue;
    if (const AelNode* found = find_in(next->body, 0, extension, label)) return found;
    for (auto element = next->body.rbegin(); element != next->body.rend(); ++element) {
      if (element->kind != Kind::includes) continue;
      for (auto name = element->body.rbegin(); name != element->body.rend(); ++name) {
        if (const AelNode* included = find_object(name->text)) waiting.push_back(included);
      }
    }
  }
  return nullptr;
}

// In the extension or macro that the jump stands in, and in those behind it: Asterisk's search runs on.
const AelNode* AelLabels::find_from(const AelNode& jump, std::string_view label) const {
  const AelNode* home = above(&jump, true);
  if (home == nullptr) return nullptr;
  const std::vector<AelNode>& all = home->parent == nullptr ? objects_ : home->parent->body;
  return find_in(all, static_cast<size_t>(home - all.data()), kAny, label);
}

const AelNode* AelLabels::find_anywhere(std::string_view context, std::string_view extension,
                                        std::string_view label) const {
  for (const AelNode& object : objects_) {
    if ((object.kind != Kind::context && object.kind != Kind::macro) || object.text != context) continue;
    if (const AelNode* found = find_in(object.body, 0, extension, label)) return found;
  }
  const AelNode* object = find_object(context);
  return object == nullptr ? nullptr : find_in_context(*object, extension, label);
}

const AelNode* AelLabels::target(const AelNode& jump) const {
  if (std::any_of(jump.words.begin(), jump.words.end(), is_variable)) return nullptr;
  if (jump.words.size() == 1) return find_from(jump, jump.words[0]);
  if (jump.words.size() == 2) {
    const AelNode* context = above(&jump, false);
    return context == nullptr ? nullptr : find_in_context(*context, jump.words[0], jump.words[1]);
  }
  if (jump.words.size() >= 3) return find_anywhere(jump.words[0], jump.words[1], jump.words[2]);
  return nullptr;
}

void AelLabels::refuse(const AelNode& node, std::string what) {
  fine_ = false;
  ledger_.problem({DialplanProblem::Kind::ael_meaning, node.place, {}, {}, {}, 0, std::move(what)});
}

void AelLabels::check_jump(const AelNode& node) {
  size_t count = std::min<size_t>(node.words.size(), 3);
  if (count == 0 ||
      std::any_of(node.words.begin(), node.words.begin() + static_cast<long>(count), is_variable))
    return;
  if (target(node) != nullptr) return;
  // A context that is not in the AEL text may be in extensions.conf.
  if (count == 3 && find_object(node.words[0]) == nullptr) return;
  refuse(node, "goto " + node.words[count - 1]);
}

void AelLabels::check_macro_call(const AelNode& node) {
  const AelNode* object = find_object(node.text);
  if (object == nullptr) return;
  if (object->kind != Kind::macro || object->words.size() != node.words.size()) refuse(node, "&" + node.text);
}

void AelLabels::check_label(const AelNode& node) {
  const AelNode* first = find_from(node, node.text);
  if (first != nullptr && first != &node) refuse(node, node.text + ":");
}

void AelLabels::check_node(const AelNode& node) {
  auto inside = [&](bool cases_too) {
    for (const AelNode* up = &node; up != nullptr; up = up->parent) {
      if (up->kind == Kind::loop_for || up->kind == Kind::loop_while) return true;
    }
    return cases_too && inside_case(&node);
  };
  if (node.kind == Kind::jump) check_jump(node);
  if (node.kind == Kind::macro_call) check_macro_call(node);
  if (node.kind == Kind::label) check_label(node);
  if (node.kind == Kind::call && find_object(node.text) != nullptr) refuse(node, node.text + "()");
  if (node.kind == Kind::leave && !inside(true)) refuse(node, "break");
  if (node.kind == Kind::again && !inside(false)) refuse(node, "continue");
  for (const AelNode& one : node.body) check_node(one);
  for (const AelNode& one : node.otherwise) check_node(one);
}

bool AelLabels::check() {
  for (const AelNode& object : objects_) check_node(object);
  return fine_;
}

}  // namespace denwaban::parse
