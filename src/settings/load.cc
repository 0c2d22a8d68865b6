// SPDX-License-Identifier: GPL-3.0-or-later
#include "settings/load.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

#include "base/unique_fd.h"
#include "settings/nearest.h"
#include "settings/toml_file.h"
#include "text/printable.h"

namespace denwaban::settings {
namespace {

constexpr size_t kProblemsMax = 100;

// One key that somebody wrote, in the file or on the command line.
struct Assignment {
  std::string name;
  Written value;
  std::string where;        // "FILE:3:1: " or "--set KEY: ", of the key …
  std::string where_value;  // … and of its value
  Origin origin;
};

class Loading {
 public:
  Loading() : keys_(schema()) {
    loaded_.origins.resize(keys_.size());
    for (const Key* key : keys_) names_.push_back(key->name);
  }

  void add_file(std::string_view toml, std::string_view name) {
    loaded_.file = name;
    auto entries = read_toml(toml, name);
    if (!entries) return problems_.push_back(entries.error());
    for (TomlEntry& entry : *entries) {
      assignments_.push_back({std::move(entry.key),
                              std::move(entry.value),
                              fmt::format("{}:{}:{}: ", name, entry.line, entry.column),
                              fmt::format("{}:{}:{}: ", name, entry.value_line, entry.value_column),
                              {Origin::From::file, entry.line}});
    }
  }

  void add_override(const std::string& argument) {
    size_t equals = argument.find('=');
    if (equals == std::string::npos) {
      std::string shown = text::printable(argument, 80);
      return complain(ErrorKind::usage,
                      fmt::format("--set {}: write it like --set policy.dry_run=true", shown));
    }
    std::string name = argument.substr(0, equals);
    std::string where = fmt::format("--set {}: ", text::printable(name, 80));
    const Key* key = find_key(name);
    Written value =
        key ? written_for(key->slot(loaded_.settings), argument.substr(equals + 1)) : Written{false};
    assignments_.push_back({name, std::move(value), where, where, {Origin::From::command_line, 0}});
  }

  LoadResult finish() {
    apply_preset();
    for (const Assignment& assignment : assignments_) apply(assignment);
    if (problems_.empty()) return std::move(loaded_);
    return tl::unexpected(std::move(problems_));
  }

 private:
  void complain(ErrorKind kind, std::string sentence) {
    if (problems_.size() < kProblemsMax) problems_.push_back({kind, std::move(sentence)});
  }

  // The preset is the ground on which all other keys stand, wherever in the file it is written.
  void apply_preset() {
    Settings probe;
    for (const Assignment& a : assignments_)
      if (a.name == "detect.preset" || a.name == "detect.maxretry" || a.name == "detect.findtime")
        if (const Key* key = find_key(a.name)) assign(key->slot(probe), a.value, key->bounds);
    if (probe.preset.preset != "fail2ban") return;
    Settings plain;
    loaded_.settings.detect = detect::like_fail2ban(probe.preset.maxretry, probe.preset.findtime);
    loaded_.settings.policy.claims_suffice = true;
    for (size_t i = 0; i < keys_.size(); ++i)
      if (value_text(keys_[i]->slot(loaded_.settings)) != value_text(keys_[i]->slot(plain)))
        loaded_.origins[i].from = Origin::From::preset;
  }

  void apply(const Assignment& a) {
    auto at = std::find(names_.begin(), names_.end(), a.name);
    ErrorKind kind = a.origin.from == Origin::From::file ? ErrorKind::input : ErrorKind::usage;
    if (at == names_.end()) {
      if (!is_known_empty_table(a)) complain(kind, a.where + unknown(a));
      return;
    }
    const Key& key = *keys_[static_cast<size_t>(at - names_.begin())];
    auto complaint = assign(key.slot(loaded_.settings), a.value, key.bounds);
    if (!complaint) complaint = wrong_shape(key, a.value);
    if (complaint) {
      bool of_element = complaint->substr(0, 8) == "element ";
      std::string value = of_element ? std::string() : " is " + value_text(a.value);
      return complain(kind, fmt::format("{}{}{}: {}", a.where_value, key.name, value, *complaint));
    }
    loaded_.origins[static_cast<size_t>(at - names_.begin())] = a.origin;
  }

