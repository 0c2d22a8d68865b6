// SPDX-License-Identifier: GPL-3.0-or-later
#include "audit/estate.h"

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
  freepbx = dialplan.find("from-internal-additional") || dialplan.find("outbound-allroutes");
}

}  // namespace denwaban::audit
