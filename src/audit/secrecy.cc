// SPDX-License-Identifier: GPL-3.0-or-later
#include "audit/secrecy.h"

#include <algorithm>
#include <array>
#include <cctype>

namespace denwaban::audit {
namespace {

constexpr std::string_view kHidden = "***";
constexpr size_t kHiddenMax = 100'000;
constexpr size_t kTokenMax = 300;
constexpr std::string_view kAround = "/&,(){}$= \"'|?!";  // of "user:password"
constexpr size_t kTextMax = 8'192;  // of one text; nothing longer is shown
constexpr size_t kCallsMax = 50;    // of one function in one text
constexpr size_t kNameMax = 24;  // of options that are compared with a slip of the pen in mind

char lower(char c) { return static_cast<char>(std::tolower(static_cast<unsigned char>(c))); }
bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_letter(char c) { return std::isalpha(static_cast<unsigned char>(c)) != 0; }
bool is_blank(char c) { return c == ' ' || c == '\t'; }
bool is_quote(char c) { return c == '"' || c == '\''; }
bool is_name(char c) { return is_digit(c) || is_letter(c) || c == '_' || c == '-'; }

std::string lowered(std::string_view text) {
  std::string all(text);
  std::transform(all.begin(), all.end(), all.begin(), lower);
  return all;
}

bool holds(std::string_view text, std::string_view word) { return text.find(word) != std::string_view::npos; }

// Letters to insert, delete, change or swap with their neighbour.
size_t distance(std::string_view a, std::string_view b) {
  std::array<std::array<size_t, kNameMax + 1>, kNameMax + 1> d{};
  for (size_t i = 0; i <= a.size(); ++i) d[i][0] = i;
  for (size_t j = 0; j <= b.size(); ++j) d[0][j] = j;
  for (size_t i = 1; i <= a.size(); ++i)
    for (size_t j = 1; j <= b.size(); ++j) {
      d[i][j] = std::min({d[i - 1][j] + 1, d[i][j - 1] + 1, d[i - 1][j - 1] + (a[i - 1] != b[j - 1])});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) d[i][j] = std::min(d[i][j], d[i - 2][j - 2] + 1);
    }
  return d[a.size()][b.size()];
}

bool is_hash(std::string_view word) {
  bool length = word.size() == 32 || word.size() == 40 || word.size() == 64;
  return length && std::all_of(word.begin(), word.end(), [](char c) { return std::isxdigit(static_cast<unsigned char>(c)); });
}

// Letters and digits mixed as nobody names a thing.
bool looks_random(std::string_view word) {
  bool digits = std::any_of(word.begin(), word.end(), is_digit);
  return word.size() >= 6 && digits && std::any_of(word.begin(), word.end(), is_letter);
}

// Where the value that begins at `begin` ends: at its closing quote, or where an argument would.
size_t end_of_value(std::string_view text, size_t& begin) {
  while (begin < text.size() && is_blank(text[begin])) ++begin;
  if (begin < text.size() && is_quote(text[begin])) {
    char quote = text[begin++];
    return std::min(text.find(quote, begin), text.size());
  }
  return std::min(text.find_first_of("&,;)\"'| \t]}\n", begin), text.size());
}

// The name that ends before `end`: "GLOBAL(NAME)", "family/name)", "name".
std::string_view name_before(std::string_view text, size_t end) {
  while (end > 0 && (is_blank(text[end - 1]) || is_quote(text[end - 1]) || text[end - 1] == ')')) --end;
  size_t begin = end;
  while (begin > 0 && end - begin < kTokenMax && is_name(text[begin - 1])) --begin;
  return text.substr(begin, end - begin);
}

bool is_query_name(std::string_view name) {
  std::string all = lowered(name);
  return all == "auth" || all == "sig" || all == "signature" || all == "hash" || all == "pw" || all == "psw" ||
         (all.ends_with("key") && !all.ends_with("monkey"));
}

// The first place where a call of that name begins, behind its parenthesis.
size_t find_call(std::string_view low, std::string_view call, size_t from) {
  for (size_t at = low.find(call, from); at != std::string_view::npos; at = low.find(call, at + 1))
    if (at == 0 || !is_name(low[at - 1])) return at + call.size();
  return std::string_view::npos;
}

size_t end_of_argument(std::string_view text, size_t begin) {
  return std::min(text.find_first_of(",|)", begin), text.size());
}

}  // namespace

