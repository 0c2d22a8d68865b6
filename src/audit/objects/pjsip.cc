// SPDX-License-Identifier: GPL-3.0-or-later
#include "audit/objects/pjsip.h"

#include <algorithm>
#include <cstdlib>
#include <optional>

#include "audit/objects/pjsip_options.h"
#include "audit/objects/pjsip_wizard.h"
#include "pbx/host_spec.h"

namespace denwaban::audit {
namespace {

using parse::ConfigCategory;
using parse::ConfigFile;
using parse::same_name;

struct Kind {
  std::string_view type;
  std::vector<Object> Pjsip::*list;
};

constexpr Kind kKinds[] = {
    {"endpoint", &Pjsip::endpoints},         {"auth", &Pjsip::auths}, {"aor", &Pjsip::aors},
    {"identify", &Pjsip::identifies},        {"acl", &Pjsip::acls},   {"transport", &Pjsip::transports},
    {"registration", &Pjsip::registrations},
};

// Every type that an object of Asterisk's own modules has beside those above.
constexpr std::string_view kOtherTypes[] = {"domain_alias",
                                            "contact",
                                            "phoneprov",
                                            "resource_list",
                                            "asterisk-publication",
                                            "outbound-publish",
                                            "inbound-publication",
                                            "subscription_persistence",
                                            "geoloc",
                                            "system",
                                            "global"};

bool is_blank(const Object& object, std::string_view option) { return object.option(option).value.empty(); }

// What an object is refused for as a whole once its lines are read (config_auth.c, auth_apply; pjsip_configuration.c,
// sip_endpoint_apply_handler; rtp_engine.c, ast_rtp_dtls_cfg_validate). The option that it hangs on.
std::optional<std::pair<std::string_view, PjsipValue>> fault_of(const Object& object) {
  constexpr int kLeastSessionTimer = 90;
  using Fault = std::pair<std::string_view, PjsipValue>;
  if (object.kind == "auth") {
    if (is_blank(object, "username")) return Fault("username", PjsipValue::no_user);
    const bool md5 = same_name(object.option("auth_type").value, "md5");
    if (md5 && is_blank(object, "md5_cred") && is_blank(object, "password_digest"))
      return Fault("md5_cred", PjsipValue::no_digest);
  }
  if (object.kind == "endpoint") {
    const Option least = object.option("timers_min_se");
    if (least.written() && std::strtol(least.value.c_str(), nullptr, 0) < kLeastSessionTimer)
      return Fault("timers_min_se", PjsipValue::too_small);
    if (object.option("dtls_auto_generate_cert").yes() && !is_blank(object, "dtls_cert_file"))
      return Fault("dtls_cert_file", PjsipValue::two_certificates);
  }
  return std::nullopt;
}

class Reader {
 public:
  explicit Reader(Pjsip& pjsip) : pjsip_(pjsip) {}

  void read(const ConfigFile& config) {
    for (const ConfigCategory& category : config.categories) {
      if (category.is_template) continue;
      Object object{{}, category.name, &config, &category, nullptr};
      object.kind = object.option("type").value;
      place(std::move(object));
    }
  }
  // Of several objects of one type and name the last is kept, where it stands.
  void finish() {
    for (const Kind& kind : kKinds) keep_last(pjsip_.*kind.list);
  }

 private:
  // Types are compared to the letter: type=Endpoint makes nothing (main/strings.c, ast_strings_match).
  void place(Object object) {
    if (object.kind == "wizard" || is_refused(object)) return;
    if (object.kind == "global") pjsip_.global = object;
    if (object.kind == "system") pjsip_.system = object;
    for (const Kind& kind : kKinds)
      if (object.kind == kind.type) return (pjsip_.*kind.list).push_back(std::move(object));
    bool known = std::any_of(std::begin(kOtherTypes), std::end(kOtherTypes),
                             [&](std::string_view type) { return type == object.kind; });
    (known ? pjsip_.others : pjsip_.untyped).push_back(std::move(object));
  }
  bool is_refused(const Object& object) {
    for (const parse::ConfigVariable& v : object.category->variables) {
      if (!is_pjsip_option(object.kind, v.name)) {  // DWB-CFG-006 tells of it
        pjsip_.dropped.push_back(object);
        return true;
      }
      PjsipValue fault = judge_pjsip_value(object.kind, v.name, v.value);
      if (fault == PjsipValue::read) continue;
      for (Option& line : object.list({v.name}))
        if (line.variable == &v) pjsip_.refused.push_back({object, std::move(line), fault});
      return true;
    }
    const auto whole = fault_of(object);
    if (whole) pjsip_.refused.push_back({object, object.option(whole->first), whole->second});
    return whole.has_value();
  }
  void keep_last(std::vector<Object>& objects) {
    std::map<std::string, size_t> last;
    for (size_t i = 0; i < objects.size(); ++i) last[objects[i].name] = i;
    std::vector<Object> kept;
    for (size_t i = 0; i < objects.size(); ++i) {
      bool counts = last[objects[i].name] == i;
      (counts ? kept : pjsip_.overridden).push_back(std::move(objects[i]));
    }
    objects = std::move(kept);
  }

