// SPDX-License-Identifier: GPL-3.0-or-later
#include "setup/restriction.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "parse/config/reader.h"
#include "pbx/freepbx_shell.h"
#include "setup/blocks.h"
#include "setup/planned_files.h"

namespace denwaban::setup {
namespace {

constexpr std::string_view kFiles[] = {"sip.conf", "sip_custom_post.conf", "pjsip.conf", "pjsip_custom_post.conf"};
constexpr size_t kNameMax = 79;  // AST_MAX_EXTENSION, main/config.c cuts at it

// One of the two SIP channels, as far as it matters here.
struct Channel {
  std::string_view main, custom, suffix;
  bool typed = false;  // sections of one name and several types
};
constexpr Channel kSip{"sip.conf", "sip_custom_post.conf", "(+)", false};
constexpr Channel kPjsip{"pjsip.conf", "pjsip_custom_post.conf", "(+type=endpoint)", true};

bool is_name(std::string_view name) {
  return !name.empty() && name.size() <= kNameMax && std::all_of(name.begin(), name.end(), [](char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
           std::string_view("-_.+@*#").find(c) != std::string_view::npos;
  });
}

std::string header_of(const Channel& channel, std::string_view account) {
  return fmt::format("[{}]{}", account, channel.suffix);
}

// The block's lines without that account's.
std::string without_account(std::string_view lines, std::string_view header) {
  std::string kept;
  bool ours = false;
  while (!lines.empty()) {
    size_t size = std::min(lines.find('\n'), lines.size() - 1) + 1;
    std::string_view line = lines.substr(0, size);
    if (line.starts_with('[')) ours = line.substr(0, line.find_last_not_of("\r\n") + 1) == header;
    if (!ours) kept += line;
    lines.remove_prefix(size);
  }
  return kept;
}

std::string stanza(const Channel& channel, const Restriction& wanted) {
  std::string text = header_of(channel, wanted.account) + "\ndeny = 0.0.0.0/0.0.0.0\ndeny = ::/0\n";
  for (const IpPrefix& network : wanted.networks) text += fmt::format("permit = {}\n", masked(network));
  return text;
}

std::vector<std::string> lines_of(std::string_view text) {
  std::vector<std::string> lines;
  while (!text.empty()) {
    size_t feed = std::min(text.find('\n'), text.size());
    lines.emplace_back(text.substr(0, feed));
    text.remove_prefix(std::min(text.size(), feed + 1));
  }
  return lines;
}

class Restricter {
 public:
  Restricter(parse::FileTree& files, const Surroundings& here) : files_(files), here_(here) {}

  Result<Plan> restrict(const Restriction& wanted);
  Result<Plan> release(const std::string& account);

 private:
  std::string path_of(std::string_view name) const { return fmt::format("{}/{}", here_.config_dir, name); }
  const parse::ConfigCategory* find(const parse::ConfigFile& config, const Channel& channel,
                                    std::string_view account) const;
  std::string file_of(const Channel& channel, const parse::ConfigFile& config) const;
  Status change(const std::string& path, std::string_view header, const std::string& lines, std::string what);
  Status check(const Channel& channel, const Restriction& wanted);

