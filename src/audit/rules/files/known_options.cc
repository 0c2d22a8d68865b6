// SPDX-License-Identifier: GPL-3.0-or-later
// Every option that a reader of Asterisk's has known in any release from 1.4 to 23: what its source compares
// names with.
#include "audit/rules/files/known_options.h"

#include <algorithm>
#include <string>

#include "audit/objects/pjsip_options.h"

namespace denwaban::audit {
namespace {

constexpr std::string_view kSipGeneral =
    " accept_outofcall_message allow allowexternaldomains allowguest allowoverlap allowsubscribe "
    "allowtransfer"
    " alwaysauthreject auth auth_message_requests auth_options_requests authentication authfailureevents "
    "autocreatepeer"
    " autodomain autoframing avpf bindaddr bindport buggymwi callcounter callerid callevents canreinvite "
    "checkmwi"
    " compactheaders contactacl contactdeny contactpermit context cos_audio cos_sip cos_text cos_video "
    "defaultexpirey"
    " defaultexpiry directmedia directrtpsetup disallow disallowed_methods discard_remote_hold_retrieval "
    "domain limitonpeers"
    " domainsasrealm dtlsautogeneratecert dtlscadir dtlscafile dtlscapath dtlscertfile dtlscipher dtlsenable"
    " dtlsfingerprint dtlsprivatekey dtlsrekey dtlssetup dtlsverify dtmfmode dumphistory "
    "dynamic_exclude_static"
    " dynamic_excludes_static encryption externaddr externhost externip externrefresh externtcpport "
    "externtlsport faxdetect"
    " force_avp forwardloopdetected fromdomain g726nonstandard icesupport ignoreregexpire ignoresdpversion "
    "insecure"
    " jbenable jbforce jbimpl jblog jbmaxsize jbresyncthreshold jbsyncvideo jbtargetextra keepalive language"
    " legacy_useroption_parsing limitonpeer localmask localnet match_auth_username matchexternaddrlocally"
    " matchexterniplocally maxcallbitrate maxexpirey maxexpiry maxforwards media_address minexpirey "
    "minexpiry mohinterpret"
    " mohsuggest musicclass musiconhold mwi mwi_from mwiexpirey mwiexpiry nat notifycid notifyhold "
    "notifymimetype"
    " notifyringing ospauth outboundproxy outboundproxyport outofcall_message_context parkinglot pedantic"
    " preferred_codec_only prematuremedia progressinband promiscredir qualify qualifyfreq qualifygap "
    "qualifypeers realm"
    " recordhistory recordofffeature recordonfeature refer_addheaders regcontext regextenonqualify register"
    " register_retry_403 registerattempts registertimeout relaxdtmf rfc2833compensate rpid_immediate "
    "rpid_update"
    " rtautoclear rtcachefriends rtcp_mux rtpbindaddr rtpholdtimeout rtpkeepalive rtptimeout rtsavepath "
    "rtsavesysname"
    " rtupdate sdpowner sdpsession send_diversion sendrpid session-expires session-minse session-refresher "
    "session-timers"
    " shrinkcallerid sipdebug snom_aoc_enabled srvlookup sslbindaddr sslcert sslcipher sslclientmethod "
    "sslenable"
    " sslprivatekey sslv2 sslv3 storesipcause stunaddr submaxexpirey submaxexpiry subminexpirey subminexpiry"
    " subscribe_network_change_event subscribecontext supportpath t1min t38 t38pt_rtp t38pt_tcp t38pt_udptl"
    " t38pt_usertpsource tcpauthlimit tcpauthtimeout tcpbindaddr tcpenable textsupport timerb timert1 "
    "tlsbindaddr tlscadir"
    " tlscafile tlscapath tlscert tlscertfile tlscipher tlsclientmethod tlsdisablev1 tlsdisablev11 "
    "tlsdisablev12"
    " tlsdontverifyserver tlsenable tlsprivatekey tlsservercipherorder tlsv1 tlsverifyclient tonezone tos "
    "tos_audio tos_sip"
    " tos_text tos_video transport trust_id_outbound trustrpid udpbindaddr use_q850_reason useclientcode "
    "useragent"
    " usereqphone videosupport vmexten websocket_enabled websocket_write_timeout ";
constexpr std::string_view kSipDevice =
    " accountcode acl allow allowoverlap allowsubscribe allowtransfer amaflags auth autoframing avpf "
    "buggymwi busylevel"
    " call-limit callbackextension callcounter callerid callgroup callingpres canreinvite cid_number cid_tag "
    "contactacl"
    " contactdeny contactpermit context defaultip defaultuser deny description directmedia directmediaacl "
    "directmediadeny"
    " directmediapermit disallow disallowed_methods discard_remote_hold_retrieval dtlsautogeneratecert "
    "dtlscadir dtlscafile"
    " dtlscapath dtlscertfile dtlscipher dtlsenable dtlsfingerprint dtlsprivatekey dtlsrekey dtlssetup "
    "dtlsverify dtmfmode"
    " encryption encryption_taglen faxdetect force_avp forwardloopdetected fromdomain fromuser fullcontact "
    "fullname"
    " g726nonstandard hasvoicemail header host icesupport ignore_requested_pref ignoresdpversion "
    "incominglimit insecure"
    " ipaddr keepalive language lastms mailbox maxcallbitrate maxforwards md5secret mohinterpret mohsuggest "
    "musicclass"
    " musiconhold mwi_from name namedcallgroup namedpickupgroup nat outboundproxy outofcall_message_context "
    "parkinglot"
    " permit pickupgroup port preferred_codec_only progressinband promiscredir qualify qualifyfreq "
    "recordofffeature"
    " recordonfeature regexten registertrying regseconds remotesecret rfc2833compensate rpid_immediate "
    "rpid_update rtcp_mux"
    " rtp_engine rtpholdtimeout rtpkeepalive rtptimeout secret sendrpid session-expires session-minse "
    "session-refresher"
    " session-timers setvar snom_aoc_enabled subscribecontext subscribemwi supportpath t38 t38pt_rtp "
    "t38pt_tcp t38pt_udptl"
    " t38pt_usertpsource textsupport timerb timert1 tonezone transport trunkname trust_id_outbound trustrpid"
    " unsolicited_mailbox use_q850_reason useclientcode useragent usereqphone username videosupport vmexten ";
constexpr std::string_view kIaxGeneral =
    " accountcode adsi allow allowfwdownload amaflags auth authdebug autokill bandwidth bindaddr bindport "
    "callnumberlimits"
    " calltokenexpiration calltokenoptional codecpriority connectedline context cos delayreject deny "
    "disallow encryption"
    " forceencryption forcejitterbuffer iaxcompat iaxmaxthreadcount iaxthreadcount jbenable jbforce jbimpl "
    "jblog jbmaxsize"
    " jbresyncthreshold jbsyncvideo jbtargetextra jitterbuffer jittertargetextra keyrotate lagrqtime "
    "language maxauthreq"
    " maxcallnumbers maxcallnumbers_nonvalidated maxjitterbuffer maxjitterinterps maxregexpire minregexpire "
    "mohinterpret"
    " mohsuggest nochecksums notransfer parkinglot permit pingtime port regcontext register resyncthreshold "
    "rtautoclear"
    " rtcachefriends rtignoreexpire rtignoreregexpire rtsavesysname rtupdate shrinkcallerid srvlookup"
    " subscribe_network_change_event tos transfer trunkfreq trunkmaxsize trunkmtu trunktimestamps ";
constexpr std::string_view kIaxDevice =
    " accountcode acl adsi allow amaflags auth callerid cid_number codecpriority connectedline context "
    "dbsecret defaultip"
    " deny description disallow encryption forceencryption forcejitterbuffer fullname hasvoicemail host "
    "immediate inkeys"
    " jitterbuffer keyrotate language mailbox mask maxauthreq maxcallnumbers mohinterpret mohsuggest "
    "notransfer outkey"
    " parkinglot peercontext permit port qualify qualifyfreqnotok qualifyfreqok qualifysmoothing regexten "
    "requirecalltoken"
    " secret sendani setvar sourceaddress timezone transfer trunk username ";
constexpr std::string_view kManagerGeneral =
    " allowmultiplelogin authlimit authtimeout bindaddr block-sockets brokeneventsaction channelvars debug "
    "disabledevents"
    " displayconnects displaysystemname enabled httptimeout port portno sslbindaddr sslbindport sslcert "
    "sslcipher"
    " sslclientmethod sslenable sslprivatekey sslv2 sslv3 timestampevents tlsbindaddr tlsbindport tlscadir "
    "tlscafile"
    " tlscapath tlscert tlscertfile tlscipher tlsclientmethod tlsdisablev1 tlsdisablev11 tlsdisablev12 "
    "tlsdontverifyserver"
    " tlsenable tlsprivatekey tlsservercipherorder tlsv1 tlsverifyclient webenabled writetimeout ";
constexpr std::string_view kManagerUser =
    " acl allowmultiplelogin deny displayconnects displaysystemname eventfilter permit read secret setvar "
    "write"
    " writetimeout ";
constexpr std::string_view kHttpGeneral =
    " bindaddr bindport enable_static enable_status enabled enablestatic prefix redirect servername "
    "session_inactivity"
    " session_keep_alive sessionlimit sslbindaddr sslbindport sslcert sslcipher sslclientmethod sslenable "
    "sslprivatekey"
    " sslv2 sslv3 tlsbindaddr tlsbindport tlscadir tlscafile tlscapath tlscert tlscertfile tlscipher "
    "tlsclientmethod"
    " tlsdisablev1 tlsdisablev11 tlsdisablev12 tlsdontverifyserver tlsenable tlsprivatekey "
    "tlsservercipherorder tlsv1"
    " tlsverifyclient ";
constexpr std::string_view kVoicemailGeneral =
    " adsifdn adsisec adsiver aliasescontext attach attachextrecs attachfmt backupdeleted callback charset"
    " cidinternalcontexts delete deletevoicemail dialout emailbody emaildateformat emailsubject emailtitle "
    "envelope"
    " exitcontext expungeonhangup externnotify externpass externpasscheck externpassnotify forcegreetings "
    "forcename format"
    " forward_urgent_auto fromstring greetingfolder greetingsfolder imap_poll_logout imapclosetimeout "
    "imapflags imapfolder"
    " imapgreetings imapopentimeout imapparentfolder imappassword imapport imapreadtimeout imapsecret "
    "imapserver imapuser"
    " imapvmshareid imapwritetimeout language leaveurgent listen-control-forward-key listen-control-pause-key"
    " listen-control-restart-key listen-control-reverse-key listen-control-stop-key locale mailcmd maxgreet "
    "maxlogins"
    " maxmessage maxmsg maxsecs maxsilence messagewrap minmessage minpassword minsecs moveheard nextaftercmd"
    " odbc_audio_on_disk odbcstorage odbctable operator options pagerbody pagerdateformat pagerfromstring "
    "pagersubject"
    " passwordlocation pbxskip pollfreq pollmailboxes review saycid sayduration saydurationm searchcontexts "
    "sendvoicemail"
    " serveremail silencethreshold skipms smdi smdienable smdiport spooldir tempgreetwarn tps_queue_high "
    "tps_queue_low tz"
    " usedirectory userscontext vm-invalid-password vm-login vm-mismatch vm-newpassword vm-newuser "
    "vm-passchanged"
    " vm-password vm-pls-try-again vm-prepend-timeout vm-reenterpassword volgain ";
constexpr std::string_view kRtpGeneral =
    " dtls_mtu dtmftimeout ice_acl ice_blacklist ice_deny ice_permit icesupport probation rtcpinterval "
    "rtp_pt_dynamic"
    " rtpchecksums rtpend rtpstart srtpreplayprotection strictrtp stun_acl stun_blacklist stun_deny "
    "stun_permit"
    " stun_software_attribute stunaddr turnaddr turnpassword turnusername ";
// pbx_config.c, pbx_load_config; the last until 1.6.
constexpr std::string_view kExtensionsGeneral =
    " static writeprotect autofallthrough extenpatternmatchnew clearglobalvars overrideswitch userscontext priorityjumping ";
constexpr std::string_view kNone = "";

struct Section {
  std::string_view file;
  bool general;  // [general], else every other section
  std::string_view known;
};

constexpr Section kSections[] = {
    {"sip.conf", true, kSipGeneral},
    {"sip.conf", false, kSipDevice},
    {"iax.conf", true, kIaxGeneral},
    {"iax.conf", false, kIaxDevice},
    {"manager.conf", true, kManagerGeneral},
    {"manager.conf", false, kManagerUser},
    {"http.conf", true, kHttpGeneral},
    {"voicemail.conf", true, kVoicemailGeneral},
    {"rtp.conf", true, kRtpGeneral},
    {"extensions.conf", true, kExtensionsGeneral},
};

constexpr std::string_view kSecurity =
    " secret md5secret remotesecret permit deny acl contactpermit contactdeny contactacl directmediapermit "
    "directmediadeny"
    " allowguest alwaysauthreject insecure context type host autocreatepeer allowexternaldomains auth "
    "encryption bindaddr"
    " udpbindaddr tcpbindaddr tlsbindaddr tlsenable enabled webenabled read write calltokenoptional "
    "requirecalltoken"
    " auth_options_requests auth_message_requests inkeys peercontext defaultuser username "
    "match_auth_username promiscredir"
    " contact_permit contact_deny contact_acl auth_type password md5_cred match endpoint identify_by bind "
    "strictrtp ";

constexpr std::string_view kClosing =
    " secret md5secret permit deny acl contactpermit contactdeny contactacl allowguest alwaysauthreject "
    "autocreatepeer"
    " allowexternaldomains encryption calltokenoptional requirecalltoken auth_options_requests "
    "auth_message_requests"
    " match_auth_username contact_permit contact_deny contact_acl password bindaddr udpbindaddr tcpbindaddr ";

std::string lower(std::string_view text) {
  std::string copy(text);
  for (char& c : copy)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return copy;
}

bool stands_in(std::string_view list, const std::string& key) {
  return !key.empty() && key.find(' ') == std::string::npos &&
         list.find(" " + key + " ") != std::string_view::npos;
}

std::string bare(std::string_view text) {
  std::string copy = lower(text);
  std::erase_if(copy, [](char c) { return c == '_' || c == '-'; });
  return copy;
}

// One letter too much, too few, wrong, or two of them exchanged; blanks between words do not count.
bool is_slip(const std::string& written, const std::string& meant) {
  if (written == meant) return true;
  size_t a = written.size(), b = meant.size();
  if (meant.size() < 4 || (a > b ? a - b : b - a) > 1) return false;
  size_t from = 0;
  while (from < std::min(a, b) && written[from] == meant[from]) ++from;
  size_t back = 0;
  while (back < std::min(a, b) - from && written[a - 1 - back] == meant[b - 1 - back]) ++back;
  size_t left_a = a - from - back, left_b = b - from - back;
  if (left_a <= 1 && left_b <= 1) return true;
  return left_a == 2 && left_b == 2 && written[from] == meant[from + 1] && written[from + 1] == meant[from];
}

template <class Each>
void each_word(std::string_view list, Each each) {
  size_t at = 0;
  while ((at = list.find_first_not_of(' ', at)) != std::string_view::npos) {
    size_t end = std::min(list.find(' ', at), list.size());
    each(list.substr(at, end - at));
    at = end;
  }
}

}  // namespace

std::string_view known_options(std::string_view file, bool general, std::string_view type) {
  if (file == "pjsip.conf") return general ? kNone : pjsip_options(type);
  for (const Section& section : kSections)
    if (section.file == file && section.general == general && type.empty()) return section.known;
  return kNone;
}

bool is_known(std::string_view list, std::string_view key) { return stands_in(list, lower(key)); }

bool concerns_security(std::string_view key) { return stands_in(kSecurity, lower(key)); }

bool closes_something(std::string_view key) { return stands_in(kClosing, lower(key)); }

std::string_view meant_option(std::string_view list, std::string_view key) {
  std::string written = bare(key);
  std::string_view meant;
  if (written.empty() || written.size() > 64) return meant;
  if (written == "password" && is_known(list, "remotesecret")) return "secret";  // chan_sip's word for it
  each_word(list, [&](std::string_view word) {
    if (meant.empty() && concerns_security(word) && is_slip(written, bare(word))) meant = word;
  });
  return meant;
}

}  // namespace denwaban::audit
