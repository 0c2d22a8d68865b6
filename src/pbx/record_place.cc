// SPDX-License-Identifier: GPL-3.0-or-later
#include "pbx/record_place.h"

#include <algorithm>
#include <charconv>

#include "text/message.h"
#include "text/printable.h"

namespace denwaban::pbx {
namespace {

struct Scheme {
  std::string_view text;
  RecordServer server;
};
constexpr Scheme kSchemes[] = {
    {"sqlite:", RecordServer::sqlite},           {"mysql://", RecordServer::mariadb},
    {"mariadb://", RecordServer::mariadb},       {"postgresql://", RecordServer::postgresql},
    {"postgres://", RecordServer::postgresql},
};

struct Parameter {
  std::string_view name;
  std::string RecordPlace::*slot;
};
constexpr Parameter kParameters[] = {
    {"table", &RecordPlace::table},
    {"socket", &RecordPlace::socket},
    {"secret_file", &RecordPlace::secret_file},
    {"certificate", &RecordPlace::certificate},
};

const Scheme* scheme_of(std::string_view text) {
  auto found = std::ranges::find_if(kSchemes, [&](const Scheme& scheme) { return text.starts_with(scheme.text); });
  return found == std::end(kSchemes) ? nullptr : found;
}

int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

std::string decoded(std::string_view text) {
  std::string out;
  for (size_t i = 0; i < text.size(); ++i) {
    int high = text[i] == '%' && i + 2 < text.size() ? hex_digit(text[i + 1]) : -1;
    int low = high >= 0 ? hex_digit(text[i + 2]) : -1;
    out += low >= 0 ? static_cast<char>(high * 16 + low) : text[i];
    if (low >= 0) i += 2;
  }
  return out;
}

// What stands before `mark`, which goes with it; all where there is none.
std::string_view take_to(std::string_view& text, char mark) {
  size_t end = text.find(mark);
  std::string_view front = text.substr(0, end);
  text.remove_prefix(end == text.npos ? text.size() : end + 1);
  return front;
}

tl::unexpected<Error> wrong(std::string_view id, std::string_view what = {}) {
  return fail(ErrorKind::usage, text::say(id, {{"what", std::string(what.substr(0, 200))}}));
}

// "name:", "[2001:db8::1]:3306", "name".
Status read_host(std::string_view text, RecordPlace& place) {
  std::string_view port;
  if (text.starts_with('[')) {
    size_t close = text.find(']');
    if (close == text.npos) return wrong("records.place.host", text);
    place.host = text.substr(1, close - 1);
    port = text.substr(close + 1);
    if (port.starts_with(':')) port.remove_prefix(1);
  } else {
    port = text;
    place.host = decoded(take_to(port, ':'));
  }
  if (port.empty()) return {};
  auto [end, error] = std::from_chars(port.data(), port.data() + port.size(), place.port);
  bool sound = error == std::errc() && end == port.data() + port.size() && place.port != 0;
  return sound ? Status() : wrong("records.place.port", port);
}

Status read_server(std::string_view text, RecordPlace& place) {
  std::string_view authority = take_to(text, '/');
  if (size_t at = authority.rfind('@'); at != authority.npos) {
    std::string_view user = authority.substr(0, at);
    if (user.find(':') != user.npos) return wrong("records.place.password");
    place.user = decoded(user);
    authority.remove_prefix(at + 1);
  }
  if (Status host = read_host(authority, place); !host) return host;
  place.database = decoded(take_to(text, '/'));
  place.table = decoded(text);
  return place.database.empty() ? wrong("records.place.database") : Status();
}

Status read_parameters(std::string_view text, RecordPlace& place) {
  while (!text.empty()) {
    std::string_view value = take_to(text, '&');
    std::string_view name = take_to(value, '=');
    auto known = std::ranges::find(kParameters, name, &Parameter::name);
    if (name == "password") return wrong("records.place.password");
    if (known == std::end(kParameters)) return wrong("records.place.parameter", name);
    place.*known->slot = decoded(value);
  }
  return {};
}

bool is_this_machine(std::string_view host) {
  return host.empty() || host == "localhost" || host == "127.0.0.1" || host == "::1";
}

std::string_view table_or_cdr(const RecordPlace& place) { return place.table.empty() ? "cdr" : std::string_view(place.table); }

}  // namespace

std::string RecordPlace::name() const {
  if (server == RecordServer::sqlite) return path;
  std::string out = server == RecordServer::mariadb ? "mysql://" : "postgresql://";
  if (!user.empty()) out += user + "@";
  out += host.find(':') == host.npos ? host : "[" + host + "]";
  if (port != 0) out += ":" + std::to_string(port);
  return out.append("/").append(database).append("/").append(table_or_cdr(*this));
}

bool RecordPlace::same_table(const RecordPlace& other) const {
  if (server != other.server || table_or_cdr(*this) != table_or_cdr(other)) return false;
  if (server == RecordServer::sqlite) return path == other.path;
  bool same_host = is_this_machine(host) ? is_this_machine(other.host) : host == other.host;
  bool same_port = port == other.port || port == 0 || other.port == 0;
  return same_host && same_port && database == other.database;
}

bool names_record_place(std::string_view text) { return scheme_of(text) != nullptr; }

Result<RecordPlace> parse_record_place(std::string_view text) {
  const Scheme* scheme = scheme_of(text);
  if (scheme == nullptr) return wrong("records.place.scheme", text);
  RecordPlace place;
  place.server = scheme->server;
  text.remove_prefix(scheme->text.size());
  std::string_view front = take_to(text, '?');
  if (place.server == RecordServer::sqlite) {
    if (front.starts_with("//")) front.remove_prefix(2);
    place.path = decoded(front);
    if (place.path.empty()) return wrong("records.place.path");
  } else if (Status read = read_server(front, place); !read) {
    return tl::unexpected(read.error());
  }
  if (Status read = read_parameters(text, place); !read) return tl::unexpected(read.error());
  return place;
}

}  // namespace denwaban::pbx
