// SPDX-License-Identifier: GPL-3.0-or-later
// Which contexts something leads to: a file that names them for somebody's calls, and from there every line
// that names another. Taken broadly, by name wherever it stands in a line, so that what is not live is surely
// dead: nobody gets to it as the configuration stands. Linear in the text.
#pragma once

#include <deque>
#include <map>
#include <string>
#include <string_view>
#include <unordered_set>

#include "audit/estate.h"

namespace denwaban::audit {

class LiveContexts {
 public:
  explicit LiveContexts(const Estate& estate);

  // False: nothing is known of who may call (no file with accounts, or they are in a database), so that all
  // are live.
  bool known() const { return known_; }
  bool is_dead(std::string_view context) const { return known_ && is_unnamed(context); }
  // Nothing that was read leads there, whatever there may be beside it.
  bool is_unnamed(std::string_view context) const;

 private:
  void enter(const parse::Context* context);
  void enter_value(std::string_view value);
  void enter_other_files();
  void enter_call_files();
  void enter_named(std::string_view text);
  void enter_beginning(std::string_view beginning);
  void follow(const parse::Context& context);

  const Estate& estate_;
  std::map<std::string_view, const parse::Context*> by_name_;
  std::unordered_set<const parse::Context*> live_;
  std::deque<const parse::Context*> waiting_;
  bool known_ = false;
};

}  // namespace denwaban::audit
