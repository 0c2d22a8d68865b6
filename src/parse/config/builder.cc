// SPDX-License-Identifier: GPL-3.0-or-later
#include "parse/config/builder.h"

#include <algorithm>

#include "parse/config/comments.h"

namespace denwaban::parse {
namespace {

constexpr size_t kCategoryNameMax = 79;  // struct ast_category: char name[80]
constexpr size_t kBasesMax = 64;

std::string lower_case(std::string_view text) {
  std::string lower(text);
  for (char& c : lower) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return lower;
}

size_t trailing_blanks(std::string_view text) {
  size_t count = 0;
  while (count < text.size() && static_cast<unsigned char>(text[text.size() - 1 - count]) < 33) ++count;
  return count;
}

std::string variable_key(int category, std::string_view name) {
  return std::to_string(category).append(1, '/').append(name);
}

}  // namespace

void ConfigBuilder::problem(ConfigProblem::Kind kind, ConfigPlace place, std::string what, bool fatal, std::string path) {
  if (fatal) config_.refused = true;
  if (config_.problems.size() < limits_.problems_max) {
    config_.problems.push_back({kind, place.file, place.line, fatal, std::move(what), std::move(path)});
  }
}

uint32_t ConfigBuilder::file_index(const std::string& path) {
  auto [found, is_new] = files_.try_emplace(path, static_cast<uint32_t>(config_.files.size()));
  if (is_new) config_.files.push_back(path);
  return found->second;
}

int ConfigBuilder::find_category(std::string_view name, bool templates_too) const {
  auto found = categories_.find(lower_case(name));
  if (found == categories_.end()) return kNone;
  return templates_too ? found->second.any : found->second.ordinary;
}

// "(+type=endpoint)": of those with that name the first that is so.
int ConfigBuilder::find_filtered(std::string_view name, std::string_view filter) const {
  auto found = categories_.find(lower_case(name));
  size_t equals = filter.find('=');
  if (found == categories_.end() || equals == std::string_view::npos) return kNone;
  for (int index : found->second.all)
    if (!config_.categories[index].is_template &&
        config_.categories[index].value(filter.substr(0, equals)) == filter.substr(equals + 1))
      return index;
  return kNone;
}

int ConfigBuilder::open(std::string name, ConfigPlace place) {
  if (config_.categories.size() >= limits_.categories_max) {
    if (!full_) problem(ConfigProblem::Kind::limit, place, "more categories than we read");
    full_ = true;
    return kNone;
  }
  ConfigCategory category;
  category.name = std::move(name);
  category.file = place.file;
  category.line = place.line;
  config_.categories.push_back(std::move(category));
  return static_cast<int>(config_.categories.size()) - 1;
}

bool ConfigBuilder::header(std::string_view line, ConfigPlace place) {
  size_t close = line.find(']');
  if (close == std::string_view::npos) {
    problem(ConfigProblem::Kind::syntax, place, "no closing ']'", true);
    category_ = kNone;
    return false;
  }
  std::string name(line.substr(1, std::min(close - 1, kCategoryNameMax)));
  std::string_view rest = line.substr(close + 1);
  int opened = open(name, place);
  category_ = opened;
  if (opened == kNone) return true;
  bool understood = true;
  if (!rest.empty() && rest.front() == '(') {
    size_t end = rest.find(')');
    if (end == std::string_view::npos) {
      problem(ConfigProblem::Kind::syntax, place, "no closing ')'", true);
      understood = false;
    } else {
      understood = modifiers(rest.substr(1, end - 1), opened, place);
    }
  }
  if (std::string_view text = trim_blanks(rest); !rest.empty() && rest.front() != '(' && text.starts_with('('))
    problem(ConfigProblem::Kind::header, place, "a blank before '(': what stands in the parentheses is not read");
  if (category_ == opened) {  // not an addition to an earlier one: from now on it can be found by its name
    Named& named = categories_[lower_case(name)];
    if (named.any == kNone) named.any = opened;
    if (named.all.size() < kSameNameMax) named.all.push_back(opened);
    if (named.ordinary == kNone && !config_.categories[opened].is_template) named.ordinary = opened;
  }
  current_ = category_;
  return understood;
}

// The list between the parentheses. `opened` is the category that the header began; `(+)` throws it away
// again.
bool ConfigBuilder::modifiers(std::string_view list, int opened, ConfigPlace place) {
  size_t count = 0;
  bool more = true;
  while (more && ++count <= kBasesMax) {
    size_t comma = list.find(',');
    std::string_view word = list.substr(0, comma);
    more = comma != std::string_view::npos;
    if (more) list.remove_prefix(comma + 1);
    if (word == "!") {
      config_.categories[category_].is_template = true;
    } else if (!word.empty() && word.front() == '+') {
      bool templates_too = word.find("TEMPLATES=include") != std::string_view::npos ||
                           word.find("TEMPLATES=restrict") != std::string_view::npos;
      std::string_view filter = word.substr(1);
      bool filtered = !filter.empty() && !filter.starts_with("TEMPLATES=");
      const std::string& name = config_.categories[category_].name;
      int target = filtered ? find_filtered(name, filter) : find_category(name, templates_too);
      if (target == kNone) {
        problem(ConfigProblem::Kind::header, place, "(+) adds to a category that is not there yet", true);
        return false;
      }
      if (category_ == opened) {
        if (config_.categories[opened].is_template) config_.categories[target].is_template = true;
        for (const ConfigVariable& v : config_.categories[opened].variables) {
          last_variables_.erase(variable_key(opened, v.name));
        }
        config_.categories.pop_back();
      }
      category_ = target;
    } else {
      int base = find_category(word, true);
      config_.categories[category_].bases.emplace_back(word);
      if (base == kNone) {
        problem(ConfigProblem::Kind::header, place, "inherits from a category that is not there yet", true);
        return false;
      }
      inherit(base);
    }
  }
  return true;
}

void ConfigBuilder::inherit(int base) {
  // By index and count: a category may inherit from itself, and grows while it is read.
  size_t count = config_.categories[base].variables.size();
  for (size_t i = 0; i < count && !full_; ++i) {
    ConfigVariable copy = config_.categories[base].variables[i];
    copy.inherited_from = base;
    add(std::move(copy));
  }
}

void ConfigBuilder::add(ConfigVariable variable) {
  if (variables_ >= limits_.variables_max || bytes_ > limits_.bytes_max) {
    if (!full_)
      problem(ConfigProblem::Kind::limit, {variable.file, variable.line}, "more options than we read");
    full_ = true;
    return;
  }
  ++variables_;
  bytes_ += variable.name.size() + variable.value.size();
  auto& variables = config_.categories[category_].variables;
  last_variables_[variable_key(category_, variable.name)] = variables.size();
  variables.push_back(std::move(variable));
}

void ConfigBuilder::append(std::string_view name, std::string_view text, ConfigPlace place) {
  auto found = last_variables_.find(variable_key(category_, name));
  if (found == last_variables_.end())
    return add({std::string(name), std::string(trim_blanks(text)), place.file, place.line});
  ConfigVariable& target = config_.categories[category_].variables[found->second];
  bytes_ += text.size();
  target.value.append(target.value.empty() ? trim_blanks(text) : text);
  target.value.resize(target.value.size() - trailing_blanks(target.value));
  target.file = place.file;
  target.line = place.line;
}

bool ConfigBuilder::assignment(std::string_view line, ConfigPlace place) {
  if (category_ == kNone) {
    problem(ConfigProblem::Kind::syntax, place, "an option before any [category]", true);
    return false;
  }
  bool escaped = line.front() == '\\';
  if (escaped) line.remove_prefix(1);
  if (escaped && (line.empty() || static_cast<unsigned char>(line.front()) < 33)) {
    problem(ConfigProblem::Kind::syntax, place, "a '\\' that escapes nothing", true);
    return false;
  }
  size_t equals = line.find('=', escaped ? 1 : 0);
  if (equals == std::string_view::npos) {
    problem(ConfigProblem::Kind::syntax, place, "no '=' in the line");
    return true;
  }
  std::string_view text = line.substr(equals + 1);
  bool appends = equals > (escaped ? 1u : 0u) && line[equals - 1] == '+';
  std::string_view name = trim_blanks(line.substr(0, appends ? equals - 1 : equals));
  if (name.empty()) {
    problem(ConfigProblem::Kind::syntax, place, "no name before the '='");
  } else if (appends) {
    append(name, text, place);
  } else {
    bool object = !text.empty() && text.front() == '>';
    if (object) text.remove_prefix(1);
    add({std::string(name), std::string(trim_blanks(text)), place.file, place.line, object});
  }
  return true;
}

}  // namespace denwaban::parse
