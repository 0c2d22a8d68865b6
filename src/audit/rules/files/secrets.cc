// SPDX-License-Identifier: GPL-3.0-or-later
// DWB-CFG-008: secrets of which Asterisk takes more, or less, than was meant.
#include <map>

#include "audit/rules/files/checks.h"
#include "audit/rules/files/each_option.h"
#include "audit/rules/files/known_options.h"

namespace denwaban::audit::files {
namespace {

using parse::ConfigCategory;
using parse::ConfigFile;
using parse::ConfigVariable;

struct SecretKey {
  std::string_view file;
  std::string_view keys;
};
constexpr SecretKey kSecrets[] = {{"sip.conf", " secret md5secret remotesecret "},
                                  {"iax.conf", " secret "},
                                  {"manager.conf", " secret "},
                                  {"ari.conf", " password "},
                                  {"pjsip.conf", " password md5_cred "},
                                  {"users.conf", " secret vmsecret "}};

// The line as it stands in the file, comment and all; the files of secrets are read a second time for that.
class Lines {
 public:
  explicit Lines(parse::FileTree& tree) : tree_(tree) {}
  std::string_view line(const std::string& path, int number) {
    auto [at, is_new] = files_.try_emplace(path);
    if (is_new) load(at->second, path);
    size_t index = static_cast<size_t>(number) - 1;
    return number > 0 && index < at->second.starts.size()
               ? std::string_view(at->second.text).substr(at->second.starts[index])
               : std::string_view();
  }

 private:
  struct File {
    std::string text;
    std::vector<size_t> starts;
  };
  void load(File& file, const std::string& path) {
    auto text = tree_.read(path);
    if (!text) return;
    file.text = std::move(*text);
    file.starts.push_back(0);
    for (size_t at = file.text.find('\n'); at != std::string::npos; at = file.text.find('\n', at + 1))
      file.starts.push_back(at + 1);
  }

  parse::FileTree& tree_;
  std::map<std::string, File> files_;
};

// "ab;cd": a semicolon between two letters, and nothing that looks like a remark behind it.
bool is_cut(std::string_view line) {
  line = line.substr(0, line.find('\n'));
  size_t at = line.find(';');
  if (at == std::string_view::npos || at == 0 || at + 1 >= line.size()) return false;
  char before = line[at - 1];
  if (before == '\\' || before == '=' || before == '>' || static_cast<unsigned char>(before) < 33)
    return false;
  std::string_view rest = line.substr(at + 1);
  while (!rest.empty() && static_cast<unsigned char>(rest.back()) < 33) rest.remove_suffix(1);
  return !rest.empty() && rest.front() != ';' && rest.front() != '-' &&
         rest.find_first_of(" \t") == std::string_view::npos;
}

// "100 => 4711 ,Anna": the blank before the comma is a part of the PIN (apps/app_voicemail.c, append_mailbox).
void pins_with_blanks(Check& check) {
  for (const Mailbox& box : check.estate().voicemail.mailboxes) {
    if (box.pin.find_first_of(" \t") == std::string::npos || !box.config || !box.variable) continue;
    const std::string name = box.number + "@" + box.context;
    ConfigFinding& found = check.about(check.estate().sources.line_of(*box.config, *box.variable), name, "PIN");
    found.inert = !is_read(check, "voicemail.conf");
    fact(found, "option", name);
    fact(found, "blank", "yes");
    found.fix = "[" + box.context + "]\n" + box.number + " => <6 digits or more>,...";
  }
}

const char* flaw_of(std::string_view value) {
  bool quoted =
      value.size() >= 2 && (value.front() == '"' || value.front() == '\'') && value.back() == value.front();
  if (quoted) return "quotes";
  bool remark = value.find(" #") != std::string_view::npos || value.find(" //") != std::string_view::npos ||
                value.find("\t#") != std::string_view::npos || value.find("\t//") != std::string_view::npos;
  return remark ? "remark" : nullptr;
}

}  // namespace

void secret_with_more(Check& check) {
  Lines lines(check.estate().sources.tree());
  each_option(check, [&](std::string_view file, const ConfigFile& config, const ConfigCategory& section,
                         const ConfigVariable& v) {
    bool secret = false;
    for (const SecretKey& one : kSecrets) secret = secret || (one.file == file && is_known(one.keys, v.name));
    if (!secret) return;
    const char* flaw = flaw_of(v.value);
    if (!flaw && is_cut(lines.line(config.files[v.file], v.line))) flaw = "cut";
    if (!flaw) return;
    ConfigFinding& found = check.about_secret(object_of(config, section), option_of(config, section, v));
    found.inert = !is_read(check, file);
    fact(found, "option", v.name);
    fact(found, flaw, "yes");
  });
  pins_with_blanks(check);
}

}  // namespace denwaban::audit::files
