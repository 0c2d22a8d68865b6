// SPDX-License-Identifier: GPL-3.0-or-later
// From the command line to an audit: the folder, what is known of its Asterisk, and what is excused.
#pragma once

#include "base/result.h"
#include "cli/arguments.h"
#include "net/contained_files.h"
#include "report/audit/review.h"

namespace denwaban::cli {

struct AuditedFolder {
  net::ContainedFiles files;
  report::Review review;
};

// Settings are looked at only where no folder is named, or --config or --set asks for them: what is found in
// a folder does not depend on the machine that looks.
Result<AuditedFolder> audit_folder(const Global& global, const AuditSubject& subject);

// "18", "20.6.0", "16.2.1~dfsg-1", "certified/18.9-cert4".
Result<audit::AsteriskVersion> parse_version(std::string_view text);

}  // namespace denwaban::cli