  Pjsip& pjsip_;
};

}  // namespace

const Object* Pjsip::find(const std::vector<Object>& of, std::string_view name) const {
  auto found = std::find_if(of.begin(), of.end(), [&](const Object& o) { return o.name == name; });
  return found == of.end() ? nullptr : &*found;
}

std::vector<ObjectReference> Pjsip::references(const Object& object, std::string_view option) const {
  std::vector<ObjectReference> all;
  // A later line takes an earlier one's place (res_pjsip/pjsip_configuration.c); addresses are added.
  std::vector<Option> lines = object.list({option});
  if (option != "match" && lines.size() > 1) lines.erase(lines.begin(), lines.end() - 1);
  for (const Option& line : lines)
    for (std::string_view name : pbx::split_list(line.variable->value))
      all.push_back({std::string(name), line});
  return all;
}

std::vector<const Object*> Pjsip::auths_of(const Object& endpoint) const {
  std::vector<const Object*> found;
  for (const ObjectReference& reference : references(endpoint, "auth")) {
    auto auth = auth_index.find(reference.name);
    if (auth != auth_index.end()) found.push_back(&auths[auth->second]);
  }
  return found;
}

bool Pjsip::asks_for_what_is_refused(const Object& endpoint) const {
  const std::vector<ObjectReference> names = references(endpoint, "auth");
  return std::ranges::any_of(names, [&](const ObjectReference& one) {
    if (auth_index.find(one.name) != auth_index.end()) return false;
    auto is_it = [&](const Object& object) { return object.kind == "auth" && object.name == one.name; };
    return std::ranges::any_of(refused, is_it, &RefusedSection::object) || std::ranges::any_of(dropped, is_it);
  });
}

bool Pjsip::is_of_this_machine(const Object& endpoint) const {
  bool found = false;
  for (const Object& identify : identifies) {
    if (identify.option("endpoint").value != endpoint.name) continue;
    for (const ObjectReference& match : references(identify, "match")) {
      const auto network = pbx::parse_network(match.name);
      const bool loopback = match.name == "localhost" || (network && network->address().is_loopback() && network->length() >= 8);
      if (!loopback) return false;
      found = true;
    }
  }
  return found;
}

Pjsip read_pjsip(const Sources& sources) {
  Pjsip pjsip;
  Reader reader(pjsip);
  const ConfigFile* config = sources.file("pjsip.conf");
  if (config) reader.read(*config);
  if (const ConfigFile* wizards = sources.file("pjsip_wizard.conf")) {
    pjsip.expanded.push_back(expand_wizards(*wizards));
    Reader(pjsip).read(*pjsip.expanded.back());
    std::erase_if(pjsip.untyped, [&](const Object& o) { return o.config == pjsip.expanded.back().get(); });
    pjsip.has_file = std::any_of(wizards->categories.begin(), wizards->categories.end(),
                                 [](const ConfigCategory& c) { return !c.is_template; });
  }
  pjsip.has_file |= config != nullptr;
  reader.finish();
  for (Object* single : {&pjsip.global, &pjsip.system})
    if (!single->config)
      *single = {single == &pjsip.global ? "global" : "system", "global", config, nullptr, nullptr};
  for (size_t i = 0; i < pjsip.auths.size(); ++i) pjsip.auth_index[pjsip.auths[i].name] = i;
  return pjsip;
}

}  // namespace denwaban::audit
