// SPDX-License-Identifier: GPL-3.0-or-later
#include "audit/objects/chan_sip.h"

#include <algorithm>
#include <map>

#include "audit/objects/users_conf.h"
#include "base/ip.h"
#include "parse/config/comments.h"

namespace denwaban::audit {
namespace {

using parse::ConfigCategory;
using parse::same_name;

bool is_type(std::string_view word) {
  return same_name(word, "peer") || same_name(word, "user") || same_name(word, "friend");
}

// A `type` never takes back what an earlier one gave: friend of a template and then peer is still a friend.
// The last one must be a type that chan_sip knows, or there is no device at all.
std::optional<SipDevice> device_of(const ChanSip& sip, const parse::ConfigFile& config,
                                   const ConfigCategory& category) {
  SipDevice device;
  device.object = {{}, category.name, &config, &category, sip.general.category, sip.general.config};
  if (!is_type(device.object.own("type").value)) return std::nullopt;
  for (const Option& type : device.object.list({"type"})) {
    device.is_peer |= !same_name(type.value, "user") && is_type(type.value);
    device.is_user |= !same_name(type.value, "peer") && is_type(type.value);
  }
  device.object.kind = device.is_peer && device.is_user ? "friend" : device.is_peer ? "peer" : "user";
  return device;
}

// `insecure=` knows no blanks behind its commas, and gathers what several lines say.
bool says_invite(const Option& option) {
  std::string_view rest = option.value;
  if (option.no()) return false;
  while (!rest.empty()) {
    size_t comma = rest.find(',');
    if (same_name(rest.substr(0, comma), "invite")) return true;
    rest.remove_prefix(comma == std::string_view::npos ? rest.size() : comma + 1);
  }
  return false;
}

// The later definition of a name counts, and stands where it was made.
class Devices {
 public:
  void add(SipDevice device) {
    std::string name = device.object.name;
    auto [at, is_new] = by_name_.emplace(std::move(name), all_.size());
    if (!is_new) {
      all_[at->second].reset();
      at->second = all_.size();
    }
    all_.emplace_back(std::move(device));
  }
  std::vector<SipDevice> take() {
    std::vector<SipDevice> kept;
    for (auto& device : all_)
      if (device) kept.push_back(std::move(*device));
    return kept;
  }

 private:
  std::vector<std::optional<SipDevice>> all_;
  std::map<std::string, size_t> by_name_;
};

void read_users(ChanSip& sip, const Sources& sources, Devices& devices) {
  auto users = expand_users(sources);
  if (!users) return;
  sip.expanded.push_back(users);
  for (const ConfigCategory* category : users_with(*users, "hassip")) {
    SipDevice device;
    device.object = {"friend", category->name,       users.get(),
                     category, sip.general.category, sip.general.config};
    device.is_peer = device.is_user = device.from_users_conf = true;
    devices.add(std::move(device));
  }
}

}  // namespace

bool SipDevice::dynamic() const { return same_name(object.own("host").value, "dynamic"); }

std::string SipDevice::host() const { return dynamic() ? std::string() : object.own("host").value; }

bool SipDevice::is_of_this_machine() const {
  if (is_user) return false;  // found by what From says
  const std::string name = host();
  const auto address = IpAddress::parse(name);
  return same_name(name, "localhost") || (address && address->is_loopback());
}

bool SipDevice::has_secret() const {
  return !object.own("secret").value.empty() || !object.own("md5secret").value.empty();
}

Option SipDevice::secret() const {
  Option digest = object.own("md5secret");
  return digest.value.empty() ? object.own("secret") : digest;
}

bool SipDevice::insecure_invite() const { return insecure().written(); }

Option SipDevice::insecure() const {
  std::vector<Option> own = object.list({"insecure"});
  auto saying = std::find_if(own.rbegin(), own.rend(), says_invite);
  if (saying != own.rend()) return *saying;
  Option inherited = object.option("insecure");
  return own.empty() && says_invite(inherited) ? inherited : Option{};
}

std::string SipDevice::context() const { return object.option("context", "default").value; }

ChanSip read_chan_sip(const Sources& sources) {
  ChanSip sip;
  const parse::ConfigFile* config = sources.file("sip.conf");
  sip.has_file = config != nullptr;
  if (!config) return sip;
  sip.general = {"general", "general", config, config->first("general"), nullptr};
  Option guests = sip.general.option("allowguest", "yes");
  sip.guests = guests.yes();
  sip.guest_context = sip.general.option("context", "default").value;
  sip.registrations = sip.general.list({"register"});
  Devices devices;
  read_users(sip, sources, devices);
  for (const ConfigCategory& category : config->categories) {
    if (category.is_template || same_name(category.name, "general") ||
        same_name(category.name, "authentication"))
      continue;
    if (auto device = device_of(sip, *config, category)) devices.add(std::move(*device));
  }
  sip.devices = devices.take();
  for (const Option& domain : sip.general.list({"domain"})) {
    size_t comma = domain.value.find(',');
    if (comma == std::string::npos) continue;
    std::string_view context = parse::trim_blanks(std::string_view(domain.value).substr(comma + 1));
    if (!context.empty()) sip.domain_contexts.push_back({std::string(context), domain});
  }
  return sip;
}

}  // namespace denwaban::audit