bool is_secret_name(std::string_view name) {
  static constexpr std::string_view kWords[] = {"pass",       "secret",  "apikey",    "api_key",    "api-key", "token", "pwd",
                                                "credential", "authkey", "accesskey", "privatekey", "md5cred", "md5_cred"};
  std::string all = lowered(name);
  if (all == "pin" || all.ends_with("_pin") || all.starts_with("pin_") || all.ends_with("pincode")) return true;
  if (all.starts_with("min") || all.starts_with("max") || all == "passwordlocation") return false;
  for (std::string_view other : {"passed", "passenger", "bypass", "passthr", "calltoken", "compass"})
    if (holds(all, other)) return false;
  return std::any_of(std::begin(kWords), std::end(kWords), [&](std::string_view word) { return holds(all, word); });
}

bool resembles_secret_name(std::string_view name) {
  static constexpr std::string_view kWords[] = {"secret", "password", "passwd", "md5secret", "remotesecret", "vmsecret"};
  if (is_secret_name(name)) return true;
  std::string all = lowered(name);
  if (all.size() < 4 || all.size() > kNameMax || all.starts_with("min") || all.starts_with("max")) return false;
  return std::any_of(std::begin(kWords), std::end(kWords), [&](std::string_view word) { return distance(all, word) <= 2; });
}

bool is_open_value(std::string_view value) {
  while (!value.empty() && (is_blank(value.front()) || is_quote(value.front()))) value.remove_prefix(1);
  while (!value.empty() && (is_blank(value.back()) || is_quote(value.back()))) value.remove_suffix(1);
  if (value.size() < 2 || value.starts_with("${") || value.starts_with("$[") || value.front() == '/' || value.front() == '<')
    return true;
  std::string all = lowered(value);
  for (std::string_view word : {"yes", "no", "true", "false", "on", "off", "***", "...", "no-password"})
    if (all == word) return true;
  return false;
}

bool Concealer::is_pin(std::string_view variable) const {
  while (variable.starts_with('_')) variable.remove_prefix(1);
  return is_secret_name(variable) || lowered(variable).ends_with("pin") || (is_pin_ && is_pin_(variable));
}

size_t Concealer::hide(std::string& text, size_t begin, size_t end) {
  std::string_view piece = std::string_view(text).substr(begin, end - begin);
  if (is_open_value(piece)) return end;
  if (hidden_.size() < kHiddenMax) hidden_.emplace_back(piece);
  text.replace(begin, end - begin, kHidden);
  return begin + kHidden.size();
}

// "user:password@host", "user:password:name@host", but not "sip:user@host" or "Custom:night@hints".
void Concealer::credentials(std::string& text) {
  for (size_t at = text.find('@'); at != std::string::npos;) {
    size_t begin = at;
    while (begin > 0 && at - begin < kTokenMax && kAround.find(text[begin - 1]) == std::string_view::npos) --begin;
    std::string token = lowered(std::string_view(text).substr(begin, at - begin));
    size_t colon = token.find(':');
    for (std::string_view scheme : {"sip", "sips", "pjsip", "tel", "mailto", "iax", "iax2", "custom", "park", "queue", "meetme",
                                    "confbridge", "calendar"})
      if (colon != std::string::npos && std::string_view(token).substr(0, colon) == scheme) colon = token.find(':', colon + 1);
    size_t next = at;
    if (colon != std::string::npos) next = hide(text, begin + colon + 1, at);
    at = text.find('@', next + 1);
  }
}

// "password=value", "?key=value", GLOBAL(PIN)=value.
void Concealer::assignments(std::string& text) {
  for (size_t equals = text.find('='); equals != std::string::npos;) {
    size_t begin = equals + 1;
    bool compares = begin < text.size() && text[begin] == '=';
    compares = compares || (equals > 0 && (text[equals - 1] == '!' || text[equals - 1] == '='));
    if (begin < text.size() && text[begin] == '>') ++begin;
    std::string_view name = name_before(text, equals);
    bool key = equals > 0 && is_name(text[equals - 1]) && is_query_name(name);
    if (!compares && (key || is_secret_name(name))) {
      size_t end = end_of_value(text, begin);
      begin = hide(text, begin, end);
    }
    equals = text.find('=', begin);
  }
}

