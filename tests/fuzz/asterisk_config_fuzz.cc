// SPDX-License-Identifier: GPL-3.0-or-later
// Any bytes as the whole of /etc/asterisk: the input is cut at lines "%%NAME" into files. Reading must end,
// stay within its bounds, and find nothing but legal hosts and ports.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "../memory_files.h"
#include "base/check.h"
#include "parse/config/reader.h"
#include "pbx/read_exchange.h"

namespace denwaban {
namespace {

test::MemoryFiles split(std::string_view input) {
  test::MemoryFiles files;
  std::string name = "pjsip.conf";
  std::string text;
  while (!input.empty()) {
    size_t end = input.find('\n');
    std::string_view line = input.substr(0, end == std::string_view::npos ? end : end + 1);
    input.remove_prefix(line.size());
    if (line.starts_with("%%")) {
      files.put("/e/" + name, std::move(text));
      text.clear();
      name = line.substr(2, line.find('\n') - 2);
    } else {
      text += line;
    }
  }
  files.put("/e/" + name, std::move(text));
  return files;
}

void check_exchange(const pbx::Exchange& exchange) {
  for (const pbx::Listener& listener : exchange.listeners) DENWABAN_CHECK(listener.port != 0);
  for (const pbx::TrunkHost& trunk : exchange.trunks) {
    DENWABAN_CHECK(!trunk.host.empty());
    DENWABAN_CHECK(trunk.host.find_first_of(" @;\n\\\"") == std::string::npos);
    for (const IpPrefix& prefix : trunk.prefixes) DENWABAN_CHECK(prefix.length() > 0);
  }
  for (const pbx::LogFile& log : exchange.logs) DENWABAN_CHECK(log.path.starts_with('/'));
  for (const std::string& remark : exchange.remarks) DENWABAN_CHECK(remark.find('\n') == std::string::npos);
}

}  // namespace
}  // namespace denwaban

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace denwaban;
  test::MemoryFiles files = split(std::string_view(reinterpret_cast<const char*>(data), size));
  parse::ConfigLimits limits;
  limits.files_max = 100;
  limits.bytes_max = 1 << 20;
  limits.variables_max = 5000;
  if (auto config = parse::read_config(files, "/e", "pjsip.conf", limits)) {
    size_t variables = 0;
    for (const auto& category : config->categories) {
      DENWABAN_CHECK(category.name.size() <= 79);
      variables += category.variables.size();
      for (const auto& variable : category.variables) DENWABAN_CHECK(variable.file < config->files.size());
    }
    DENWABAN_CHECK(variables <= limits.variables_max);
    check_exchange(pbx::read_exchange(files, "/e"));
  }
  return 0;
}