  parse::FileTree& files_;
  const Surroundings& here_;
  Plan plan_;
};

const parse::ConfigCategory* Restricter::find(const parse::ConfigFile& config, const Channel& channel,
                                              std::string_view account) const {
  for (const parse::ConfigCategory& category : config.categories) {
    if (category.is_template || category.name != account) continue;
    std::string_view type = category.value("type");
    bool fits = channel.typed ? parse::same_name(type, "endpoint")
                              : parse::same_name(type, "peer") || parse::same_name(type, "friend") ||
                                    parse::same_name(type, "user");
    if (fits) return &category;
  }
  return nullptr;
}

// FreePBX writes the main file anew, and includes another that is ours to add to.
std::string Restricter::file_of(const Channel& channel, const parse::ConfigFile& config) const {
  std::string custom = path_of(channel.custom);
  bool included = std::any_of(config.files.begin(), config.files.end(), [&](const std::string& file) {
    return file == custom || file == channel.custom;
  });
  return included ? custom : path_of(channel.main);
}

// The account's lines become these; none: they go.
Status Restricter::change(const std::string& path, std::string_view header, const std::string& lines, std::string what) {
  auto before = files_.read(path);
  if (!before) return tl::unexpected(before.error());
  auto block = block_in(*before);
  std::string others = block ? without_account(*block, header) : std::string();
  if (lines.empty() && (!block || others == *block)) return {};
  std::string wanted = others + lines;
  std::string after = wanted.empty() ? without_block(*before) : with_block(*before, wanted);
  if (after == *before) return {};
  Change change{path, *before, std::move(after), std::move(what), lines_of(lines)};
  if (lines.empty()) {
    change.taken_out = true;
    change.lines = {std::string(header), "deny, permit"};
  }
  plan_.changes.push_back(std::move(change));
  return {};
}

// What Asterisk will make of it: the last line that fits an address decides.
Status Restricter::check(const Channel& channel, const Restriction& wanted) {
  PlannedFiles planned(files_, plan_.changes);
  pbx::FreepbxShell shells(planned);
  auto config = parse::read_config(shells, here_.config_dir, std::string(channel.main));
  if (!config) return tl::unexpected(config.error());
  if (config->refused)
    return fail(ErrorKind::input,
                fmt::format("Asterisk refuses {} as it stands: mend it first (line {}: {})", path_of(channel.main),
                            config->problems.empty() ? 0 : config->problems.front().line,
                            config->problems.empty() ? "" : config->problems.front().what));
  const parse::ConfigCategory* account = find(*config, channel, wanted.account);
  std::vector<std::string> rules;
  for (size_t i = 0; account && i < account->variables.size(); ++i) {
    const parse::ConfigVariable& variable = account->variables[i];
    if (parse::same_name(variable.name, "deny") || parse::same_name(variable.name, "permit"))
      rules.push_back(fmt::format("{} = {}\n", variable.name, variable.value));
  }
  std::string ours = stanza(channel, wanted), all;
  for (const std::string& rule : rules) all += rule;
  if (all.ends_with(ours.substr(ours.find('\n') + 1))) return {};
  return fail(ErrorKind::input,
              fmt::format("{} would not show the account {} as restricted to Asterisk: is the end of the file inside a "
                          "comment, or does another file add to that account later?",
                          path_of(channel.main), wanted.account));
}

Result<Plan> Restricter::restrict(const Restriction& wanted) {
  if (!is_name(wanted.account))
    return fail(ErrorKind::usage, "that is no name of an account: name the section of sip.conf or pjsip.conf");
  if (wanted.networks.empty())
    return fail(ErrorKind::usage, fmt::format("nothing is known of where {} logs in from: name its networks with --to",
                                              wanted.account));
  for (const IpAddress& address : wanted.registered)
    if (std::none_of(wanted.networks.begin(), wanted.networks.end(),
                     [&](const IpPrefix& network) { return network.contains(address); }))
      return fail(ErrorKind::usage, fmt::format("{} is logged in from {} now, which would be locked out: add it with --to",
                                                wanted.account, address.to_string()));
  pbx::FreepbxShell shells(files_);
  bool found = false;
  for (const Channel& channel : {kSip, kPjsip}) {
    auto config = parse::read_config(shells, here_.config_dir, std::string(channel.main));
    if (!config || !find(*config, channel, wanted.account)) continue;
    found = true;
    auto done = change(file_of(channel, *config), header_of(channel, wanted.account), stanza(channel, wanted),
                       fmt::format("lets {} log in from these networks alone", wanted.account));
    if (done) done = check(channel, wanted);
    if (!done) return tl::unexpected(done.error());
    (channel.typed ? plan_.pjsip : plan_.sip) = !plan_.changes.empty();
  }
  if (!found)
    return fail(ErrorKind::not_found,
                fmt::format("neither sip.conf nor pjsip.conf in {} has an account {}: accounts in a database are "
                            "restricted there",
                            here_.config_dir, wanted.account));
  return std::move(plan_);
}

Result<Plan> Restricter::release(const std::string& account) {
  for (std::string_view name : kFiles) {
    const Channel& channel = name.starts_with("pjsip") ? kPjsip : kSip;
    if (auto there = files_.read(path_of(name)); !there) {
      if (there.error().kind == ErrorKind::not_found) continue;
      return tl::unexpected(there.error());
    }
    size_t before = plan_.changes.size();
    auto done = change(path_of(name), header_of(channel, account), {},
                       fmt::format("lets {} log in from everywhere again", account));
    if (!done) return tl::unexpected(done.error());
    if (plan_.changes.size() > before) (channel.typed ? plan_.pjsip : plan_.sip) = true;
  }
  return std::move(plan_);
}

}  // namespace

std::string masked(const IpPrefix& prefix) {
  if (!prefix.address().is_v4()) return prefix.to_string();
  auto length = static_cast<unsigned>(prefix.length());
  uint32_t mask = length == 0 ? 0 : ~uint32_t{0} << (32 - length);
  return fmt::format("{}/{}", prefix.address().to_string(), IpAddress::v4(mask).to_string());
}

Result<Plan> plan_restriction(parse::FileTree& files, const Surroundings& here, const Restriction& wanted) {
  return Restricter(files, here).restrict(wanted);
}

Result<Plan> plan_release(parse::FileTree& files, const Surroundings& here, const std::string& account) {
  return Restricter(files, here).release(account);
}

std::span<const std::string_view> restriction_files() { return kFiles; }

}  // namespace denwaban::setup