// "Authorization: Bearer value", "X-Api-Key: value", "\"password\":\"value\"".
void Concealer::headers(std::string& text) {
  for (size_t colon = text.find(':'); colon != std::string::npos;) {
    size_t begin = colon + 1;
    bool header = begin < text.size() && (is_blank(text[begin]) || is_quote(text[begin]));
    std::string_view name = name_before(text, colon);
    if (header && (is_secret_name(name) || is_query_name(name))) {
      size_t end = end_of_value(text, begin);
      begin = hide(text, begin, end);
    }
    colon = text.find(':', begin);
  }
  for (std::string_view scheme : {"bearer ", "basic ", "bearer%20", "basic%20"}) {
    size_t left = kCallsMax;
    for (size_t at = lowered(text).find(scheme); at != std::string::npos && left > 0; --left) {
      size_t begin = at + scheme.size();
      size_t end = end_of_value(text, begin);
      begin = end - std::min(begin, end) >= 6 ? hide(text, begin, end) : end;
      at = lowered(text).find(scheme, begin);
    }
  }
}

// "curl -u user:password", "mysql -ppassword", "sshpass -p password", "--token value".
void Concealer::flags(std::string& text) {
  bool attached = holds(text, "mysql") || holds(text, "sshpass") || holds(text, "smbclient");
  for (size_t at = text.find('-'); at != std::string::npos;) {
    size_t next = at + 1;
    bool begins = at == 0 || is_blank(text[at - 1]) || text[at - 1] == '(' || text[at - 1] == ',' || is_quote(text[at - 1]);
    size_t end = std::min(text.find_first_of(" \t,;)=", at), text.size());
    std::string flag = begins ? text.substr(at, end - at) : std::string();
    bool word = end < text.size() && is_blank(text[end]);
    size_t value = end;
    size_t value_end = word ? end_of_value(text, value) : end;
    if (flag == "-u" || flag == "--user" || flag == "--proxy-user" || flag == "-U") {
      size_t colon = text.find(':', value);
      if (word && colon < value_end) next = hide(text, colon + 1, value_end);
    } else if (word && (flag == "-p" || flag == "-xp" || flag == "-ap" || flag == "-w" ||
                        (flag.starts_with("--") && (is_secret_name(flag) || is_query_name(flag.substr(2)))))) {
      next = hide(text, value, value_end);
    } else if (attached && flag.size() > 3 && flag.starts_with("-p")) {
      next = hide(text, at + 2, end);
    } else if (flag.starts_with("-u") && holds(flag, ":")) {
      next = hide(text, at + flag.find(':') + 1, end);
    }
    at = text.find('-', next);
  }
}

// "${PIN}"="1234" and the other way round.
void Concealer::comparisons(std::string& text) {
  for (size_t at = text.find("${"); at != std::string::npos;) {
    size_t begin = at + 2;
    size_t close = text.find('}', begin);
    if (close == std::string::npos) return;
    std::string name = text.substr(begin, text.find_first_of(":}", begin) - begin);
    bool pin = is_pin(name);
    auto judged = [&](std::string_view word) {
      return is_hash(word) || (pin ? word.size() >= 3 : looks_random(word) && name != "CHANNEL" && name != "CONTEXT");
    };
    auto skip = [&](size_t i) {
      while (i < text.size() && (is_blank(text[i]) || is_quote(text[i]))) ++i;
      return i;
    };
    size_t i = skip(close + 1);
    size_t next = close + 1;
    size_t op = i;
    while (i < text.size() && (text[i] == '=' || text[i] == '!')) ++i;
    if (i > op && text[i - 1] == '=') {
      size_t word = skip(i);
      size_t end = word;
      while (end < text.size() && (is_name(text[end]) || text[end] == '*' || text[end] == '#')) ++end;
      if (end > word && judged(std::string_view(text).substr(word, end - word))) next = hide(text, word, end);
    }
    size_t back = at;
    while (back > 0 && (is_blank(text[back - 1]) || is_quote(text[back - 1]))) --back;
    size_t sign = back;
    while (back > 0 && (text[back - 1] == '=' || text[back - 1] == '!')) --back;
    if (back < sign && text[sign - 1] == '=') {
      while (back > 0 && (is_blank(text[back - 1]) || is_quote(text[back - 1]))) --back;
      size_t first = back;
      while (first > 0 && (is_name(text[first - 1]) || text[first - 1] == '*' || text[first - 1] == '#')) --first;
      bool value = first > 0 && text[first - 1] != '{' && text[first - 1] != '(';
      if (value && judged(std::string_view(text).substr(first, back - first))) {
        size_t before = text.size();
        hide(text, first, back);
        next = next + text.size() - before;
      }
    }
    at = text.find("${", next);
  }
}

