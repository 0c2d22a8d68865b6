// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <string>

#include "parse/dialplan/numbers.h"
#include "parse/dialplan/reading.h"

namespace denwaban::parse {
namespace {

constexpr size_t kDevicesMax = 256;  // char iface[256]

// ast_config_option: the section's value, else [general]'s.
std::string_view option(const ConfigFile& config, const ConfigCategory& user, std::string_view name) {
  if (const ConfigVariable* own = user.last(name)) return own->value;
  const ConfigCategory* general = config.first("general");
  return general == nullptr ? std::string_view() : general->value(name);
}

void append_device(std::string& devices, const std::string& device) {
  if (device.size() + devices.size() >= kDevicesMax - 2) return;
  if (!devices.empty()) devices += '&';
  devices += device;
}

// "1,3-5": every channel, bounded by what the list of devices can hold.
void append_channels(std::string& devices, std::string_view list) {
  for (bool more = true; more;) {
    size_t comma = list.find(',');
    std::string_view part = list.substr(0, comma);
    more = comma != std::string_view::npos;
    if (more) list.remove_prefix(comma + 1);
    int start = scan_int(part).value_or(0);
    int finish = start;
    if (!part.empty() && part.front() == '-') {
      part.remove_prefix(1);
      finish = scan_int(part).value_or(start);
    }
    if (finish < start) std::swap(start, finish);
    for (long long channel = start; channel <= finish && channel < start + 256LL; ++channel) {
      append_device(devices, "DAHDI/" + std::to_string(channel));
    }
  }
}

std::string devices_of(const ConfigFile& config, const ConfigCategory& user) {
  std::string devices;
  if (is_true(option(config, user, "hassip"))) append_device(devices, "SIP/" + user.name);
  if (is_true(option(config, user, "hasiax"))) append_device(devices, "IAX2/" + user.name);
  if (is_true(option(config, user, "hash323"))) append_device(devices, "H323/" + user.name);
  std::string_view channels = option(config, user, "dahdichan");
  if (!channels.empty()) append_channels(devices, channels);
  return devices;
}

struct User {
  const std::string& name;
  DialplanPlace place;  // of its section's header
};

void add(ContextBuilder& context, const User& user, const std::string& extension, int number, std::string app,
         std::string arguments) {
  NewPriority added;
  added.extension = extension;
  added.priority.place = user.place;
  added.priority.number = number;
  added.priority.app = std::move(app);
  added.priority.arguments = std::move(arguments);
  context.add(std::move(added));
}

void add_user(ContextBuilder& context, const User& user, const std::string& devices, bool voicemail,
              std::string_view alternates) {
  add(context, user, user.name, -1, devices, {});
  if (voicemail) {
    add(context, user, user.name, 1, "Gosub", user.name + ",stdexten(${HINT})");
  } else {
    add(context, user, user.name, 1, "Dial", "${HINT}");
  }
  while (!alternates.empty()) {
    size_t comma = std::min(alternates.find(','), alternates.size());
    add(context, user, std::string(alternates.substr(0, comma)), 1, "Goto", user.name + ",1");
    alternates.remove_prefix(std::min(comma + 1, alternates.size()));
  }
}

}  // namespace

void load_users(const ConfigFile& config, const PlaceOf& place_of, const std::string& userscontext, ContextsBuilder& contexts) {
  for (const ConfigCategory& user : config.categories) {
    if (user.is_template || same_name(user.name, "general")) continue;
    std::string_view hasexten = option(config, user, "hasexten");
    const ConfigCategory* general = config.first("general");
    bool asked =
        user.last("hasexten") != nullptr || (general != nullptr && general->last("hasexten") != nullptr);
    if (asked && !is_true(hasexten)) continue;
    std::string devices = devices_of(config, user);
    if (devices.empty()) continue;
    ConfigVariable header;
    header.file = user.file;
    header.line = user.line;
    const DialplanPlace place = place_of(header);
    add_user(contexts.find_or_create(userscontext, place), {user.name, place}, devices,
             is_true(option(config, user, "hasvoicemail")), user.value("alternateexts"));
  }
}

}  // namespace denwaban::parse
