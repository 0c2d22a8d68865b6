// SPDX-License-Identifier: GPL-3.0-or-later
// Any bytes as a dialplan: the input is cut at lines "%%NAME" into files, the first is extensions.conf.
// Reading must end within its bounds, lists must be in matching order, and whatever is found must match what
// was asked.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "../memory_files.h"
#include "base/check.h"
#include "parse/dialplan/match.h"
#include "parse/dialplan/pattern.h"
#include "parse/dialplan/read_dialplan.h"

namespace denwaban {
namespace {

test::MemoryFiles split(std::string_view input) {
  test::MemoryFiles files;
  std::string name = "extensions.conf";
  std::string text;
  while (!input.empty()) {
    size_t end = input.find('\n');
    std::string_view line = input.substr(0, end == std::string_view::npos ? end : end + 1);
    input.remove_prefix(line.size());
    if (line.starts_with("%%")) {
      files.put("/e/" + name, std::move(text));
      text.clear();
      name = line.substr(2, line.find('\n') - 2);
    } else {
      text += line;
    }
  }
  files.put("/e/" + name, std::move(text));
  return files;
}

void check_place(const parse::Dialplan& plan, parse::DialplanPlace place) {
  DENWABAN_CHECK(place.line == 0 || place.file < plan.files.size());
}

void check_context(const parse::Dialplan& plan, const parse::Context& context) {
  DENWABAN_CHECK(plan.find(context.name) != nullptr);
  const parse::Extension* before = nullptr;
  for (const parse::Extension& extension : context.extensions) {
    DENWABAN_CHECK(before == nullptr || parse::compare_extensions(before->name, extension.name) <= 0);
    before = &extension;
    for (const parse::Priority& priority : extension.priorities) {
      check_place(plan, priority.place);
      DENWABAN_CHECK(extension.find(priority.number) == &priority);
    }
  }
}

void check_search(const parse::Dialplan& plan, std::string_view context, std::string_view number) {
  auto match = parse::find_extension(plan, context, number, "12", 1);
  if (!match) return;
  DENWABAN_CHECK(parse::match_extension(match.extension->name, number) != parse::MatchResult::none);
  DENWABAN_CHECK(match.priority->number == 1 && match.through.size() < 128);
}

}  // namespace
}  // namespace denwaban

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace denwaban;
  test::MemoryFiles files = split(std::string_view(reinterpret_cast<const char*>(data), size));
  parse::DialplanLimits limits;
  limits.config.files_max = 50;
  limits.config.bytes_max = 1 << 20;
  limits.config.variables_max = 5000;
  limits.priorities_max = 5000;
  limits.label_steps_max = 100'000;
  limits.ael_nodes_max = 5000;
  auto plan = parse::read_dialplan(files, "/e", limits);
  if (!plan) return 0;
  for (const auto& problem : plan->problems) {
    check_place(*plan, problem.place);
    check_place(*plan, problem.other);
  }
  for (const parse::Context& context : plan->contexts) check_context(*plan, context);
  if (plan->contexts.empty()) return 0;
  for (std::string_view number : {"12", "s", "_X.", "0049-30", ""}) {
    check_search(*plan, plan->contexts.front().name, number);
  }
  return 0;
}