// Authenticate(1234), DISA(1234,…), MeetMe(100,,1234), MYSQL(Connect …), MD5(user:realm:word).
void Concealer::calls(std::string& text) {
  auto each = [&](std::string_view call, const std::function<size_t(size_t)>& act) {
    size_t left = kCallsMax;
    for (size_t at = find_call(lowered(text), call, 0); at < text.size() && left > 0; --left)
      at = find_call(lowered(text), call, act(at));
  };
  for (std::string_view call : {"authenticate(", "disa(", "aes_encrypt(", "aes_decrypt("})
    each(call, [&](size_t at) { return hide(text, at, end_of_argument(text, at)); });
  each("mysql(connect", [&](size_t at) { return hide(text, std::min(at + 1, text.size()), end_of_argument(text, at)); });
  each("meetme(", [&](size_t at) {
    size_t first = end_of_argument(text, at), second = end_of_argument(text, std::min(first + 1, text.size()));
    if (second >= text.size() || text[first] == ')' || text[second] == ')') return first;
    return hide(text, second + 1, end_of_argument(text, second + 1));
  });
  for (std::string_view call : {"md5(", "sha1("})
    each(call, [&](size_t at) {
      size_t end = end_of_argument(text, at);
      size_t colon = text.rfind(':', end);
      return hide(text, colon != std::string::npos && colon >= at ? colon + 1 : at, end);
    });
  for (std::string_view call : {"macro(", "gosub("})
    each(call, [&](size_t at) {
      size_t end = end_of_argument(text, at);
      if (!holds(lowered(std::string_view(text).substr(at, end - at)), "pin")) return end;
      while (end < text.size() && text[end] != ')') {
        size_t begin = end + 1;
        if (size_t open = text.find('(', begin); open < end_of_argument(text, begin)) begin = open + 1;  // Gosub's s,1(args)
        end = std::max(begin, hide(text, begin, end_of_argument(text, begin)));
      }
      return end;
    });
}

void Concealer::digests(std::string& text) {
  for (size_t begin = 0; begin < text.size();) {
    size_t end = begin;
    while (end < text.size() && (is_digit(text[end]) || is_letter(text[end]))) ++end;
    size_t next = end;
    if (is_hash(std::string_view(text).substr(begin, end - begin))) next = hide(text, begin, end);
    begin = next + 1;
  }
}

std::string Concealer::text(std::string_view written) {
  std::string text(written.substr(0, kTextMax));
  credentials(text);
  calls(text);
  comparisons(text);
  assignments(text);
  headers(text);
  flags(text);
  digests(text);
  return text;
}

std::string Concealer::value(std::string_view key, std::string_view value) {
  std::string all(value);
  std::string name = lowered(key);
  if (is_secret_name(key)) {
    hide(all, 0, all.size());
    return all;
  }
  size_t colon = all.find(':');
  if ((name == "register" || name == "auth") && all.rfind('@') != std::string::npos && colon < all.rfind('@')) {
    if (all.compare(colon, 3, "://") == 0) colon = all.find(':', colon + 1);
    if (colon < all.rfind('@')) hide(all, colon + 1, all.rfind('@'));
    return all;
  }
  // A mailbox, a conference: "100 => 1234,name".
  bool number = !name.empty() && std::all_of(name.begin(), name.end(), is_digit);
  if (number || name == "conf" || name == "agent") {
    size_t first = number ? 0 : all.find(',');
    if (first != std::string::npos) hide(all, number ? 0 : first + 1, number ? std::min(all.find(','), all.size()) : all.size());
  }
  return text(all);
}

std::string Concealer::line(std::string_view line) {
  size_t equals = line.find('=');
  if (equals == std::string_view::npos) return text(line);
  size_t begin = 0;
  while (begin < equals && (is_blank(line[begin]) || line[begin] == ';')) ++begin;
  std::string_view key = line.substr(begin, equals - begin);
  while (!key.empty() && is_blank(key.back())) key.remove_suffix(1);
  if (key.empty() || !std::all_of(key.begin(), key.end(), is_name)) return text(line);
  size_t behind = equals + 1 + (equals + 1 < line.size() && line[equals + 1] == '>');
  while (behind < line.size() && is_blank(line[behind])) ++behind;
  std::string head(line.substr(0, behind));
  if (lowered(key) == "exten" || lowered(key) == "same") return head + text(line.substr(behind));
  std::string kept(line.substr(behind));
  if (resembles_secret_name(key)) {
    hide(kept, 0, kept.size());
    return head + kept;
  }
  return head + value(key, kept);
}

}  // namespace denwaban::audit
