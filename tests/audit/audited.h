// SPDX-License-Identifier: GPL-3.0-or-later
// A configuration written in a test, and what the audit finds in it.
#pragma once

#include <algorithm>
#include <string>
#include <vector>

#include "audit/audit.h"
#include "memory_files.h"

namespace denwaban::test {

// A trunk of sip.conf that no call comes in from.
inline std::string carrier(const std::string& name) {
  return "[" + name + "]\ntype=peer\nhost=203.0.113.9\ndeny=0.0.0.0/0.0.0.0\n";
}

// Paths are names in /etc/asterisk: {"sip.conf", "[general]\n..."}.
class Audited {
 public:
  struct File {
    const char* name;
    std::string text;
  };

  explicit Audited(std::initializer_list<File> files, const audit::EstateOptions& options = {}) {
    MemoryFiles tree;
    for (const File& file : files) tree.put(std::string("/etc/asterisk/") + file.name, file.text);
    result_ = audit::audit(tree, "/etc/asterisk", options);
  }
  Audited(const Audited&) = delete;

  const audit::AuditResult& result() const { return result_; }
  std::vector<ConfigFinding> of(std::string_view rule) const {
    std::vector<ConfigFinding> found;
    std::copy_if(result_.findings.begin(), result_.findings.end(), std::back_inserter(found),
                 [&](const ConfigFinding& f) { return f.rule == rule; });
    return found;
  }
  bool fires(std::string_view rule) const { return !of(rule).empty(); }

 private:
  audit::AuditResult result_;
};

}  // namespace denwaban::test
