// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/audit_inputs.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <set>

#include "audit/catalogue.h"
#include "audit/host_facts.h"
#include "base/time.h"
#include "cli/config.h"
#include "net/disk_files.h"
#include "settings/suppressions.h"
#include "setup/host_survey.h"

namespace denwaban::cli {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

Result<std::string> country_of(std::string text) {
  for (char& c : text)
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
  bool two =
      text.size() == 2 && std::all_of(text.begin(), text.end(), [](char c) { return c >= 'A' && c <= 'Z'; });
  if (text.empty() || two) return text;
  return fail(ErrorKind::usage,
              fmt::format("--country {} is no country: give two letters of ISO 3166, such as DE", text));
}

// Files that the reader met and that are not the folder's own join those that it asked for by name.
void tell_left_out(const net::ContainedFiles& files, audit::AuditResult& result) {
  std::set<std::string_view> told;
  for (const audit::Unread& unread : result.unread) told.insert(unread.why);
  std::vector<audit::Unread> more;
  for (const auto& [path, why] : files.left_out())
    if (!told.contains(why)) more.push_back({path, why});
  result.unread.insert(result.unread.end(), more.begin(), more.end());
}

// What the running Asterisk, or the installed one, calls itself.
audit::AsteriskVersion version_found(const audit::HostFacts& host) {
  constexpr std::string_view kName = "Asterisk ";
  std::string_view text = host.version;
  if (text.starts_with(kName)) text.remove_prefix(kName.size());
  return parse_version(text).value_or(audit::AsteriskVersion());
}

std::vector<std::string_view> rule_names() {
  std::vector<std::string_view> names;
  for (std::span<const audit::Rule> family : audit::catalogue())
    for (const audit::Rule& rule : family) names.push_back(rule.id);
  return names;
}

// The folder's own file need not be there; one that is named must.
Status read_suppressions(net::ContainedFiles& files, const AuditSubject& subject,
                         report::ReviewOptions& told) {
  bool named = !subject.suppressions.empty();
  std::string path = named ? subject.suppressions : files.root() + "/.denwaban-audit.toml";
  auto text = named ? net::DiskFiles().read(path) : files.read(path);
  if (!text && !named && text.error().kind == ErrorKind::not_found) return {};
  if (!text) return fail(ErrorKind::input, text.error().message);
  auto read = settings::read_suppressions(*text, path, rule_names());
  if (!read) return tl::unexpected(read.error());
  told.suppressions = std::move(*read);
  return {};
}

Result<report::Baseline> read_baseline(const std::string& path) {
  auto text = net::DiskFiles().read(path);
  if (!text) return fail(ErrorKind::input, text.error().message);
  return report::read_baseline(*text, path);
}

}  // namespace

Result<audit::AsteriskVersion> parse_version(std::string_view text) {
  audit::AsteriskVersion version;
  std::string_view rest = text;
  if (rest.starts_with("certified/")) rest.remove_prefix(10);
  int* parts[] = {&version.major, &version.minor, &version.patch};
  version.minor = version.patch = 0;
  for (int* part : parts) {
    auto [end, error] = std::from_chars(rest.data(), rest.data() + rest.size(), *part);
    if (error != std::errc() || *part < 0 || *part > 10'000) {
      if (part == parts[0])
        return fail(ErrorKind::usage,
                    fmt::format("--asterisk {} is no version: give one such as 18 or 20.6.0", text));
      break;
    }
    rest.remove_prefix(static_cast<size_t>(end - rest.data()));
    if (rest.size() < 2 || rest[0] != '.' || !is_digit(rest[1])) break;
    rest.remove_prefix(1);
  }
  version.known = true;
  return version;
}

Result<AuditedFolder> audit_folder(const Global& global, const AuditSubject& subject) {
  audit::EstateOptions options;
  if (!subject.version.empty()) {
    auto version = parse_version(subject.version);
    if (!version) return tl::unexpected(version.error());
    options.version = *version;
  }
  auto country = country_of(subject.country);
  if (!country) return tl::unexpected(country.error());
  options.country = *country;
  options.today = to_rfc3339(SystemClock().now()).substr(0, 10);

  std::string folder = subject.dir;
  if (folder.empty() || global.config_given || !global.set.empty()) {
    auto loaded = load_settings(global);
    if (!loaded) return fail(ErrorKind::usage, "without right settings nothing is audited");
    if (folder.empty()) folder = loaded->settings.pbx.config_dir;
    if (options.country.empty()) options.country = loaded->settings.numbering.country;
  }
  using Links = net::ContainedFiles::Links;
  auto files = net::ContainedFiles::open(folder, subject.follow_links ? Links::follow : Links::stay_inside);
  if (!files) return tl::unexpected(files.error());
  audit::HostFacts host;
  if (subject.host) {
    host = setup::survey_host(files->root());
    options.host = &host;
    if (!options.version.known) options.version = version_found(host);
  }
  audit::AuditResult result = audit::audit(*files, files->root(), options);
  tell_left_out(*files, result);
  if (result.files == 0 && result.unread.empty())
    return fail(
        ErrorKind::input,
        fmt::format("nothing to audit in {}: no file there is one of Asterisk's configuration", folder));
  report::ReviewOptions told;
  told.folder = folder;
  told.all = subject.all;
  told.today = options.today;
  if (Status read = read_suppressions(*files, subject, told); !read) return tl::unexpected(read.error());
  report::Baseline baseline;
  if (!subject.baseline.empty()) {
    auto known = read_baseline(subject.baseline);
    if (!known) return tl::unexpected(known.error());
    baseline = std::move(*known);
    told.baseline = &baseline;
  }
  report::Review review = report::review_of(std::move(result), told);
  review.remarks.insert(review.remarks.end(), host.remarks.begin(), host.remarks.end());
  return AuditedFolder{std::move(*files), std::move(review)};
}

}  // namespace denwaban::cli
