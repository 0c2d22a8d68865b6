// SPDX-License-Identifier: GPL-3.0-or-later
#include "setup/plan.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "parse/config/reader.h"
#include "pbx/freepbx_shell.h"
#include "pbx/host_spec.h"
#include "pbx/read_exchange.h"
#include "setup/blocks.h"
#include "setup/gate_plan.h"
#include "setup/planned_files.h"
#include "setup/restriction.h"

namespace denwaban::setup {
namespace {

constexpr std::string_view kOwnFileHead =
    "; Written by \"denwaban setup\"; \"denwaban setup --undo\" removes it.\n";
constexpr std::string_view kManagerFile = "denwaban_manager.conf";
constexpr std::string_view kManagerFolderFile = "manager.d/denwaban.conf";
constexpr std::string_view kSecurityLog = "denwaban-security";
constexpr std::string_view kNoticeLog = "denwaban-messages";
// Of which class, and which events of the others (parse/ami/call_events.cc), as regular expressions.
constexpr std::string_view kTold[] = {
    "[A-Za-z]+[[:space:]]+Privilege: security",
    "(Newchannel|Newstate|NewCallerid|Rename|DialBegin|DialEnd|BridgeEnter|BridgeLeave)",
    "(Hold|Unhold|BlindTransfer|AttendedTransfer|Hangup|PeerStatus|ContactStatus|FullyBooted)",
    "VarSet.*Variable: (SIPURI|SIPCALLID|BRIDGEPVTCALLID)"};
constexpr int kJsonSince = 14;  // main/logger.c has formatters since then

std::vector<std::string> lines_of(std::string_view text) {
  std::vector<std::string> lines;
  while (!text.empty()) {
    size_t feed = text.find('\n');
    lines.emplace_back(text.substr(0, feed));
    text.remove_prefix(feed == std::string_view::npos ? text.size() : feed + 1);
  }
  return lines;
}

// What the text includes, by name as written.
std::vector<std::string> includes_of(std::string_view text) {
  std::vector<std::string> names;
  for (const std::string& line : lines_of(text)) {
    std::string_view rest = line;
    rest.remove_prefix(std::min(rest.find_first_not_of(" \t"), rest.size()));
    for (std::string_view word : {"#include", "#tryinclude"}) {
      if (!rest.starts_with(word)) continue;
      std::string_view name = rest.substr(word.size());
      size_t first = name.find_first_not_of(" \t\"<"), last = name.find_last_not_of(" \t\r\">");
      if (first != std::string_view::npos) names.emplace_back(name.substr(first, last - first + 1));
    }
  }
  return names;
}

bool includes(std::string_view text, std::string_view name) {
  auto names = includes_of(text);
  return std::ranges::find(names, name) != names.end();
}

class Planner {
 public:
  Planner(parse::FileTree& files, const Surroundings& here) : files_(files), shells_(files), here_(here) {}

  Result<Plan> set_up();
  Result<Plan> take_back();

 private:
  std::string path_of(std::string_view name) const { return fmt::format("{}/{}", here_.config_dir, name); }
  Result<std::optional<std::string>> text_of(const std::string& path);
  Status write(const std::string& path, const std::string& text, std::string what,
               Change::For readers = Change::For::everybody);
  Status write_block(const std::string& path, const std::string& lines, std::string what);
  Status take_block_out(const std::string& path);
  Status remove_own(const std::string& path, std::string_view head, std::string what);
  Status take_gate_back();
  Status plan_secret();
  Status take_secret(std::string& secret, const std::string& file, const std::string& fresh, std::string what);
  Status plan_manager();
  bool acting_secret_is_ours();
  Status plan_logger();
  Status plan_rotation(const std::vector<std::string>& names);
  Status check();
  std::string manager_text(const parse::ConfigCategory* general) const;
  std::string login_text(const std::string& user, const std::string& secret, const parse::ConfigCategory* general) const;

