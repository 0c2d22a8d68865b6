// SPDX-License-Identifier: GPL-3.0-or-later
#include "audit/objects/iax.h"

#include <algorithm>

#include "audit/objects/users_conf.h"
#include "base/ip.h"

namespace denwaban::audit {
namespace {

using parse::ConfigCategory;
using parse::same_name;

void read_users(Iax& iax, const Sources& sources) {
  auto users = expand_users(sources);
  if (!users) return;
  iax.expanded.push_back(users);
  for (const ConfigCategory* category : users_with(*users, "hasiax")) {
    IaxDevice device;
    device.object = {"friend", category->name, users.get(), category, nullptr};
    device.is_peer = device.is_user = device.from_users_conf = true;
    iax.devices.push_back(std::move(device));
  }
}

// Unlike chan_sip's, the last `type` alone counts.
std::optional<IaxDevice> device_of(const parse::ConfigFile& config, const ConfigCategory& category) {
  IaxDevice device;
  std::string type(category.value("type"));
  device.object = {type, category.name, &config, &category, nullptr};
  device.is_user = same_name(type, "user") || same_name(type, "friend");
  device.is_peer = same_name(type, "peer") || same_name(type, "friend");
  if (!device.is_user && !device.is_peer) return std::nullopt;
  return device;
}

}  // namespace

bool IaxDevice::is_carrier() const {
  const std::string host = object.own("host").value;
  if (dynamic() || host.empty()) return false;
  const auto address = IpAddress::parse(host);
  return address ? !address->is_private() && !address->is_loopback() : host.find('.') != std::string::npos;
}

bool IaxDevice::has_secret() const {
  std::vector<Option> all = object.list({"secret", "dbsecret", "inkeys"});
  return std::any_of(all.begin(), all.end(), [](const Option& o) { return !o.value.empty(); });
}

bool IaxDevice::refuses_everybody() const {
  const bool by_key = same_name(object.own("auth").value, "rsa");
  if (has_secret()) return by_key && object.list({"inkeys"}).empty();
  return object.own("forceencryption").yes();
}

bool IaxDevice::dynamic() const { return same_name(object.own("host").value, "dynamic"); }

std::vector<std::string> IaxDevice::contexts() const {
  std::vector<std::string> all;
  for (const Option& option : object.list({"context"})) all.push_back(option.value);
  if (all.empty()) all.emplace_back("default");
  return all;
}

Iax read_iax(const Sources& sources) {
  Iax iax;
  const parse::ConfigFile* config = sources.file("iax.conf");
  iax.has_file = config != nullptr;
  if (!config) return iax;
  iax.general = {"general", "general", config, config->first("general"), nullptr};
  read_users(iax, sources);
  for (const ConfigCategory& category : config->categories) {
    if (category.is_template || same_name(category.name, "general") ||
        same_name(category.name, "callnumberlimits"))
      continue;
    if (auto device = device_of(*config, category)) iax.devices.push_back(std::move(*device));
  }
  return iax;
}

}  // namespace denwaban::audit
