// SPDX-License-Identifier: GPL-3.0-or-later
// What a rule is: a row of a table with an id, a severity and a function that looks at the estate. Rules of one family stand in
// one file below rules/, and catalogue.h lists the families. The sentences are "rule.ID.title" and "rule.ID.why" of text/.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "audit/dialplan/callers_words.h"
#include "audit/dialplan/outline.h"
#include "audit/estate.h"
#include "audit/reach.h"
#include "model/config_finding.h"
#include "model/toll_path.h"

namespace denwaban::audit {

class Check;

struct Rule {
  std::string_view id;        // "DWB-SIP-001": a promise to scripts and suppressions
  Severity severity;          // what it is before reach and circumstances raise or lower it
  std::string_view module;    // whose configuration it is about; findings are inert where it is not loaded. Empty: always
  std::string_view sources;   // "JPCERT-AT-2010-0032, NPA-2016-03-10"
  void (*check)(Check& check);
};

// What rules see beside the files.
struct Survey {
  const Estate& estate;
  const Reaches& reach;
  const std::vector<TollPath>& paths;
  const Outline& outline;
  const CallersWords& words;
};

// One rule at work: where it looks, and where it puts what it found.
class Check {
 public:
  static constexpr size_t kFindingsMax = 1'000;  // of one rule; the rest is counted
  Check(const Survey& survey, const Rule& rule, std::vector<ConfigFinding>& findings)
      : survey_(survey), rule_(rule), findings_(findings) {}

  const Estate& estate() const { return survey_.estate; }
  const Survey& survey() const { return survey_; }
  const Rule& rule() const { return rule_; }

  // About an option of an object, written or missing: fills place, object, key, value and origin, and the template on the trail.
  // The reference is good until the next call.
  ConfigFinding& about(const Object& object, const Option& option);
  // The same for an option whose value is a secret: the value stays out of the record.
  ConfigFinding& about_secret(const Object& object, const Option& option);
  // About an object as a whole; the place is its header.
  ConfigFinding& about(const Object& object);
  // About a line, or about a file (line 0).
  ConfigFinding& about(SourceLine place, std::string object = {}, std::string key = {});

  size_t uncounted() const { return uncounted_; }  // found beyond kFindingsMax

 private:
  ConfigFinding& add(ConfigFinding finding);

  const Survey& survey_;
  const Rule& rule_;
  std::vector<ConfigFinding>& findings_;
  size_t added_ = 0;
  size_t uncounted_ = 0;
  ConfigFinding spare_;
};

// The arguments of the sentences, in short: fact(found, "name", text).
inline ConfigFinding& fact(ConfigFinding& finding, std::string_view name, std::string_view text) {
  finding.facts.emplace_back(std::string(name), std::string(text));
  return finding;
}

}  // namespace denwaban::audit