  static std::optional<std::string> wrong_shape(const Key& key, const Written& written) {
    if (auto* one = std::get_if<std::string>(&written.value)) return check_shape(key, *one);
    auto* list = std::get_if<std::vector<Written>>(&written.value);
    for (size_t i = 0; list != nullptr && i < list->size(); ++i)
      if (auto* one = std::get_if<std::string>(&(*list)[i].value))
        if (auto complaint = check_shape(key, *one))
          return fmt::format("element {} is {}: {}", i + 1, value_text((*list)[i]), *complaint);
    return std::nullopt;
  }

  bool is_table(const std::string& name) const {
    auto inside = [&](std::string_view key) { return key.substr(0, name.size() + 1) == name + "."; };
    return std::any_of(names_.begin(), names_.end(), inside);
  }
  static bool is_empty_table(const Assignment& a) {
    auto* other = std::get_if<Written::Other>(&a.value.value);
    return other != nullptr && other->what == "a table";
  }
  bool is_known_empty_table(const Assignment& a) const { return is_empty_table(a) && is_table(a.name); }

  std::string unknown(const Assignment& a) const {
    std::string shown = text::printable(a.name, 80);
    if (is_table(a.name)) return fmt::format("{} is a table: write [{}] and its keys below it", shown, shown);
    if (is_empty_table(a)) return fmt::format("unknown table {}: see denwaban config explain", shown);
    if (auto guess = nearest(a.name, names_))
      return fmt::format("unknown key {}: did you mean {}?", shown, *guess);
    return fmt::format("unknown key {}: see denwaban config explain", shown);
  }

  std::vector<const Key*> keys_;
  std::vector<std::string_view> names_;
  std::vector<Assignment> assignments_;
  Loaded loaded_;
  Problems problems_;
};

// nullopt: there is no such file.
Result<std::optional<std::string>> read_file(const std::string& path) {
  std::string shown = text::printable(path, 200);
  auto refused = [&](ErrorKind kind, std::string_view what, std::string_view then) {
    return fail(kind, fmt::format("cannot read {}: {}: {}", shown, what, then));
  };
  UniqueFd fd(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK));
  if (!fd && (errno == ENOENT || errno == ENOTDIR)) return std::nullopt;
  if (!fd)
    return refused(errno == EACCES ? ErrorKind::permission : ErrorKind::io, std::strerror(errno),
                   "run as root or give another file with --config");
  struct stat info {};
  if (::fstat(fd.get(), &info) != 0 || !S_ISREG(info.st_mode))
    return refused(ErrorKind::input, "it is no file", "give another with --config");
  std::string text(kTomlBytesMax + 1, '\0');
  size_t filled = 0;
  while (filled < text.size()) {
    ssize_t got = ::read(fd.get(), text.data() + filled, text.size() - filled);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return refused(ErrorKind::io, std::strerror(errno), "check the disk");
    if (got == 0) break;
    filled += static_cast<size_t>(got);
  }
  text.resize(filled);
  return text;
}

LoadResult finish(Loading& loading, std::span<const std::string> overrides) {
  for (const std::string& argument : overrides) loading.add_override(argument);
  return loading.finish();
}

}  // namespace

LoadResult load_text(std::string_view toml, std::string_view name, std::span<const std::string> overrides) {
  Loading loading;
  loading.add_file(toml, name);
  return finish(loading, overrides);
}

LoadResult load(const std::string& path, std::span<const std::string> overrides, IfMissing if_missing) {
  auto text = read_file(path);
  if (!text) return tl::unexpected(Problems{text.error()});
  if (*text) return load_text(**text, path, overrides);
  if (if_missing == IfMissing::is_error)
    return tl::unexpected(
        Problems{{ErrorKind::not_found,
                  fmt::format("cannot read {}: there is no such file: leave out --config to use the defaults",
                              text::printable(path, 200))}});
  Loading loading;
  return finish(loading, overrides);
}

}  // namespace denwaban::settings
