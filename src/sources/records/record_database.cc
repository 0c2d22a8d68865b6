// SPDX-License-Identifier: GPL-3.0-or-later
#include "sources/records/record_database.h"

#include "text/message.h"

namespace denwaban::sources {

Result<std::unique_ptr<RecordDatabase>> RecordDatabase::open(const pbx::RecordPlace& place, const RecordLimits& limits) {
  switch (place.server) {
    case pbx::RecordServer::sqlite:
      return open_sqlite_records(place, limits);
    case pbx::RecordServer::postgresql:
      return open_postgresql_records(place, limits);
    case pbx::RecordServer::mariadb:
      return open_mariadb_records(place, limits);
  }
  return record_error(ErrorKind::input, "unknown_server", place, "");
}

tl::unexpected<Error> record_error(ErrorKind kind, std::string_view id, const pbx::RecordPlace& place, std::string_view reason) {
  constexpr size_t kReasonMax = 300;
  std::string words(reason.substr(0, kReasonMax));
  // libpq's end with a line break, and may have several lines.
  while (!words.empty() && (words.back() == '\n' || words.back() == ' ')) words.pop_back();
  for (char& c : words)
    if (c == '\n' || c == '\t') c = ' ';
  std::string from = place.secret_from;
  return fail(kind, text::say("records." + std::string(id), {{"place", place.name()},
                                                              {"user", place.user},
                                                              {"host", place.host},
                                                              {"secret_from", from},
                                                              {"reason", words}}));
}

std::string between(char quote, std::string_view identifier) {
  std::string out(1, quote);
  for (char c : identifier) {
    if (c == '\0') continue;
    out += c;
    if (c == quote) out += c;
  }
  return out += quote;
}

}  // namespace denwaban::sources
