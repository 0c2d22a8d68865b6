// SPDX-License-Identifier: GPL-3.0-or-later
#include "setup/host_survey.h"

#include <fmt/format.h>
#include <pwd.h>
#include <sqlite3.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <memory>
#include <sstream>

#include "net/disk_files.h"
#include "net/listening.h"
#include "parse/config/config_file.h"
#include "parse/config/reader.h"
#include "setup/asterisk_console.h"

namespace denwaban::setup {
namespace {

namespace fs = std::filesystem;
using audit::HostFacts;
using audit::HostFile;
using audit::HostJail;
using parse::same_name;

constexpr size_t kFilesMax = 10'000;
constexpr size_t kModulesMax = 5'000;
constexpr size_t kAccountsMax = 100'000;
constexpr int kDepthMax = 4;

std::string user_name(uid_t id) {
  std::array<char, 4096> space{};
  passwd entry{}, *found = nullptr;
  bool known = ::getpwuid_r(id, &entry, space.data(), space.size(), &found) == 0 && found;
  return known ? found->pw_name : std::to_string(id);
}

bool has_secrets(const std::string& path) {
  auto text = net::DiskFiles().read(path);
  if (!text) return false;
  std::istringstream lines(*text);
  for (std::string line; std::getline(lines, line);) {
    size_t at = line.find_first_not_of(" \t");
    if (at == std::string::npos || line[at] == ';') continue;
    for (std::string_view key : {"secret", "password", "md5secret", "md5_cred", "dbpass", "sippasswd"})
      if (line.size() > at + key.size() && same_name(line.substr(at, key.size()), key) &&
          line.find('=') != std::string::npos)
        return true;
  }
  return false;
}

void add_file(HostFacts& facts, const std::string& path, const std::string& shown, bool is_config) {
  struct stat status = {};
  if (facts.files.size() >= kFilesMax || ::lstat(path.c_str(), &status) != 0 || S_ISLNK(status.st_mode))
    return;
  bool secrets = is_config && S_ISREG(status.st_mode) && has_secrets(path);
  facts.files.push_back(
      {shown, status.st_mode & 07777, user_name(status.st_uid), std::to_string(status.st_gid), secrets});
}

void look_at_files(const HostPlaces& places, HostFacts& facts) {
  std::string folder = places.root + places.config_dir;
  add_file(facts, folder, places.config_dir, false);
  std::error_code error;
  fs::recursive_directory_iterator at(folder, fs::directory_options::skip_permission_denied, error), end;
  if (error) facts.remarks.push_back(fmt::format("cannot list {}: {}", places.config_dir, error.message()));
  for (; !error && at != end && facts.files.size() < kFilesMax; at.increment(error)) {
    if (at.depth() >= kDepthMax) at.disable_recursion_pending();
    add_file(facts, at->path(), at->path().string().substr(places.root.size()), true);
  }
  add_file(facts, places.root + places.spool + "/outgoing", places.spool + "/outgoing", false);
}

void look_for_process(const HostPlaces& places, HostFacts& facts) {
  std::error_code error;
  for (fs::directory_iterator at(places.root + places.proc, error), end; !error && at != end;
       at.increment(error)) {
    std::string name = at->path().filename();
    if (name.find_first_not_of("0123456789") != std::string::npos) continue;
    auto command = net::DiskFiles().read(at->path().string() + "/comm");
    struct stat status = {};
    if (command && *command == "asterisk\n" && ::stat(at->path().c_str(), &status) == 0)
      facts.service_user = user_name(status.st_uid);
  }
  auto sockets = net::listening_sockets(places.root + places.proc);
  if (!sockets) return facts.remarks.push_back(sockets.error().message);
  if (!facts.service_user) return;
  facts.sockets.emplace();
  for (const net::ListeningSocket& s : *sockets) facts.sockets->push_back({s.tcp, s.address, s.port});
}

void look_at_modules(const HostPlaces& places, HostFacts& facts) {
  for (const std::string& folder : places.module_dirs) {
    std::error_code error;
    fs::directory_iterator at(places.root + folder, error), end;
    if (error) continue;
    if (!facts.installed) facts.installed.emplace();
    for (; !error && at != end && facts.installed->size() < kModulesMax; at.increment(error))
      if (at->path().extension() == ".so") facts.installed->insert(at->path().stem());
  }
}

struct CloseDatabase {
  void operator()(sqlite3* db) const { sqlite3_close_v2(db); }
};
struct Finalize {
  void operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
};

// "/SIP/Registry/100", "/IAX/Registry/100", "/registrar/contact/100;@hash".
void add_account(std::string_view key, std::set<std::string>& accounts) {
  size_t slash = key.rfind('/');
  std::string_view name =
      key.starts_with("/registrar/contact/") ? key.substr(19, key.find(";@") - 19) : key.substr(slash + 1);
  if (!name.empty() && accounts.size() < kAccountsMax) accounts.emplace(name);
}

void look_at_registrations(const HostPlaces& places, HostFacts& facts) {
  constexpr const char* kQuery =
      "SELECT key FROM astdb WHERE key LIKE '/SIP/Registry/%' OR key LIKE '/IAX/Registry/%' OR key LIKE "
      "'/registrar/contact/%'";
  for (const std::string& path : places.databases) {
    if (::access((places.root + path).c_str(), R_OK) != 0) continue;
    sqlite3* opened = nullptr;
    int result = sqlite3_open_v2((places.root + path).c_str(), &opened, SQLITE_OPEN_READONLY, nullptr);
    std::unique_ptr<sqlite3, CloseDatabase> db(opened);
    sqlite3_stmt* prepared = nullptr;
    if (result == SQLITE_OK) result = sqlite3_prepare_v2(db.get(), kQuery, -1, &prepared, nullptr);
    std::unique_ptr<sqlite3_stmt, Finalize> statement(prepared);
    if (result != SQLITE_OK) {
      facts.remarks.push_back(fmt::format("cannot read {}: {}", path, sqlite3_errstr(result)));
      continue;
    }
    if (!facts.registered) facts.registered.emplace();
    while (sqlite3_step(statement.get()) == SQLITE_ROW)
      if (const unsigned char* key = sqlite3_column_text(statement.get(), 0))
        add_account(reinterpret_cast<const char*>(key), *facts.registered);
  }
}

void look_at_ssh(const HostPlaces& places, HostFacts& facts) {
  net::DiskFiles disk;
  auto main = disk.read(places.root + "/etc/ssh/sshd_config");
  if (!main) return;
  std::string text;  // Debian's first line includes these: their values count first
  for (const std::string& path : disk.glob(places.root + "/etc/ssh/sshd_config.d/*.conf"))
    if (auto more = disk.read(path)) text += *more + "\n";
  facts.ssh = ssh_in(text + *main);
}

// The files of fail2ban in the order in which they count.
void look_at_jails(const HostPlaces& places, HostFacts& facts) {
  facts.jails.emplace();
  net::DiskFiles disk;
  std::string folder = places.root + "/etc/fail2ban";
  std::vector<std::string> paths = {folder + "/jail.conf"};
  for (const std::string& path : disk.glob(folder + "/jail.d/*.conf")) paths.push_back(path);
  paths.push_back(folder + "/jail.local");
  for (const std::string& path : disk.glob(folder + "/jail.d/*.local")) paths.push_back(path);
  HostJail jail{"asterisk", false, "asterisk", {}};
  std::string log;
  for (const std::string& path : paths) {
    auto text = disk.read(path);
    std::istringstream lines(text ? *text : std::string());
    std::string section;
    for (std::string line; std::getline(lines, line);) {
      if (line.starts_with('[')) section = line.substr(1, line.find(']') - 1);
      size_t equals = line.find('=');
      if (!section.starts_with("asterisk") || equals == std::string::npos || line.starts_with('#')) continue;
      std::string key(line.substr(0, line.find_first_of(" \t=")));
      size_t value = line.find_first_not_of(" \t", equals + 1);
      std::string word =
          value == std::string::npos ? "" : line.substr(value, line.find_last_not_of(" \t\r") + 1 - value);
      if (key == "enabled") jail.enabled = same_name(word, "true") || same_name(word, "yes") || word == "1";
      if (key == "logpath") log = word;
    }
  }
  if (jail.enabled && log.starts_with('/') && disk.glob(places.root + log).empty())
    jail.missing_logs.push_back(log);
  if (jail.enabled) facts.jails->push_back(jail);
}

void look_for_default_passwords(const HostPlaces& places, HostFacts& facts) {
  struct Known {
    const char *key, *value;
  };
  constexpr Known kKnown[] = {
      {"AMPDBPASS", "amp109"}, {"AMPMGRPASS", "amp111"}, {"ARI_ADMIN_PASSWORD", "ari_password"}};
  for (const char* path : {"/etc/freepbx.conf", "/etc/amportal.conf"}) {
    auto text = net::DiskFiles().read(places.root + path);
    std::istringstream lines(text ? *text : std::string());
    for (std::string line; std::getline(lines, line);)
      for (const Known& known : kKnown)
        if (!line.starts_with('#') && line.find(known.key) != std::string::npos &&
            line.find(known.value) != std::string::npos)
          facts.default_passwords.push_back(fmt::format("{} in {}", known.key, path));
  }
}

std::vector<std::string_view> words_of(std::string_view text) {
  std::vector<std::string_view> words;
  for (size_t at = 0; (at = text.find_first_not_of(" \t,{}\r", at)) != std::string_view::npos;) {
    size_t end = std::min(text.find_first_of(" \t,{}\r", at), text.size());
    words.push_back(text.substr(at, end - at));
    at = end;
  }
  return words;
}

void add_ports(std::string_view word, std::set<uint16_t>& ports) {
  constexpr int kRangeMax = 1'000;
  int first = 0, last = 0;
  bool range = false;
  for (char c : word) {
    if (c == '-' && !range)
      range = true;
    else if (c < '0' || c > '9' || last > 65535 || first > 65535)
      return;
    else
      (range ? last : first) = (range ? last : first) * 10 + (c - '0');
  }
  if (!range) last = first;
  for (int port = first; port > 0 && port <= last && port <= 65535 && port - first < kRangeMax; ++port)
    ports.insert(static_cast<uint16_t>(port));
}

}  // namespace

audit::HostFirewall firewall_in(std::string_view ruleset) {
  audit::HostFirewall firewall;
  while (!ruleset.empty()) {
    std::string_view line = ruleset.substr(0, ruleset.find('\n'));
    ruleset.remove_prefix(std::min(line.size() + 1, ruleset.size()));
    if (line.find("hook input") != std::string_view::npos &&
        line.find("policy drop") != std::string_view::npos)
      firewall.drops_by_default = true;
    std::vector<std::string_view> words = words_of(line);
    auto port = std::find(words.begin(), words.end(), "dport");
    for (auto word = port; word != words.end(); ++word)
      if (word != port) add_ports(*word, firewall.ports);
  }
  return firewall;
}

audit::HostSsh ssh_in(std::string_view config) {
  audit::HostSsh ssh;
  bool passwords_known = false, root_known = false;
  while (!config.empty()) {
    std::string_view line = config.substr(0, config.find('\n'));
    config.remove_prefix(std::min(line.size() + 1, config.size()));
    std::vector<std::string_view> words = words_of(line);
    if (words.size() < 2 || words[0].starts_with('#')) continue;
    if (same_name(words[0], "Match")) break;
    if (same_name(words[0], "PasswordAuthentication") && !std::exchange(passwords_known, true))
      ssh.passwords = same_name(words[1], "yes");
    if (same_name(words[0], "PermitRootLogin") && !std::exchange(root_known, true))
      ssh.root = std::string(words[1]);
  }
  return ssh;
}

audit::HostFacts survey_host(const HostPlaces& places, const RunProgram& run) {
  HostFacts facts;
  look_at_files(places, facts);
  look_for_process(places, facts);
  look_at_modules(places, facts);
  look_at_registrations(places, facts);
  look_at_ssh(places, facts);
  look_at_jails(places, facts);
  look_for_default_passwords(places, facts);
  facts.guarded = ::access((places.root + places.control_socket).c_str(), F_OK) == 0;
  for (const char* program : {"/usr/sbin/nft", "/sbin/nft"}) {
    auto ruleset = run({program, "list", "ruleset"});
    if (!ruleset) continue;
    facts.firewall = firewall_in(*ruleset);
    break;
  }
  if (!facts.firewall)
    facts.remarks.emplace_back("cannot read the firewall: run as root where nft is installed");
  if (auto version = run({"/usr/sbin/asterisk", "-V"}))
    facts.version = version->substr(0, version->find('\n'));
  return facts;
}

audit::HostFacts survey_host(const std::string& config_dir) {
  HostPlaces places;
  places.config_dir = config_dir;
  return survey_host(places, run_program);
}

}  // namespace denwaban::setup
