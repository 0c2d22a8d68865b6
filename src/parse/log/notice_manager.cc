// SPDX-License-Identifier: GPL-3.0-or-later
#include "parse/log/notice_manager.h"

#include "parse/log/address.h"
#include "parse/log/name_addr.h"
#include "parse/log/text.h"

namespace denwaban::parse {

Reading read_manager(std::string_view text, Event& event) {
  event.service = Service::ami;
  event.transport = Transport::tcp;
  std::string_view address;
  if (!take_until(text, " ", address)) return Reading::none;
  if (take(text, "failed to authenticate as '"))
    event.kind = EventKind::auth_failed;
  else if (take(text, "tried to authenticate with nonexistent user '"))
    event.kind = EventKind::unknown_account;
  else if (take(text, "failed to pass IP ACL as '"))
    event.kind = EventKind::acl_rejected;
  else
    return Reading::none;
  if (!read_address(address, event)) return Reading::none;
  bool whole = take_last(text, "'");
  event.account = account_text(text);
  event.scanner_agent = shows_scanner(event.account);
  return whole ? Reading::event : Reading::broken;
}

}  // namespace denwaban::parse
