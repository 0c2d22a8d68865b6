// SPDX-License-Identifier: GPL-3.0-or-later
// DWB-CFG: the files themselves.
#include "audit/catalogue.h"
#include "audit/rules/files/checks.h"

namespace denwaban::audit {
namespace {

constexpr Rule kRules[] = {
    {"DWB-CFG-001", Severity::critical, "", "main/config.c", files::rejected},
    {"DWB-CFG-002", Severity::high, "", "main/config.c", files::missing_include},
    {"DWB-CFG-003", Severity::high, "", "main/config.c", files::header_slip},
    {"DWB-CFG-004", Severity::medium, "", "main/config.c, channels/chan_sip.c", files::second_general},
    {"DWB-CFG-005", Severity::high, "", "main/config.c", files::open_comment},
    {"DWB-CFG-006", Severity::medium, "", "the readers of each module", files::unknown_option},
    {"DWB-CFG-007", Severity::medium, "", "main/utils.c", files::no_boolean},
    {"DWB-CFG-008", Severity::medium, "", "main/config.c", files::secret_with_more},
    {"DWB-CFG-009", Severity::medium, "", "asterisk.conf.sample", files::programs},
    {"DWB-CFG-010", Severity::medium, "", "Q&A secure an Asterisk server", files::open_to_others},
    {"DWB-CFG-011", Severity::low, "", "channels/chan_sip.c, res/res_sorcery_config.c, main/http.c", files::dropped_section},
    {"DWB-CFG-012", Severity::info, "", "extconfig.conf.sample", files::in_a_database},
    {"DWB-CFG-013", Severity::info, "", "main/loader.c", files::without_effect},
    {"DWB-CFG-014", Severity::low, "", "main/config.c", files::encoding},
    {"DWB-CFG-015", Severity::low, "", "main/config.c", files::long_line},
    {"DWB-CFG-016", Severity::info, "", "main/config.c", files::outside},
};

}  // namespace

std::span<const Rule> file_rules() { return kRules; }

}  // namespace denwaban::audit
