// SPDX-License-Identifier: GPL-3.0-or-later
#include "audit/estate.h"

#include <algorithm>

#include "audit/realtime.h"
#include "parse/dialplan/read_dialplan.h"

namespace denwaban::audit {

Estate::Estate(parse::FileTree& tree, const std::string& config_dir, const EstateOptions& wanted)
    : options(wanted),
      sources(tree, config_dir),
      modules(Modules::read(sources)),
      access_lists(sources),
      chan_sip(read_chan_sip(sources)),
      pjsip(read_pjsip(sources)),
      iax(read_iax(sources)),
      management(read_management(sources)),
      voicemail(read_voicemail(sources)),
      dahdi(read_dahdi(sources)) {
  if (auto read = parse::read_dialplan(tree, sources.config_dir())) dialplan = std::move(*read);
  for (parse::Context& context : dialplan.contexts)
    for (auto line = context.switches.begin(); line != context.switches.end();) {
      const bool silent = answers_nothing(sources, *line);
      if (silent) silent_switches.push_back({context.name, std::move(*line)});
      line = silent ? context.switches.erase(line) : line + 1;
    }
  replaced_files = audit::replaced_files(sources, modules);
  freepbx = dialplan.find("from-internal-additional") || dialplan.find("outbound-allroutes");
}

bool Estate::heeds(std::string_view module) const {
  return modules.loaded(module) &&
         std::ranges::none_of(replaced_files, [&](const std::string& file) { return reader_of(file) == module; });
}

}  // namespace denwaban::audit
