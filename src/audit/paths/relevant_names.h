// SPDX-License-Identifier: GPL-3.0-or-later
// Which variables of a dialplan can have a say in where a call goes: those that some line reads that jumps,
// asks, dials or calls, and those that such variables are made of. What nobody asks need not be told apart.
#pragma once

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "parse/dialplan/dialplan.h"

namespace denwaban::audit {

// "CDR(field)", "SHARED(name)", "HASH(name,key)": what a dialplan writes there it reads again, as with a variable; so is what
// is known of a call before any line: "CALLERID(num)", "CHANNEL(channeltype)".
inline constexpr std::string_view kCallerNumber = "CALLERID(num)", kChannelType = "CHANNEL(channeltype)";
bool is_kept_text(std::string_view name);

class RelevantNames {
 public:
  // `decides` says whether what an application (in small letters) is given can have a say.
  RelevantNames(const parse::Dialplan& plan, bool (*decides)(std::string_view app));
  bool has(std::string_view name) const;
  // Whether some line sets it to something that it works out of it: `Set(i=$[${i} + 1])`, `Set(list=${list},${one})`.
  bool counts(std::string_view name) const { return counters_.find(name) != counters_.end(); }

 private:
  struct Words;
  using Assignments = std::map<std::string_view, std::vector<std::string_view>>;  // what is assigned by name
  bool assigned(std::string_view text, Assignments& assignments);
  void note_growth(std::string_view name, std::string_view value);
  void note_nested_growth(std::string_view text);
  std::vector<std::string_view> take(const Words& words, Assignments& assignments);

  std::set<std::string, std::less<>> names_;
  std::set<std::string, std::less<>> counters_;
  std::set<std::string, std::less<>> prefixes_;  // of names that are put together: `${OUT_${N}}`
  bool all_ = false;                             // names are read that begin with something unknown
};

}  // namespace denwaban::audit
