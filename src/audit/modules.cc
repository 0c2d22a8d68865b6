// SPDX-License-Identifier: GPL-3.0-or-later
#include "audit/modules.h"

#include <utility>

#include "audit/object.h"

namespace denwaban::audit {
namespace {

// "chan_sip.so" and "Chan_SIP" are one (resource_name_match).
std::string plain(std::string_view module) {
  std::string name(module);
  for (char& c : name)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  if (name.ends_with(".so")) name.resize(name.size() - 3);
  return name;
}

struct Reader {
  std::string_view file, module;
};
constexpr Reader kReaders[] = {{"sip.conf", "chan_sip"},
                               {"pjsip.conf", "res_pjsip"},
                               {"pjsip_wizard.conf", "res_pjsip_config_wizard"},
                               {"pjsip_notify.conf", "res_pjsip_notify"},
                               {"iax.conf", "chan_iax2"},
                               {"voicemail.conf", "app_voicemail"},
                               {"queues.conf", "app_queue"},
                               {"confbridge.conf", "app_confbridge"},
                               {"meetme.conf", "app_meetme"},
                               {"followme.conf", "app_followme"},
                               {"chan_dahdi.conf", "chan_dahdi"},
                               {"mgcp.conf", "chan_mgcp"},
                               {"skinny.conf", "chan_skinny"},
                               {"unistim.conf", "chan_unistim"},
                               {"dundi.conf", "pbx_dundi"},
                               {"ari.conf", "res_ari"},
                               {"xmpp.conf", "res_xmpp"},
                               {"res_parking.conf", "res_parking"},
                               {"minivm.conf", "app_minivm"},
                               {"rtp.conf", "res_rtp_asterisk"},
                               {"extensions.conf", "pbx_config"}};

}  // namespace

std::string_view reader_of(std::string_view file) {
  for (const Reader& reader : kReaders)
    if (reader.file == file) return reader.module;
  return {};
}

Modules Modules::read(const Sources& sources) {
  Modules modules;
  const parse::ConfigFile* config = sources.file("modules.conf");
  if (!config) return modules;
  modules.known_ = true;
  modules.autoload_ = false;
  const parse::ConfigCategory* section = config->first("modules");
  if (!section) return modules;
  Object object{"modules", "modules", config, section, nullptr};
  modules.autoload_ = object.option("autoload").yes();
  for (const Option& o : object.list({"load", "preload", "require", "preload-require"}))
    modules.load_.insert(plain(o.value));
  for (const Option& o : object.list({"noload"})) modules.noload_.insert(plain(o.value));
  return modules;
}

bool Modules::named_to_load(std::string_view module) const { return load_.contains(plain(module)); }
bool Modules::named_not_to_load(std::string_view module) const { return noload_.contains(plain(module)); }

bool Modules::loaded(std::string_view module) const {
  if (named_not_to_load(module)) return false;
  return autoload_ || named_to_load(module) || wanted_by_another(module);
}

// A module that another one requires is loaded with it (load_dlopen_missing, since 16).
bool Modules::wanted_by_another(std::string_view module) const {
  static constexpr std::pair<std::string_view, std::string_view> kNeeds[] = {
      {"res_pjsip", "chan_pjsip"},        {"res_pjsip", "res_pjsip_"}, {"res_pjsip_session", "chan_pjsip"},
      {"res_pjsip_pubsub", "chan_pjsip"}, {"res_ari", "res_ari_"},     {"res_odbc", "res_config_odbc"},
      {"res_speech", "app_speech_utils"}};
  std::string name = plain(module);
  for (const auto& [needed, by] : kNeeds) {
    if (name != needed) continue;
    auto found = load_.lower_bound(by);
    if (found != load_.end() && std::string_view(*found).starts_with(by)) return true;
  }
  return false;
}

}  // namespace denwaban::audit
