// SPDX-License-Identifier: GPL-3.0-or-later
#include "pbx/freepbx_shell.h"

#include <string_view>

namespace denwaban::pbx {
namespace {

struct Shell {
  std::string_view name;
  std::string_view generated;  // its presence tells that FreePBX wrote this folder
  std::string_view text;
};

// Order as in FreePBX's module "core", folder etc.
constexpr Shell kShells[] = {
    {"sip.conf", "sip_additional.conf",
     "[general]\n#tryinclude sip_general_additional.conf\n#tryinclude sip_general_custom.conf\n#tryinclude "
     "sip_nat.conf\n"
     "#tryinclude sip_registrations_custom.conf\n#tryinclude sip_registrations.conf\n#tryinclude "
     "sip_custom.conf\n"
     "#tryinclude sip_additional.conf\n#tryinclude sip_custom_post.conf\n"},
    {"iax.conf", "iax_additional.conf",
     "[general]\n#tryinclude iax_general_additional.conf\n#tryinclude iax_general_custom.conf\n"
     "#tryinclude iax_registrations_custom.conf\n#tryinclude iax_registrations.conf\n#tryinclude "
     "iax_custom.conf\n"
     "#tryinclude iax_additional.conf\n#tryinclude iax_custom_post.conf\n"},
    {"logger.conf", "logger_logfiles_additional.conf",
     "[general]\n#tryinclude logger_general_additional.conf\n#tryinclude logger_general_custom.conf\n"
     "[logfiles]\n#tryinclude logger_logfiles_additional.conf\n#tryinclude logger_logfiles_custom.conf\n"},
    {"http.conf", "http_additional.conf",
     "[general]\n#tryinclude http_additional.conf\n#tryinclude http_custom.conf\n"},
    {"rtp.conf", "rtp_additional.conf",
     "[general]\n#tryinclude rtp_additional.conf\n#tryinclude rtp_custom.conf\n"},
    {"udptl.conf", "udptl_additional.conf",
     "[general]\n#tryinclude udptl_additional.conf\n#tryinclude udptl_custom.conf\n"},
};

}  // namespace

Result<std::string> FreepbxShell::read(const std::string& path) {
  auto text = files_.read(path);
  if (text || text.error().kind != ErrorKind::not_found) return text;
  size_t name_at = path.rfind('/') + 1;
  for (const Shell& shell : kShells) {
    if (std::string_view(path).substr(name_at) != shell.name) continue;
    if (files_.read(path.substr(0, name_at).append(shell.generated))) return std::string(shell.text);
  }
  return text;
}

}  // namespace denwaban::pbx
