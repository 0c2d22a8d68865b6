// SPDX-License-Identifier: GPL-3.0-or-later
#include "audit/rules/severity.h"

#include "text/message.h"

namespace denwaban::audit {

Severity severity_of_open_door(Reach reach) {
  switch (reach) {
    case Reach::trunk:
    case Reach::international: return Severity::critical;
    case Reach::unread:
    case Reach::extensions: return Severity::high;
    case Reach::nothing:
    case Reach::undefined: break;
  }
  return Severity::medium;
}

std::string reach_words(Reach reach) {
  switch (reach) {
    case Reach::international: return text::say("audit.reach.international");
    case Reach::trunk: return text::say("audit.reach.trunk");
    case Reach::extensions: return text::say("audit.reach.extensions");
    case Reach::unread: return text::say("audit.reach.unread");
    case Reach::nothing: return text::say("audit.reach.nothing");
    case Reach::undefined: break;
  }
  return text::say("audit.reach.undefined");
}

}  // namespace denwaban::audit
