// SPDX-License-Identifier: GPL-3.0-or-later
#include "audit/objects/voicemail.h"

namespace denwaban::audit {

Voicemail read_voicemail(const Sources&) { return {}; }

}  // namespace denwaban::audit
