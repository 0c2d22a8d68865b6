// SPDX-License-Identifier: GPL-3.0-or-later
#include "parse/log/grammar.h"

#include "parse/log/notice_iax.h"
#include "parse/log/notice_manager.h"
#include "parse/log/notice_other.h"
#include "parse/log/notice_pjsip.h"
#include "parse/log/notice_sip.h"
#include "parse/log/text.h"

namespace denwaban::parse {
namespace {

Grammar grammar_for_pjsip(std::string_view file) {
  if (file == "res_pjsip/pjsip_distributor.c" || file == "pjsip_distributor.c") return read_pjsip_distributor;
  if (file == "res_pjsip_session.c") return read_pjsip_session;
  if (file == "res_pjsip_registrar.c") return read_pjsip_registrar;
  if (file == "res_http_websocket.c") return read_websocket;
  return nullptr;
}

}  // namespace

Grammar grammar_for(std::string_view file) {
  if (file.empty()) return nullptr;
  switch (file[0]) {
    case 'c':
      if (file == "chan_sip.c") return read_chan_sip;
      if (file == "chan_iax2.c") return read_iax;
      return nullptr;
    case 'r':
      return grammar_for_pjsip(file);
    case 'm':
      return file == "manager.c" ? read_manager : nullptr;
    case 'a':
      return file == "acl.c" ? read_acl : nullptr;
    case 'p':
      return file == "pjproject" ? read_pjproject : nullptr;
    case 'E':
      return file.starts_with("Ext. ") ? read_dialplan : nullptr;
    default:
      return nullptr;
  }
}

}  // namespace denwaban::parse
