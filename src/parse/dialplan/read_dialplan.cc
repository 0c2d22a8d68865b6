// SPDX-License-Identifier: GPL-3.0-or-later
#include "parse/dialplan/read_dialplan.h"

#include <utility>

#include "parse/dialplan/ael/compile.h"
#include "parse/dialplan/builder.h"
#include "parse/dialplan/reading.h"

namespace denwaban::parse {
namespace {

using Kind = DialplanProblem::Kind;

constexpr size_t kIncludesMax = 128;  // AST_PBX_MAX_STACK

class DialplanReader {
 public:
  DialplanReader(FileTree& tree, const std::string& config_dir, const DialplanLimits& limits)
      : tree_(tree),
        config_dir_(config_dir),
        ledger_(limits),
        globals_(config_dir),
        contexts_(Registrar::config, ledger_),
        ael_(Registrar::ael, ledger_) {}

  Result<Dialplan> read();

 private:
  // Takes files and problems of a configuration into the plan; the result translates places.
  PlaceOf adopt(const ConfigFile& config);
  void read_folders();
  void read_users();
  Result<void> read_config_plan();
  bool read_ael();
  void merge();
  void note_lua();
  void check_contexts();

  FileTree& tree_;
  std::string config_dir_;
  DialplanLedger ledger_;
  Globals globals_;
  ContextsBuilder contexts_;
  ContextsBuilder ael_;
  Dialplan plan_;
};

PlaceOf DialplanReader::adopt(const ConfigFile& config) {
  std::vector<uint32_t> files;
  files.reserve(config.files.size());
  for (const std::string& path : config.files) files.push_back(ledger_.file_index(path));
  for (ConfigProblem problem : config.problems) {
    problem.file = files.at(problem.file);
    plan_.config_problems.push_back(std::move(problem));
  }
  return [files = std::move(files)](const ConfigVariable& variable) {
    return DialplanPlace{files.at(variable.file), variable.line};
  };
}

void DialplanReader::read_folders() {
  auto main = read_config(tree_, config_dir_, "asterisk.conf", ledger_.limits.config);
  const ConfigCategory* folders = main ? main->first("directories") : nullptr;
  if (folders == nullptr) return;
  for (const ConfigVariable& folder : folders->variables) globals_.set_folder(folder.name, folder.value);
}

void DialplanReader::read_users() {
  auto users = read_config(tree_, config_dir_, "users.conf", ledger_.limits.config);
  if (!users) return;
  PlaceOf place_of = adopt(*users);
  if (!users->refused) load_users(*users, place_of, plan_.userscontext, contexts_);
}

// What can only be said of the whole.
void DialplanReader::check_contexts() {
  for (const Context& context : plan_.contexts) {
    if (context.includes.size() >= kIncludesMax) {
      ledger_.problem({Kind::too_many_includes, context.place, {}, context.name, {}, 0, {}});
    }
    for (const ContextInclude& include : context.includes) {
      if (plan_.find(include.context) == nullptr) {
        ledger_.problem({Kind::include_missing, include.place, {}, context.name, {}, 0, include.context});
      }
    }
    for (const Extension& extension : context.extensions) {
      if (extension.priorities.empty() || extension.find(1) != nullptr) continue;
      const Priority& first = extension.priorities.front();
      ledger_.problem(
          {Kind::no_first_priority, first.place, {}, context.name, extension.name, first.number, {}});
    }
  }
}

Result<void> DialplanReader::read_config_plan() {
  auto config = read_config(tree_, config_dir_, "extensions.conf", ledger_.limits.config);
  if (!config) return tl::unexpected(config.error());
  plan_.has_config = true;
  plan_.config_refused = config->refused;
  load_extensions(*config, adopt(*config), plan_, globals_, contexts_, ledger_);
  read_users();
  return {};
}

// False: there is none that can be read.
bool DialplanReader::read_ael() {
  std::string path = config_dir_ + "/extensions.ael";
  auto text = tree_.read(path);
  if (!text) return false;
  plan_.has_ael = true;
  AelLexer lexer(tree_, config_dir_, ledger_);
  lexer.open(path, std::move(*text));
  AelTree tree = parse_ael(lexer, ledger_);
  if (!tree.understood) ledger_.problem({Kind::ael_syntax, tree.place, {}, {}, {}, 0, tree.near});
  plan_.ael_refused = !tree.understood || !compile_ael(tree.objects, globals_, ael_, ledger_);
  return true;
}

// What the second module brought stays where both have something.
void DialplanReader::merge() {
  for (Context& context : contexts_.take()) {
    ContextBuilder* later = ael_.find(context.name);
    if (later != nullptr) {
      later->merge(std::move(context));
    } else {
      plan_.contexts.push_back(std::move(context));
    }
  }
  for (Context& context : ael_.take()) plan_.contexts.push_back(std::move(context));
}

void DialplanReader::note_lua() {
  std::string path = config_dir_ + "/extensions.lua";
  plan_.has_lua = tree_.read(path).has_value();
  if (plan_.has_lua) ledger_.problem({Kind::lua_present, {ledger_.file_index(path), 0}, {}, {}, {}, 0, {}});
}

Result<Dialplan> DialplanReader::read() {
  read_folders();
  auto config = read_config_plan();
  bool has_ael = read_ael();
  if (!config && !has_ael) return tl::unexpected(config.error());
  note_lua();
  merge();
  plan_.globals = globals_.take();
  plan_.index();
  check_contexts();
  plan_.files = std::move(ledger_.files);
  plan_.problems = std::move(ledger_.problems);
  return std::move(plan_);
}

}  // namespace

Result<Dialplan> read_dialplan(FileTree& tree, const std::string& config_dir, const DialplanLimits& limits) {
  return DialplanReader(tree, config_dir, limits).read();
}

}  // namespace denwaban::parse
