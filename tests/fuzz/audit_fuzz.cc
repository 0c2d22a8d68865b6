// SPDX-License-Identifier: GPL-3.0-or-later
// Any bytes as the whole of /etc/asterisk: the input is cut at lines "%%NAME" into files, and the whole audit goes over it. It
// must end, stay within its bounds, and tell only what every form of report can carry.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "../memory_files.h"
#include "audit/catalogue.h"
#include "base/check.h"
#include "report/audit/page.h"
#include "report/audit/patch.h"
#include "report/audit/records.h"
#include "report/audit/sarif.h"
#include "report/audit/text_report.h"

namespace denwaban {
namespace {

constexpr size_t kInputMax = 64 << 10;
constexpr size_t kTrailMax = 64;
constexpr size_t kPathsMax = 100'000;

test::MemoryFiles split(std::string_view input) {
  test::MemoryFiles files;
  std::string name = "extensions.conf";
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

bool printable(std::string_view text) {
  for (char c : text)
    if (static_cast<unsigned char>(c) < 0x20 && c != '\n') return false;
  return true;
}

void check(const audit::AuditResult& result) {
  for (const ConfigFinding& f : result.findings) {
    DENWABAN_CHECK(audit::find_rule(f.rule) != nullptr);
    DENWABAN_CHECK(f.place.line >= 0);
    DENWABAN_CHECK(f.trail.size() <= kTrailMax);
    DENWABAN_CHECK(!f.id.empty());
  }
  DENWABAN_CHECK(result.paths.size() <= kPathsMax);
  int score = audit::score(result.findings);
  DENWABAN_CHECK(score >= 0 && score <= 100);
}

}  // namespace
}  // namespace denwaban

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace denwaban;
  if (size > kInputMax) return 0;
  test::MemoryFiles files = split(std::string_view(reinterpret_cast<const char*>(data), size));
  audit::EstateOptions options;
  options.today = "2026-11-22";
  audit::AuditResult result = audit::audit(files, "/e", options);
  check(result);
  report::ReviewOptions all;
  all.folder = "/e";
  all.all = true;
  all.today = options.today;
  report::Review review = report::review_of(std::move(result), all);
  DENWABAN_CHECK(printable(report::audit_text(review, {{}, 80, true})));
  DENWABAN_CHECK(printable(report::toll_paths_text(review, {})));
  DENWABAN_CHECK(printable(report::audit_records(review)));
  DENWABAN_CHECK(printable(report::audit_page(review, {})));
  DENWABAN_CHECK(printable(report::sarif_log(review, "/e", "0")));
  report::patch_of(review.findings, files, [](const std::string& path) { return std::optional(path); });
  return 0;
}
