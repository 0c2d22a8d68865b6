// SPDX-License-Identifier: GPL-3.0-or-later
#include "audit/paths/door_gates.h"

#include <algorithm>

#include "audit/access_list.h"
#include "knowledge/weak_words.h"
#include "pbx/host_spec.h"

namespace denwaban::audit {
namespace {

// A network as wide as half the Internet keeps nobody out.
constexpr int kOpenLength = 1;

Gate secret_gate(std::string_view secret, std::string_view name, std::string_view user) {
  std::string_view names[] = {name, user};
  return knowledge::is_guessable(knowledge::grade_secret(secret, names)) ? Gate::weak_password : Gate::credentials;
}

bool lets_nobody_in(const AccessList& list) { return list.written() && list.share_of_ipv4() == 0; }

// Objects that are not in the files may be in a database.
bool objects_in_a_database(const Estate& estate) {
  return estate.sources.file("sorcery.conf") != nullptr || estate.sources.file("extconfig.conf") != nullptr;
}

bool open_to_all(std::string_view match) {
  auto network = pbx::parse_network(match);
  return network && network->length() <= kOpenLength;
}

struct Identified {
  bool at_all = false;
  bool by_everybody = false;
};

// By which addresses the endpoint is found.
Identified identified(const Estate& estate, const Object& endpoint) {
  Identified found;
  for (const Object& identify : estate.pjsip.identifies) {
    if (identify.option("endpoint").value != endpoint.name) continue;
    found.at_all = true;
    for (const Option& match : identify.list({"match"}))
      for (std::string_view part : pbx::split_list(match.value)) found.by_everybody = found.by_everybody || open_to_all(part);
  }
  return found;
}

// Sections of type acl hold for every request.
bool restricted_for_all(const Estate& estate) {
  if (!estate.modules.loaded("res_pjsip_acl")) return false;
  return std::any_of(estate.pjsip.acls.begin(), estate.pjsip.acls.end(),
                     [&](const Object& acl) { return AccessList(acl, estate.access_lists).restricts(); });
}

std::vector<std::string_view> split_secrets(std::string_view text) {
  std::vector<std::string_view> all;
  for (size_t at = 0; at <= text.size();) {
    const size_t end = std::min(text.find(';', at), text.size());
    all.push_back(text.substr(at, end - at));
    at = end + 1;
  }
  return all;
}

std::optional<Gate> weakest_password(const Estate& estate, const Object& endpoint) {
  auto auths = estate.pjsip.auths_of(endpoint);
  // What is asked for is not in the files: it may be in those that were not copied. Nobody comes in without it.
  Gate weakest = Gate::credentials;
  for (const Object* auth : auths) {
    Option password = auth->option("password");
    if (!auth->option("md5_cred").value.empty() && password.value.empty()) continue;
    weakest = std::min(weakest, secret_gate(password.value, endpoint.name, auth->option("username").value));
  }
  return weakest;
}

// Who writes the endpoint's name into From is the endpoint, unless it is found by its address only. Sections of type identify
// hold whatever identify_by says (res_pjsip_endpoint_identifier_ip.c does not ask it).
std::optional<Gate> gate_without_password(const Estate& estate, const Object& endpoint) {
  std::string identify_by = endpoint.option("identify_by", "username,ip").value;
  bool by_name = identify_by.find("username") != std::string::npos &&
                 estate.modules.loaded("res_pjsip_endpoint_identifier_user");
  Identified found = identified(estate, endpoint);
  if (endpoint.name.starts_with("anonymous") || by_name || found.by_everybody) return Gate::none;
  // By address, header or request only where a section of type=identify says so; by credentials whoever writes the name.
  bool by_credentials = identify_by.find("auth_username") != std::string::npos;
  if (!by_credentials && !found.at_all && !objects_in_a_database(estate)) return std::nullopt;
  return Gate::source_address;
}

}  // namespace

std::optional<Gate> gate_of_device(const Estate& estate, const SipDevice& device) {
  AccessList access(device.object, estate.access_lists);
  if (lets_nobody_in(access)) return std::nullopt;
  if (device.has_secret() && !device.insecure_invite()) {
    if (device.object.option("md5secret").written()) return Gate::credentials;
    std::string secret = device.object.option("secret").value;
    if (secret.empty()) return Gate::credentials;
    return secret_gate(secret, device.object.name, device.object.option("defaultuser").value);
  }
  if (device.is_of_this_machine()) return Gate::credentials;
  return !device.is_user || access.restricts() ? Gate::source_address : Gate::none;
}

std::optional<Gate> gate_of_endpoint(const Estate& estate, const Object& endpoint) {
  AccessList access(endpoint, estate.access_lists);
  if (lets_nobody_in(access) || estate.pjsip.asks_for_what_is_refused(endpoint)) return std::nullopt;
  bool asked = !endpoint.option("auth").value.empty() && estate.modules.loaded("res_pjsip_authenticator_digest");
  auto gate = asked ? weakest_password(estate, endpoint) : gate_without_password(estate, endpoint);
  if (gate == Gate::source_address && estate.pjsip.is_of_this_machine(endpoint)) return Gate::credentials;
  bool restricted = access.restricts() || restricted_for_all(estate);
  return gate == Gate::none && restricted ? Gate::source_address : gate;
}

std::optional<Gate> gate_of_device(const Estate& estate, const IaxDevice& device) {
  AccessList access(device.object, estate.access_lists);
  if (lets_nobody_in(access)) return std::nullopt;
  if (device.refuses_everybody()) return std::nullopt;
  if (!device.has_secret()) return access.restricts() ? Gate::source_address : Gate::none;
  // A user's lines add up (chan_iax2.c, build_user), and each password of a line opens, an empty one too.
  Gate weakest = Gate::credentials;
  const std::vector<Option> lines = device.object.list({"secret"});
  for (const Option& line : lines) {
    const bool several = lines.size() > 1 || line.value.find(';') != std::string::npos;
    for (std::string_view secret : split_secrets(line.value))
      if (!secret.empty() || several) weakest = std::min(weakest, secret_gate(secret, device.object.name, {}));
  }
  return weakest;
}

}  // namespace denwaban::audit
