// SPDX-License-Identifier: GPL-3.0-or-later
// DWB-DP: passwords and PINs that stand in the dialplan, where `dialplan show`, GetConfig and every backup show them.
#include <algorithm>
#include <set>

#include "audit/rules/dialplan/common.h"
#include "audit/secrecy.h"
#include "knowledge/weak_words.h"

namespace denwaban::audit {
namespace {

// A value that is a secret itself: no gap of a template, no reference to somewhere else, no path and no yes or no.
bool is_secret_value(std::string_view value) {
  value = trim(value);
  if (value.size() < 3 || value.find("${") != std::string_view::npos || value.starts_with('/')) return false;
  if (value == "yes" || value == "no" || value == "true" || value == "false") return false;
  return knowledge::grade_secret(value, {}) != knowledge::SecretStrength::placeholder;
}

// "billingkey" with what looks like one: long, of letters and digits, and one piece.
bool is_long_key(const parse::GlobalVariable& global) {
  std::string_view name = global.name;
  bool key = name.size() > 3 && parse::same_name(name.substr(name.size() - 3), "key");
  return key && global.value.size() >= 12 && global.value.find_first_of(" /${}[]@,") == std::string::npos;
}

// The first argument of the lines that ask for a PIN.
std::set<std::string> pins_asked_for(const Check& check) {
  std::set<std::string> all;
  for (const PlanLine& line : check.survey().outline.written_acts())
    if (is_app(line.priority->app, {"Authenticate", "DISA"}))
      all.emplace(argument(application_arguments(line.priority->arguments), 0));
  return all;
}

// A PIN that is asked for is told there.
void secret_globals(Check& check) {
  const std::set<std::string> pins = pins_asked_for(check);
  for (const parse::GlobalVariable& global : check.estate().dialplan.globals) {
    if (!(is_secret_name(global.name) || is_long_key(global)) || !is_secret_value(global.value)) continue;
    if (pins.count("${" + global.name + "}")) continue;
    ConfigFinding& found = about_place(check, global.place, "globals", global.name + "=***");
    found.key = printable(global.name);
    fact(found, "name", global.name);
    found.fix = "; keep it where only the program that needs it reads it, and change it: it has been readable";
  }
}

// What the run puts in as "${}": the colon of a slice, ${EXTEN:1}, is no password's.
std::string without_references(std::string_view text) {
  std::string all;
  size_t done = 0;
  for (const Reference& one : references(text)) {
    if (one.parent >= 0 || one.begin < done) continue;
    all.append(text, done, one.begin - done).append("${}");
    done = one.end;
  }
  return all.append(text.substr(done));
}

// "Custom:night@hints": states of devices have names with a colon.
bool is_state(std::string_view part) {
  const std::string_view kind = part.substr(0, part.find(':'));
  return is_app(kind, {"Custom", "park", "Queue", "MeetMe", "confbridge", "Calendar"});
}

// "scheme://user:password@host" and "Tech/user:password@peer".
bool has_credentials(std::string_view written) {
  const std::string text_of_it = without_references(written);
  const std::string_view text = text_of_it;
  for (size_t at = text.find('@'); at != std::string_view::npos; at = text.find('@', at + 1)) {
    size_t begin = text.substr(0, at).find_last_of("/,& (<\"");
    std::string_view part =
        text.substr(begin == std::string_view::npos ? 0 : begin + 1, at - (begin == std::string_view::npos ? 0 : begin + 1));
    size_t colon = part.find(':');
    if (colon == std::string_view::npos || colon == 0) continue;
    std::string_view host = text.substr(at + 1, std::min(text.find_first_of("/,&) ", at), text.size()) - at - 1);
    if (host == "example.com" || host.ends_with(".example.com")) continue;  // of Asterisk's sample
    if (part.starts_with("sip:") || part.starts_with("sips:") || part.starts_with("pjsip:") || is_state(part)) continue;
    if (is_secret_value(part.substr(colon + 1))) return true;
  }
  return false;
}

bool has_secret_assignment(std::string_view text) {
  for (size_t equals = text.find('='); equals != std::string_view::npos; equals = text.find('=', equals + 1)) {
    size_t begin = equals;
    while (begin > 0 && (std::isalnum(static_cast<unsigned char>(text[begin - 1])) || text[begin - 1] == '_')) --begin;
    size_t end = std::min(text.find_first_of("&,;)\"' ", equals + 1), text.size());
    std::string_view name = text.substr(begin, equals - begin);
    bool pin = name == "PIN" || name == "pin";
    if (!pin && is_secret_name(name) && is_secret_value(text.substr(equals + 1, end - equals - 1))) return true;
  }
  return false;
}

bool has_database_password(std::string_view app, std::string_view arguments) {
  if (!is_app(app, "MYSQL") || !trim(arguments).starts_with("Connect")) return false;
  size_t words = 0;  // Connect connid host user password database
  for (size_t i = 0; i + 1 < arguments.size(); ++i) words += arguments[i] == ' ' && arguments[i + 1] != ' ';
  return words >= 4 && arguments.find("${") == std::string_view::npos;
}

void secret_lines(Check& check) {
  std::vector<LineFound> hits;
  for (const PlanLine& line : check.survey().outline.written_acts()) {
    const parse::Priority& priority = *line.priority;
    if (is_generated(check.estate(), priority.place)) continue;
    bool address = is_app(priority.app, {"Dial", "Set", "System", "TrySystem", "AGI", "Originate", "CURL"}) &&
                   has_credentials(priority.arguments);
    bool assigned =
        is_app(priority.app, {"Set", "MSet", "System", "TrySystem", "AGI"}) && has_secret_assignment(priority.arguments);
    if (address || assigned || has_database_password(priority.app, priority.arguments))
      hits.push_back({line, Severity::high, priority.app});
  }
  tell_by_context(check, hits, "secret",
                  "; keep it where only the program that needs it reads it, and change it: it has been readable");
}

void secrets_in_plan(Check& check) {
  secret_globals(check);
  secret_lines(check);
}

void pins_in_plan(Check& check) {
  std::vector<LineFound> hits;
  for (const PlanLine& line : check.survey().outline.written_acts()) {
    if (!is_app(line.priority->app, {"Authenticate", "DISA"})) continue;
    std::vector<std::string> parts = application_arguments(line.priority->arguments);
    std::string pin = with_globals(check.estate(), argument(parts, 0));
    if (pin.empty() || pin == "no-password" || pin.starts_with('/') || pin.find('$') != std::string::npos) continue;
    if (knowledge::grade_pin(pin, {}) != knowledge::PinStrength::ok) continue;  // the rules on weak PINs have told it
    hits.push_back({line, Severity::low, line.priority->app});
  }
  tell_by_context(check, hits, "PIN", "same => n,Authenticate(/etc/asterisk/pins,,12)");
}

constexpr Rule kRules[] = {
    {"DWB-DP-030", Severity::high, "", "NPA-2015-12-28", secrets_in_plan},
    {"DWB-DP-031", Severity::low, "", "Sinologic SIPCheck", pins_in_plan},
};

}  // namespace

std::span<const Rule> dialplan_secret_rules() { return kRules; }

}  // namespace denwaban::audit
