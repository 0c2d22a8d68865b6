// SPDX-License-Identifier: GPL-3.0-or-later
#include "audit/rules/dialled.h"

#include <algorithm>
#include <charconv>
#include <span>

#include "audit/dialplan/samples.h"

namespace denwaban::audit {
namespace {

constexpr std::string_view kRinging[] = {"Dial",      "RetryDial",      "Page",
                                         "Originate", "AddQueueMember", "FollowMe"};
constexpr std::string_view kElsewhere[] = {"AGI",    "DeadAGI",     "EAGI",    "FastAGI",
                                           "Stasis", "ExternalIVR", "Realtime"};

constexpr size_t kMadeMax = 1'000, kSkippedMax = 32;

bool is_word(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-' ||
         c == '.' || c == '+';
}

std::string lower(std::string_view text) {
  std::string all(text);
  std::transform(all.begin(), all.end(), all.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
  return all;
}

bool is_one_of(std::span<const std::string_view> apps, std::string_view app) {
  return std::any_of(apps.begin(), apps.end(), [&](std::string_view a) { return parse::same_name(a, app); });
}

// The device in "SIP/device/number", "SIP/number@device", "SIP/device".
std::string_view device_in(std::string_view target) {
  size_t slash = target.find('/');
  if (slash == std::string_view::npos) return target;
  target.remove_prefix(slash + 1);
  if (size_t at = target.rfind('@'); at != std::string_view::npos) return target.substr(at + 1);
  return target.substr(0, target.find('/'));
}

// What stands before a name: "PJSIP/".
bool is_of_another_driver(std::string_view before) {
  constexpr std::string_view kDrivers[] = {"pjsip/", "iax2/", "iax/", "dahdi/", "zap/"};
  return std::any_of(std::begin(kDrivers), std::end(kDrivers), [&](std::string_view driver) {
    if (before.size() < driver.size() || lower(before.substr(before.size() - driver.size())) != driver) return false;
    return before.size() == driver.size() || !is_word(before[before.size() - driver.size() - 1]);
  });
}

}  // namespace

DialledNames::DialledNames(const Estate& estate) {
  const parse::Dialplan& dialplan = estate.dialplan;
  if ((!dialplan.has_config && !dialplan.has_ael) || dialplan.has_lua || dialplan.config_refused)
    complete_ = false;
  for (const parse::Context& context : dialplan.contexts) {
    if (!context.switches.empty()) complete_ = false;
    for (const parse::Extension& extension : context.extensions) {
      read_words(extension.hint.arguments);
      read_words(extension.hint.app);
      for (const parse::Priority& priority : extension.priorities) {
        read_words(priority.arguments);
        if (is_one_of(kElsewhere, priority.app)) complete_ = false;
        if (is_one_of(kRinging, priority.app)) read_targets(dialplan, extension, priority.arguments);
      }
    }
  }
  for (const parse::GlobalVariable& global : dialplan.globals) read_words(global.value);
  for (std::string_view name : {"queues.conf", "followme.conf", "confbridge.conf", "res_parking.conf"})
    if (const parse::ConfigFile* config = estate.sources.file(name))
      for (const parse::ConfigCategory& category : config->categories)
        for (const parse::ConfigVariable& variable : category.variables) read_words(variable.value);
  if (const parse::ConfigFile* mapped = estate.sources.file("extconfig.conf"))
    if (const parse::ConfigCategory* settings = mapped->first("settings"))
      complete_ = complete_ && settings->variables.empty();
}

bool DialledNames::names(std::string_view device) const {
  const std::string name = lower(device);
  return words_.contains(name) || std::ranges::any_of(made_, [&](const Made& made) { return makes(made, name); });
}

bool DialledNames::makes(const Made& made, std::string_view device) {
  if (device.size() < made.before.size() + made.behind.size()) return false;
  if (!device.starts_with(made.before) || !device.ends_with(made.behind)) return false;
  device.remove_prefix(made.before.size());
  device.remove_suffix(made.behind.size());
  return common_number(made.extension, device, made.skipped).has_value();
}

// "${EXTEN}", "tel${EXTEN:1}": false for everything else.
bool DialledNames::read_number(const parse::Extension& extension, std::string_view device) {
  constexpr std::string_view kNumber = "${EXTEN";
  const size_t at = device.find(kNumber), end = device.find('}');
  if (at == std::string_view::npos || end == std::string_view::npos || end < at || made_.size() >= kMadeMax) return false;
  const std::string_view slice = device.substr(at + kNumber.size(), end - at - kNumber.size());
  Made made{extension.name, lower(device.substr(0, at)), lower(device.substr(end + 1)), 0};
  if (!slice.empty()) {
    const auto [stop, error] = std::from_chars(slice.data() + 1, slice.data() + slice.size(), made.skipped);
    if (slice[0] != ':' || error != std::errc() || stop != slice.data() + slice.size() || made.skipped > kSkippedMax) return false;
  }
  if (made.before.find('$') != std::string::npos || made.behind.find('$') != std::string::npos) return false;
  made_.push_back(std::move(made));
  return true;
}

void DialledNames::read_words(std::string_view text) {
  size_t at = 0;
  while (at < text.size()) {
    size_t end = at;
    while (end < text.size() && is_word(text[end])) ++end;
    if (end > at && !is_of_another_driver(text.substr(0, at))) words_.insert(lower(text.substr(at, end - at)));
    at = end + 1;
  }
}

void DialledNames::read_targets(const parse::Dialplan& dialplan, const parse::Extension& extension, std::string_view arguments) {
  arguments = arguments.substr(0, arguments.find(','));
  while (!arguments.empty() && complete_) {
    size_t end = arguments.find('&');
    std::string_view device = device_in(arguments.substr(0, end));
    arguments.remove_prefix(end == std::string_view::npos ? arguments.size() : end + 1);
    size_t variable = device.find("${");
    if (variable == std::string_view::npos || read_number(extension, device)) continue;
    std::string_view name = device.substr(variable + 2);
    name = name.substr(0, name.find('}'));
    if (!dialplan.global(name)) complete_ = false;
  }
}

}  // namespace denwaban::audit
