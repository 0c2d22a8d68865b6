// SPDX-License-Identifier: GPL-3.0-or-later
// Tables of call records among the inputs of a replay: in databases that a person or the configuration names.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "cli/past.h"
#include "pbx/call_records.h"

namespace denwaban::cli {

// What stands for all tables that the settings name, or else Asterisk's configuration: `denwaban replay cdr:`.
constexpr std::string_view kAllRecords = "cdr:";

// Whether an argument names tables of call records, not a file or a folder.
// The paths, or where there are none, this machine's own call records: files and databases, as the guard learns from.
Past past_or_own(Past past, const settings::Settings& settings, const pbx::Exchange& exchange);

bool names_records(const std::string& path);

class PastRecords {
 public:
  PastRecords(const settings::Settings& settings, const Past& past);

  // The tables that the argument names. Errors: usage; not_found where there are none.
  Result<std::vector<engine::ReplayInput>> named(const std::string& argument) const;
  // A file of SQLite that was found by its content. `sought`: it lies in a folder that was named; then a file without
  // call records is none of ours.
  std::optional<engine::ReplayInput> in_file(const std::string& path, bool sought) const;
  // What the columns of a file hold, if the configuration tells; and its clock.
  void know(engine::ReplayInput& input) const;
  // Rows that no version writes by itself, but the configuration asks for.
  const std::vector<parse::CdrLayout>& layouts() const { return layouts_; }

 private:
  engine::ReplayInput input_of(pbx::RecordPlace place) const;

  pbx::CallRecordsConfig config_;
  std::vector<pbx::RecordPlace> places_;  // of the settings, or found
  std::string folder_;                    // of the configuration
  std::vector<parse::CdrLayout> layouts_;
  TimeZone zone_;
  bool zone_given_;
};

}  // namespace denwaban::cli
