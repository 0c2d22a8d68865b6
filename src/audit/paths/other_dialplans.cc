// SPDX-License-Identifier: GPL-3.0-or-later
#include "audit/paths/other_dialplans.h"

#include <algorithm>
#include <iterator>

#include "base/hash.h"

namespace denwaban::audit {
namespace {

bool is_of_name(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
}

// What follows -- on a line is for people. A long comment's later lines are taken for the program's, which only adds names.
std::string without_comments(std::string_view program) {
  std::string text;
  while (!program.empty()) {
    std::string_view line = program.substr(0, program.find('\n'));
    program.remove_prefix(std::min(line.size() + 1, program.size()));
    text += line.substr(0, line.find("--"));
    text += '\n';
  }
  return text;
}

// It reads other programs, or makes contexts while it runs: then it may have any.
bool makes_names(std::string_view text) {
  constexpr std::string_view kMakers[] = {"setmetatable", "rawset", "require", "dofile", "load", "_G"};
  for (size_t at = text.find('['); at != std::string_view::npos; at = text.find('[', at + 1)) {
    size_t key = text.find_first_not_of(" \t", at + 1);
    if (key != std::string_view::npos && (is_of_name(text[key]) || text[key] == '(') && (text[key] < '0' || text[key] > '9'))
      return true;  // a name that is worked out: extensions[prefix .. "in"]
  }
  return std::any_of(std::begin(kMakers), std::end(kMakers),
                     [&](std::string_view maker) { return text.find(maker) != std::string_view::npos; });
}

// Asterisk's own extensions.lua, in the versions that it has had until 2026: digests of the program without comments, blanks and
// the devices at its beginning, which people change.
bool is_sample(std::string_view program) {
  constexpr std::string_view kSamples[] = {"1aebb9ab28b2d0ae", "4727afebb35a9f4c", "14e084cc2d167c49",
                                           "856fa0d403b2a70a", "58d8de22cdd66381", "4a6b938af1c496c8"};
  constexpr std::string_view kDevices[] = {"CONSOLE=", "IAXINFO=", "TRUNK=", "TRUNKMSD="};
  std::string all;
  while (!program.empty()) {
    const std::string_view line = program.substr(0, program.find('\n'));
    program.remove_prefix(std::min(line.size() + 1, program.size()));
    std::string packed;
    std::copy_if(line.begin(), line.end(), std::back_inserter(packed),
                 [](char c) { return c != ' ' && c != '\t' && c != '\r'; });
    const bool device = std::any_of(std::begin(kDevices), std::end(kDevices),
                                    [&](std::string_view name) { return packed.starts_with(name); });
    if (!device) all += packed;
  }
  return std::find(std::begin(kSamples), std::end(kSamples), stable_id(all)) != std::end(kSamples);
}

}  // namespace

LuaDialplan::LuaDialplan(const Estate& estate) : estate_(estate) {
  if (!estate.modules.loaded("pbx_lua")) return;
  if (auto text = estate.sources.tree().read(estate.sources.config_dir() + "/extensions.lua")) text_ = without_comments(*text);
  if (is_sample(text_)) text_ = estate.dahdi.empty() ? "" : "local";  // the others play the demo; there it calls DAHDI/1
  makes_names_ = makes_names(text_);
}

bool LuaDialplan::may_answer(std::string_view context) const {
  if (text_.empty() || context.empty()) return false;
  if (makes_names_ && !estate_.dialplan.find(context)) return true;
  for (size_t at = text_.find(context); at != std::string::npos; at = text_.find(context, at + context.size())) {
    size_t end = at + context.size();
    bool begins = at == 0 || !is_of_name(text_[at - 1]), ends = end == text_.size() || !is_of_name(text_[end]);
    if (begins && ends) return true;
  }
  return false;
}

}  // namespace denwaban::audit
