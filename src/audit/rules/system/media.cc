// SPDX-License-Identifier: GPL-3.0-or-later
// DWB-RTP: rtp.conf.
#include "audit/rules/rewrite.h"
#include "audit/rules/system/checks.h"

namespace denwaban::audit::system {
namespace {

Object general_of(Check& check) { return section_of(check, "rtp.conf", "general"); }

// A program writes a part of the file, or we may not read it: what seems to be missing may be there.
bool is_written_elsewhere(const parse::ConfigFile& config) {
  using Kind = parse::ConfigProblem::Kind;
  for (const parse::ConfigProblem& problem : config.problems)
    if (problem.kind == Kind::exec || problem.kind == Kind::unreadable) return true;
  return false;
}

int number_of(const Option& option, int otherwise) {
  const std::string& text = option.value;
  if (text.empty() || text.size() > 6 || text.find_first_not_of("0123456789") != std::string::npos)
    return otherwise;
  return std::stoi(text);
}

}  // namespace

void media_of_anybody(Check& check) {
  Object general = general_of(check);
  if (!general.config) return;
  const AsteriskVersion& version = check.estate().version();
  bool old = version.known && !version.at_least(10);
  Option strict = general.option("strictrtp", old ? "no" : "yes");
  bool on = strict.yes() || parse::same_name(strict.value, "seqno");
  if (on) return;
  ConfigFinding& found = check.about(general, strict);
  found.fix = "[general]\nstrictrtp=yes";
}

void wide_range(Check& check) {
  constexpr int kMostPorts = 10'000;
  Object general = general_of(check);
  if (!general.config) return;
  Option start = general.option("rtpstart");
  Option end = general.option("rtpend");
  int first = number_of(start, 5000), last = number_of(end, 31000);
  if (start.written() && end.written() && last - first <= kMostPorts) return;
  if ((!start.written() || !end.written()) && is_written_elsewhere(*general.config)) return;
  ConfigFinding& found = check.about(general, end.written() ? end : start);
  fact(found, "first", std::to_string(first));
  fact(found, "last", std::to_string(last));
  found.fix = "[general]\nrtpstart=10000\nrtpend=12000";
}

void media_details(Check& check) {
  Object general = general_of(check);
  Option probation = general.option("probation");
  if (probation.written() && number_of(probation, 4) < 4) {
    ConfigFinding& found = check.about(general, probation);
    fact(found, "probation", probation.value);
    found.fix = "[general]\nprobation=4";
  }
  Option checksums = general.option("rtpchecksums");
  if (checksums.no()) {
    ConfigFinding& found = check.about(general, checksums);
    fact(found, "checksums", "yes");
    found.fix = "[general]\nrtpchecksums=yes";
  }
  Option stun = general.option("stunaddr");
  if (!stun.value.empty() && general.option("icesupport", "yes").yes()) {
    ConfigFinding& found = check.about(general, stun);
    fact(found, "stun", stun.value);
    found.fix = ";stunaddr = " + stun.value;
  }
}

}  // namespace denwaban::audit::system
