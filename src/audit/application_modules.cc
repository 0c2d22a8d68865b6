// SPDX-License-Identifier: GPL-3.0-or-later
// Which module an application of the dialplan is in (apps/, res/). Those of main/ are always there.
#include <algorithm>
#include <string_view>
#include <utility>

#include "audit/modules.h"

namespace denwaban::audit {
namespace {

using Row = std::pair<std::string_view, std::string_view>;

constexpr Row kModules[] = {
    {"addqueuemember", "app_queue"},
    {"agi", "res_agi"},
    {"amd", "app_amd"},
    {"authenticate", "app_authenticate"},
    {"backgrounddetect", "app_talkdetect"},
    {"chanisavail", "app_chanisavail"},
    {"channelredirect", "app_channelredirect"},
    {"chanspy", "app_chanspy"},
    {"confbridge", "app_confbridge"},
    {"continuewhile", "app_while"},
    {"controlplayback", "app_controlplayback"},
    {"dbdel", "app_db"},
    {"dbdeltree", "app_db"},
    {"deadagi", "res_agi"},
    {"dial", "app_dial"},
    {"dictate", "app_dictate"},
    {"directory", "app_directory"},
    {"disa", "app_disa"},
    {"eagi", "res_agi"},
    {"echo", "app_echo"},
    {"endwhile", "app_while"},
    {"exec", "app_exec"},
    {"execif", "app_exec"},
    {"exitwhile", "app_while"},
    {"extenspy", "app_chanspy"},
    {"externalivr", "app_externalivr"},
    {"festival", "app_festival"},
    {"followme", "app_followme"},
    {"forkcdr", "app_forkcdr"},
    {"gosub", "app_stack"},
    {"gosubif", "app_stack"},
    {"log", "app_verbose"},
    {"macro", "app_macro"},
    {"macroexclusive", "app_macro"},
    {"macroexit", "app_macro"},
    {"macroif", "app_macro"},
    {"meetme", "app_meetme"},
    {"mixmonitor", "app_mixmonitor"},
    {"monitor", "res_monitor"},
    {"nocdr", "app_cdr"},
    {"originate", "app_originate"},
    {"page", "app_page"},
    {"pickup", "app_directed_pickup"},
    {"playback", "app_playback"},
    {"privacymanager", "app_privacy"},
    {"queue", "app_queue"},
    {"read", "app_read"},
    {"readexten", "app_readexten"},
    {"record", "app_record"},
    {"resetcdr", "app_cdr"},
    {"retrydial", "app_dial"},
    {"return", "app_stack"},
    {"sayunixtime", "app_sayunixtime"},
    {"senddtmf", "app_senddtmf"},
    {"sendtext", "app_sendtext"},
    {"softhangup", "app_softhangup"},
    {"stackpop", "app_stack"},
    {"stasis", "app_stasis"},
    {"system", "app_system"},
    {"transfer", "app_transfer"},
    {"tryexec", "app_exec"},
    {"trysystem", "app_system"},
    {"userevent", "app_userevent"},
    {"verbose", "app_verbose"},
    {"vmauthenticate", "app_voicemail"},
    {"voicemail", "app_voicemail"},
    {"voicemailmain", "app_voicemail"},
    {"waitforring", "app_waitforring"},
    {"waitforsilence", "app_waitforsilence"},
    {"waituntil", "app_waituntil"},
    {"while", "app_while"},
    {"zapateller", "app_zapateller"},
};
static_assert(std::is_sorted(std::begin(kModules), std::end(kModules)));

}  // namespace

bool Modules::has_application(std::string_view app) const {
  if (!known_) return true;
  const auto* row = std::lower_bound(std::begin(kModules), std::end(kModules), app,
                                     [](const Row& a, std::string_view b) { return a.first < b; });
  if (row == std::end(kModules) || row->first != app || loaded(row->second)) return true;
  // With its mailboxes elsewhere it is built under another name.
  return row->second == "app_voicemail" && (loaded("app_voicemail_imap") || loaded("app_voicemail_odbc"));
}

}  // namespace denwaban::audit
