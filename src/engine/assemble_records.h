// SPDX-License-Identifier: GPL-3.0-or-later
// Which tables of call records there are: by the settings, else by Asterisk's configuration.
#pragma once

#include <string>
#include <vector>

#include "engine/replay.h"
#include "pbx/call_records.h"
#include "pbx/exchange.h"
#include "settings/settings.h"

namespace denwaban::engine {

// Asterisk's configuration, as the settings say where it lies.
pbx::CallRecordsConfig read_call_records(const settings::Settings& settings);

// The tables of `cdr.databases`; where there are none those of the configuration, but for files that are not there.
std::vector<pbx::RecordPlace> record_places(const settings::Settings& settings, const pbx::CallRecordsConfig& config);

// Where files of call records are: `fraud.records`, else the folders that Asterisk's modules write to.
std::vector<std::string> record_paths(const settings::Settings& settings, const pbx::Exchange& exchange);

// What Asterisk's configuration says of a file's columns (cdr_custom.conf) and clock (usegmtime); a copy of a custom file that
// lies elsewhere is known by its folder's name. `zone`: of clocks of which nothing is said.
void know_file(ReplayInput& input, const pbx::CallRecordsConfig& config, const TimeZone& zone);

// Puts the password into the place: from its secret_file, or from the place of the configuration that names the same
// table and user. Without either it stays empty: the server may ask for none. Errors: the file cannot be read.
Status find_secret(pbx::RecordPlace& place, const pbx::CallRecordsConfig& config);

}  // namespace denwaban::engine