  parse::FileTree& files_;
  pbx::FreepbxShell shells_;
  const Surroundings& here_;
  Plan plan_;
  std::string secret_, acting_secret_;  // the second empty: nobody acts, or by a user that stands there already
};

// nullopt: not there. What cannot be read is an error: nothing may be planned over it.
Result<std::optional<std::string>> Planner::text_of(const std::string& path) {
  auto text = files_.read(path);
  if (text) return std::optional(std::move(*text));
  if (text.error().kind == ErrorKind::not_found) return std::optional<std::string>();
  return tl::unexpected(text.error());
}

Status Planner::write(const std::string& path, const std::string& text, std::string what,
                      Change::For readers) {
  auto before = text_of(path);
  if (!before) return tl::unexpected(before.error());
  if (*before == text) return {};
  Change change{path, std::move(*before), text, std::move(what), lines_of(text), readers};
  for (const std::string* secret : {&secret_, &acting_secret_})
    for (std::string& line : change.lines)
      if (size_t at = secret->empty() ? std::string::npos : line.find(*secret); at != std::string::npos)
        line.replace(at, secret->size(), "(random)");
  plan_.changes.push_back(std::move(change));
  return {};
}

Status Planner::write_block(const std::string& path, const std::string& lines, std::string what) {
  auto before = text_of(path);
  if (!before) return tl::unexpected(before.error());
  std::string text = with_block(before->value_or(""), lines);
  if (*before == text) return {};
  plan_.changes.push_back({path, std::move(*before), std::move(text), std::move(what), lines_of(lines)});
  return {};
}

// What stands in the file, else the fresh one, which is written there.
Status Planner::take_secret(std::string& secret, const std::string& file, const std::string& fresh, std::string what) {
  auto text = text_of(file);
  if (!text) return tl::unexpected(text.error());
  secret = *text ? secret_in(**text) : std::string();
  if (!secret.empty()) return {};
  secret = fresh;
  return write(file, secret + "\n", std::move(what), Change::For::guard);
}

Status Planner::plan_secret() {
  return take_secret(secret_, here_.secret_file, here_.fresh_secret, "the secret of the AMI user, for the guard");
}

// From this machine alone.
std::string Planner::login_text(const std::string& user, const std::string& secret,
                                const parse::ConfigCategory* general) const {
  std::string text = fmt::format(
      "[{}]\nsecret = {}\ndeny = 0.0.0.0/0.0.0.0\ndeny = ::/0\npermit = 127.0.0.1/255.255.255.255\n", user, secret);
  const bool enabled = general != nullptr && pbx::is_true(general->value("enabled"));
  const auto address = IpAddress::parse(enabled ? general->value("bindaddr") : std::string_view());
  if (address && !address->is_unspecified() && !address->is_loopback() && address->is_v4())
    text += fmt::format("permit = {}/255.255.255.255\n", address->to_string());
  return text;
}

// One user may listen to what we need and do nothing, the other end calls and hear nothing.
std::string Planner::manager_text(const parse::ConfigCategory* general) const {
  std::string text(kOwnFileHead);
  if (general == nullptr || !pbx::is_true(general->value("enabled"))) {
    // Until now nobody could connect: with us only this machine can.
    text += general != nullptr ? "[general](+)\n" : "[general]\n";
    text += "enabled = yes\nbindaddr = 127.0.0.1\n\n";
  }
  text += login_text(here_.ami_user, secret_, general);
  text += "read = security,call,dialplan,system\nwrite =\n";
  // What the guard reads and nothing else, told by Asterisk's own first words: nobody hides by a name that holds others.
  // 22 takes this form, too, beside its own.
  for (std::string_view what : kTold) text += fmt::format("eventfilter = ^Event: {}\n", what);
  if (!acting_secret_.empty())
    text += "\n" + login_text(here_.acting_user, acting_secret_, general) + "read =\nwrite = call\n";
  return text;
}

Status Planner::plan_manager() {
  auto main = files_.read(path_of("manager.conf"));
  if (!main && main.error().kind != ErrorKind::not_found) return tl::unexpected(main.error());
  if (!main)
    return fail(ErrorKind::not_found,
                fmt::format("no {}: name Asterisk's configuration folder with [pbx] config_dir",
                            path_of("manager.conf")));
  bool folder = includes(*main, "manager.d/*.conf"), custom = includes(*main, "manager_custom.conf");
  std::string own = path_of(folder ? kManagerFolderFile : kManagerFile);

  // As it would be without us.
  std::vector<Change> without{{own, std::nullopt, std::nullopt, "", {}}};
  for (const char* name : {"manager.conf", "manager_custom.conf"})
    if (auto text = files_.read(path_of(name)))
      without.push_back({path_of(name), std::nullopt, without_block(*text), "", {}});
  PlannedFiles files(files_, without);
  auto config = parse::read_config(files, here_.config_dir, "manager.conf");
  if (!config) return tl::unexpected(config.error());
  if (config->first(here_.ami_user))
    return fail(ErrorKind::usage,
                fmt::format("{} has a user \"{}\" that denwaban did not write: remove it, or choose "
                            "another name with [ami] user",
                            path_of("manager.conf"), here_.ami_user));
  Status done;
  if (!here_.acting_user.empty() && !config->first(here_.acting_user))
    done = take_secret(acting_secret_, here_.acting_secret_file, here_.fresh_acting_secret,
                       "the secret of the AMI user that may end calls, for the guard");
  if (done)
    done = write(own, manager_text(config->first("general")),
                 acting_secret_.empty() ? "an AMI user that may listen and do nothing else, from this machine alone"
                                        : "an AMI user that may listen and do nothing else, and one that may end calls "
                                          "and hears nothing, both from this machine alone",
                 Change::For::asterisk);
  if (!done || folder) return done;
  return write_block(path_of(custom ? "manager_custom.conf" : "manager.conf"),
                     fmt::format("#include {}\n", kManagerFile), "lets Asterisk read it");
}

Status Planner::plan_logger() {
  // As it would be without us.
  std::vector<Change> without;
  for (const char* name : {"logger.conf", "logger_logfiles_custom.conf"})
    if (auto text = files_.read(path_of(name)))
      without.push_back({path_of(name), std::nullopt, without_block(*text), "", {}});
  PlannedFiles files(files_, without);
  pbx::Exchange exchange = pbx::read_exchange(files, here_.config_dir);
  auto main = shells_.read(path_of("logger.conf"));
  if (!main)
    return fail(main.error().kind,
                fmt::format("{}: setup adds to it and does not make it up", main.error().message));
  auto logs = [&](std::string_view level, bool json) {
    return std::ranges::any_of(exchange.logs, [&](const pbx::LogFile& log) {
      return (!json || log.format == "json") && log.where.line > 0 &&
             std::ranges::any_of(log.levels, [&](const std::string& l) { return l == level || l == "*"; });
    });
  };
  bool json = here_.major.value_or(0) >= kJsonSince;
  std::vector<std::string> names;
  std::string lines;
  if (!logs("security", json)) {
    names.push_back(fmt::format("{}{}", kSecurityLog, json ? ".json" : ""));
    lines += fmt::format("{} => {}security\n", names.back(), json ? "[json]" : "");
    if (!here_.major)
      plan_.remarks.push_back(
          "Asterisk did not tell its version, so security events are logged as text, which can be forged "
          "in part: run setup again while Asterisk runs");
  }
  if (!logs("notice", false)) {
    names.emplace_back(kNoticeLog);
    lines += fmt::format("{} => notice,warning,error\n", names.back());
  }
  if (lines.empty()) return {};
  bool custom = includes(*main, "logger_logfiles_custom.conf");
  if (!custom) {
    auto config = parse::read_config(files, here_.config_dir, "logger.conf");
    lines.insert(0, config && config->first("logfiles") ? "[logfiles](+)\n" : "[logfiles]\n");
  }
  auto done = write_block(path_of(custom ? "logger_logfiles_custom.conf" : "logger.conf"), lines,
                          "a log of security events that nobody can split by what he sends");
  return done ? plan_rotation(names) : done;
}

Status Planner::plan_rotation(const std::vector<std::string>& names) {
  if (here_.rotate_dir.empty()) {
    plan_.remarks.push_back(fmt::format("logrotate is not here: keep {}/{}* from growing for ever yourself",
                                        here_.log_dir, "denwaban-"));
    return {};
  }
  std::string text = "# Written by \"denwaban setup\"; \"denwaban setup --undo\" removes it.\n";
  for (const std::string& name : names) text += fmt::format("{}/{} ", here_.log_dir, name);
  text +=
      "{\n  daily\n  rotate 14\n  maxsize 100M\n  missingok\n  notifempty\n  compress\n  delaycompress\n  "
      "sharedscripts\n";
  if (!here_.log_owner.empty()) text += fmt::format("  su {} {}\n", here_.log_owner, here_.log_group);
  text += fmt::format("  postrotate\n    {} -rx 'logger reload' > /dev/null 2>&1 || true\n  endscript\n}}\n",
                      here_.asterisk);
  return write(fmt::format("{}/denwaban-asterisk", here_.rotate_dir), text,
               "keeps that log from growing for ever");
}

// What Asterisk will make of it.
Status Planner::check() {
  PlannedFiles files(files_, plan_.changes);
  pbx::FreepbxShell shells(files);
  for (const char* name : {"manager.conf", "logger.conf"}) {
    auto config = parse::read_config(shells, here_.config_dir, name);
    if (!config) return tl::unexpected(config.error());
    if (config->refused)
      return fail(ErrorKind::input,
                  fmt::format("Asterisk refuses {} as it stands: mend it first (line {}: {})", path_of(name),
                              config->problems.empty() ? 0 : config->problems.front().line,
                              config->problems.empty() ? "" : config->problems.front().what));
    if (name == std::string_view("manager.conf") && !config->first(here_.ami_user))
      return fail(ErrorKind::input,
                  fmt::format("{} would not show the new user to Asterisk: is its end inside a comment?",
                              path_of(name)));
  }
  return {};
}

Result<Plan> Planner::set_up() {
  for (auto step : {&Planner::plan_secret, &Planner::plan_manager, &Planner::plan_logger, &Planner::check})
    if (auto done = (this->*step)(); !done) return tl::unexpected(done.error());
  for (const Change& change : plan_.changes) {
    plan_.manager |= change.path.find("manager") != std::string::npos;
    plan_.logger |= change.path.starts_with(path_of("logger"));
  }
  return std::move(plan_);
}

Status Planner::take_block_out(const std::string& path) {
  auto before = text_of(path);
  if (!before) return tl::unexpected(before.error());
  if (!*before) return {};
  auto lines = block_in(**before);
  if (!lines) return {};
  std::string after = without_block(**before);
  // A file that is empty then stays: FreePBX includes it, and an include of nothing stops Asterisk.
  plan_.changes.push_back(
      {path, std::move(*before), std::move(after), "takes our lines out", lines_of(*lines)});
  plan_.changes.back().taken_out = true;
  return {};
}

Status Planner::remove_own(const std::string& path, std::string_view head, std::string what) {
  auto before = text_of(path);
  if (!before) return tl::unexpected(before.error());
  if (!*before) return {};
  if (!head.empty() && !(**before).starts_with(head)) {
    plan_.remarks.push_back(fmt::format("{} stays: it does not begin as denwaban writes it", path));
    return {};
  }
  plan_.changes.push_back({path, std::move(*before), std::nullopt, std::move(what), {}});
  return {};
}

Status Planner::take_gate_back() {
  auto gate = plan_gate_undo(files_, here_);
  if (!gate) return tl::unexpected(gate.error());
  plan_.dialplan = gate->dialplan;
  for (Change& change : gate->changes) plan_.changes.push_back(std::move(change));
  for (std::string& remark : gate->remarks) plan_.remarks.push_back(std::move(remark));
  return {};
}

// Where a user of that name stands in another file than ours, its secret is somebody else's.
bool Planner::acting_secret_is_ours() {
  if (here_.acting_user.empty()) return false;
  for (std::string_view name : {kManagerFile, kManagerFolderFile})
    if (auto text = text_of(path_of(name)); text && *text)
      if ((**text).find("\n[" + here_.acting_user + "]\n") != std::string::npos) return true;
  auto config = parse::read_config(files_, here_.config_dir, "manager.conf");
  return config && config->first(here_.acting_user) == nullptr;
}

Result<Plan> Planner::take_back() {
  Status done;
  const bool acting_is_ours = acting_secret_is_ours();
  for (const char* name :
       {"manager.conf", "manager_custom.conf", "logger.conf", "logger_logfiles_custom.conf"})
    if (done) done = take_block_out(path_of(name));
  size_t others = plan_.changes.size();
  for (std::string_view name : restriction_files())
    if (done) done = take_block_out(path_of(name));
  plan_.sip = plan_.pjsip = plan_.changes.size() > others;
  for (std::string_view name : {kManagerFile, kManagerFolderFile})
    if (done) done = remove_own(path_of(name), kOwnFileHead, "the AMI user goes");
  if (done) done = take_gate_back();
  if (done && !here_.rotate_dir.empty())
    done = remove_own(fmt::format("{}/denwaban-asterisk", here_.rotate_dir),
                      "# Written by \"denwaban setup\"", "its rotation goes");
  if (done) done = remove_own(here_.secret_file, "", "the secret goes");
  if (done && acting_is_ours) done = remove_own(here_.acting_secret_file, "", "the secret of the user that may end calls goes");
  if (!done) return tl::unexpected(done.error());
  plan_.manager = plan_.logger = !plan_.changes.empty();
  return std::move(plan_);
}

}  // namespace

std::string secret_in(std::string_view text) {
  text = text.substr(0, text.find_first_of("\r\n"));
  return std::string(text);
}

Result<Plan> plan_setup(parse::FileTree& files, const Surroundings& here) {
  return Planner(files, here).set_up();
}

Result<Plan> plan_undo(parse::FileTree& files, const Surroundings& here) {
  return Planner(files, here).take_back();
}

}  // namespace denwaban::setup
