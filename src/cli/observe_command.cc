// SPDX-License-Identifier: GPL-3.0-or-later
// `denwaban observe`: what was attempted here, counted by the guard, or in files of the past.
#include <fmt/format.h>

#include <cstring>
#include <fstream>
#include <memory>
#include <nlohmann/json.hpp>

#include "cli/commands.h"
#include "cli/config.h"
#include "cli/past.h"
#include "cli/show_observation.h"
#include "cli/terminal.h"
#include "cli/version.h"
#include "engine/assemble.h"
#include "engine/replay_report.h"
#include "guard/find_atlas.h"
#include "guard/offline.h"
#include "report/page.h"
#include "serve/control_client.h"
#include "serve/desk.h"
#include "text/message.h"

namespace denwaban::cli {
namespace {

// The past may be long; what it holds is known already and cannot be grown.
constexpr size_t kMonthsOfThePast = 600;

class Nowhere final : public engine::Outlet {
 public:
  void publish(std::span<const Finding>, std::span<const Decision>) override {}
};

struct Answered {
  report::Observation observation;
  bool partly = false;  // some input could not be read
};

Result<report::Question> question_of(const Observe& command) {
  report::Question question;
  auto month = [](const std::string& text, std::optional<report::MonthNumber>& into) -> Status {
    if (text.empty()) return {};
    into = report::parse_month(text);
    if (into) return {};
    return fail(ErrorKind::usage, fmt::format("not a month: \"{}\": write it like 2026-11", text));
  };
  if (auto read = month(command.month, question.month); !read) return tl::unexpected(read.error());
  if (auto read = month(command.against, question.against); !read) return tl::unexpected(read.error());
  for (const std::string& name : command.by)
    if (auto dimension = report::parse_dimension(name)) question.by.push_back(*dimension);
  question.top = static_cast<size_t>(command.top);
  question.rare = command.rare;
  return question;
}

Result<Answered> observe_files(const Global& global, const Observe& command,
                               const settings::Settings& settings, const report::Question& question) {
  auto material = find_inputs(global, command.past, settings);
  if (!material) return tl::unexpected(material.error());
  knowledge::Atlas atlas = guard::find_atlas(settings);
  report::TallyOptions counting;
  counting.months_max = kMonthsOfThePast;
  report::Tally tally(counting, atlas, HashSeed{});
  Nowhere nowhere;
  pbx::Exchange exchange = engine::read_exchange(settings);
  engine::PipelineOptions options = engine::pipeline_options(settings, exchange);
  options.policy.dry_run = true;
  auto pipeline = std::make_unique<engine::Pipeline>(options, HashSeed{}, nowhere);
  pipeline->policy().protect(trunks_of(exchange));
  pipeline->count_into(&tally);
  engine::ReplayResult result = run_past(*material, command.past, *pipeline);
  bool partly = complain_about(*material, result) || material->failed;
  auto observation = report::observe(tally, question);
  if (!observation) return tl::unexpected(observation.error());
  return Answered{std::move(*observation), partly};
}

Result<Answered> observe_guard(const Global& global, const Observe& command,
                               const settings::Settings& settings) {
  nlohmann::ordered_json request{{"command", "observe"},
                                 {"month", command.month},
                                 {"against", command.against},
                                 {"by", command.by},
                                 {"top", command.top}};
  auto lines = serve::ask_guard(settings.control.socket, request.dump());
  if (!lines && lines.error().kind == ErrorKind::not_found) {
    if (!global.json)
      complain(fmt::format("{}: answering from {}", lines.error().message, settings.store.path));
    static const SystemClock clock;
    auto office = guard::open_offline(settings, clock, false);
    if (!office) return tl::unexpected(office.error());
    lines = serve::read_answer(serve::Desk(**office).answer(request.dump(), ""));
  }
  if (!lines) return tl::unexpected(lines.error());
  auto observation = report::read_observation(*lines);
  if (!observation) return tl::unexpected(observation.error());
  return Answered{std::move(*observation), false};
}

Status write_page(const std::string& path, const std::string& page) {
  if (path == "-") {
    print(page);
    return {};
  }
  std::ofstream file(path, std::ios::binary | std::ios::trunc);
  file << page;
  file.close();
  if (!file)
    return fail(ErrorKind::io, fmt::format("cannot write {}: {}: name a file that can be written", path,
                                           std::strerror(errno)));
  return {};
}

int tell(const Global& global, const Observe& command, const report::Observation& observation) {
  if (!command.html.empty()) {
    auto page = report::observation_page(observation, {SystemClock().now(), kVersion});
    if (auto written = write_page(command.html, page); !written) return complain(written.error());
    if (command.html == "-" || !global.json) return 0;
  }
  if (global.json) {
    for (const std::string& line : report::observation_json(observation)) print(line + "\n");
    return 0;
  }
  print(command.csv ? report::observation_csv(observation) : show_observation(observation, look_of(global)));
  return 0;
}

}  // namespace

int run(const Global& global, const Observe& command) {
  auto loaded = load_settings(global);
  if (!loaded) return 2;
  auto question = question_of(command);
  if (!question) return complain(question.error());
  bool files = !command.past.paths.empty();
  if (command.rare && !files)
    return complain(Error{ErrorKind::usage,
                          "--rare needs FILES: what must not be shown is not kept by the guard either"});
  auto answered = files ? observe_files(global, command, loaded->settings, *question)
                        : observe_guard(global, command, loaded->settings);
  if (!answered) return complain(answered.error());
  int status = tell(global, command, answered->observation);
  return answered->partly ? 2 : status;
}

}  // namespace denwaban::cli
