// SPDX-License-Identifier: GPL-3.0-or-later
#include "audit/objects/pjsip_wizard.h"

#include <algorithm>

#include "pbx/host_spec.h"

namespace denwaban::audit {
namespace {

using parse::ConfigCategory;
using parse::ConfigFile;
using parse::ConfigVariable;
using parse::same_name;

constexpr size_t kHostsMax = 1'000;  // of one wizard

class Wizard {
 public:
  explicit Wizard(const ConfigCategory& written) : written_(written) {}

  std::vector<ConfigCategory> expand() {
    if (yes("accepts_auth")) auth("inbound_auth/", "-iauth", "accepts_auth", "auth");
    if (yes("sends_auth")) auth("outbound_auth/", "-oauth", "sends_auth", "outbound_auth");
    if (lacks_user("accepts_auth", "inbound_auth/username") || lacks_user("sends_auth", "outbound_auth/username"))
      return std::move(made_);  // the refused auth alone tells why (handle_auth)
    aor();
    if (!yes("accepts_registrations") && !hosts_.empty()) identify();
    if (yes("sends_registrations")) registrations();
    endpoint();
    return std::move(made_);
  }

 private:
  bool lacks_user(std::string_view asked, std::string_view user) const { return yes(asked) && written_.value(user).empty(); }
  bool yes(std::string_view option) const { return pbx::is_true(written_.value(option)); }

  ConfigCategory& make(std::string name, std::string_view type) {
    ConfigCategory& category = made_.emplace_back();
    category.name = std::move(name);
    category.file = written_.file;
    category.line = written_.line;
    say(category, "type", std::string(type), "type");
    return category;
  }
  // An option that the wizard makes of another one, or of nothing: then it stands where the section does.
  void say(ConfigCategory& category, std::string name, std::string value, std::string_view because) const {
    ConfigVariable variable;
    variable.name = std::move(name);
    variable.value = std::move(value);
    variable.file = category.file;
    variable.line = category.line;
    if (const ConfigVariable* cause = written_.last(because)) {
      variable.file = cause->file;
      variable.line = cause->line;
      variable.inherited_from = cause->inherited_from;
    }
    category.variables.push_back(std::move(variable));
  }
  // "endpoint/context=x" of the wizard is "context=x" of the endpoint.
  void copy(ConfigCategory& category, std::string_view prefix) const {
    for (const ConfigVariable& variable : written_.variables) {
      std::string_view name = variable.name;
      if (name.size() <= prefix.size() || !same_name(name.substr(0, prefix.size()), prefix)) continue;
      ConfigVariable own = variable;
      own.name.erase(0, prefix.size());
      category.variables.push_back(std::move(own));
    }
  }

  void auth(std::string_view prefix, std::string_view suffix, std::string_view because,
            std::string_view reference) {
    std::string name = written_.name + std::string(suffix);
    copy(make(name, "auth"), prefix);
    references_.push_back({std::string(reference), name, std::string(because)});
  }
  void aor() {
    ConfigCategory& aor = make(written_.name, "aor");
    if (yes("accepts_registrations")) {
      say(aor, "max_contacts", "1", "accepts_registrations");
    } else {
      for (const std::string& host : hosts_) say(aor, "contact", "sip:" + host, "remote_hosts");
    }
    copy(aor, "aor/");
  }
  void identify() {
    ConfigCategory& identify = make(written_.name + "-identify", "identify");
    say(identify, "endpoint", written_.name, "type");
    if (!has("identify/match"))
      for (const std::string& host : hosts_)
        say(identify, "match", host.substr(0, host.find(':')), "remote_hosts");
    copy(identify, "identify/");
  }
  void registrations() {
    for (size_t i = 0; i < hosts_.size(); ++i) {
      ConfigCategory& registration = make(written_.name + "-reg-" + std::to_string(i), "registration");
      say(registration, "endpoint", written_.name, "type");
      say(registration, "server_uri", "sip:" + hosts_[i], "remote_hosts");
      if (yes("sends_auth")) say(registration, "outbound_auth", written_.name + "-oauth", "sends_auth");
      copy(registration, "registration/");
    }
  }
  void endpoint() {
    ConfigCategory& endpoint = make(written_.name, "endpoint");
    say(endpoint, "aors", written_.name, "type");
    for (const Reference& reference : references_)
      say(endpoint, reference.option, reference.name, reference.because);
    if (has("transport")) say(endpoint, "transport", std::string(written_.value("transport")), "transport");
    copy(endpoint, "endpoint/");
  }
  bool has(std::string_view option) const { return written_.last(option) != nullptr; }

  static std::vector<std::string> hosts_of(const ConfigCategory& written) {
    std::vector<std::string> hosts;
    for (std::string_view host : pbx::split_list(written.value("remote_hosts")))
      if (hosts.size() < kHostsMax) hosts.emplace_back(host);
    return hosts;
  }

  struct Reference {
    std::string option;
    std::string name;
    std::string because;
  };
  const ConfigCategory& written_;
  std::vector<std::string> hosts_ = hosts_of(written_);
  std::vector<Reference> references_;
  std::vector<ConfigCategory> made_;
};

}  // namespace

std::shared_ptr<const ConfigFile> expand_wizards(const ConfigFile& written) {
  auto expanded = std::make_shared<ConfigFile>(written);
  for (const ConfigCategory& category : written.categories) {
    if (category.is_template || !same_name(category.value("type"), "wizard")) continue;
    std::vector<ConfigCategory> made = Wizard(category).expand();
    std::move(made.begin(), made.end(), std::back_inserter(expanded->categories));
  }
  return expanded;
}

}  // namespace denwaban::audit
