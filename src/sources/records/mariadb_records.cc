// SPDX-License-Identifier: GPL-3.0-or-later
// cdr_mysql's table, or FreePBX's asteriskcdrdb.cdr, on a server of MariaDB or MySQL. A server that is not whom we
// take it for gets no file of ours (LOAD DATA LOCAL) and no password in the clear.
#include <errmsg.h>
#include <mysql.h>
#include <mysqld_error.h>

#include "sources/records/record_database.h"

namespace denwaban::sources {
namespace {

struct CloseConnection {
  void operator()(MYSQL* connection) const { mysql_close(connection); }
};
struct FreeAnswer {
  void operator()(MYSQL_RES* answer) const { mysql_free_result(answer); }
};
using Connection = std::unique_ptr<MYSQL, CloseConnection>;
using Answer = std::unique_ptr<MYSQL_RES, FreeAnswer>;

struct Trouble {
  unsigned code;
  ErrorKind kind;
  const char* id;
};
constexpr Trouble kTroubles[] = {
    {ER_ACCESS_DENIED_ERROR, ErrorKind::permission, "refused"},
    {ER_ACCESS_DENIED_NO_PASSWORD_ERROR, ErrorKind::permission, "refused"},
    {ER_DBACCESS_DENIED_ERROR, ErrorKind::permission, "forbidden"},
    {ER_TABLEACCESS_DENIED_ERROR, ErrorKind::permission, "forbidden"},
    {ER_COLUMNACCESS_DENIED_ERROR, ErrorKind::permission, "forbidden"},
    {ER_HOST_NOT_PRIVILEGED, ErrorKind::permission, "refused"},
    {ER_BAD_DB_ERROR, ErrorKind::not_found, "no_database"},
    {ER_NO_SUCH_TABLE, ErrorKind::not_found, "no_table"},
    {ER_STATEMENT_TIMEOUT, ErrorKind::unavailable, "too_slow"},
    {CR_SSL_CONNECTION_ERROR, ErrorKind::permission, "tls"},
    {CR_CONNECTION_ERROR, ErrorKind::unavailable, "unreached"},
    {CR_CONN_HOST_ERROR, ErrorKind::unavailable, "unreached"},
    {CR_UNKNOWN_HOST, ErrorKind::unavailable, "unreached"},
    {CR_SERVER_GONE_ERROR, ErrorKind::unavailable, "lost"},
    {CR_SERVER_LOST, ErrorKind::unavailable, "lost"},
    {ER_SERVER_SHUTDOWN, ErrorKind::unavailable, "lost"},
    {ER_CONNECTION_KILLED, ErrorKind::unavailable, "lost"},
    {ER_QUERY_INTERRUPTED, ErrorKind::unavailable, "lost"},
    {ER_LOCK_WAIT_TIMEOUT, ErrorKind::unavailable, "too_slow"},
    {ER_CON_COUNT_ERROR, ErrorKind::unavailable, "unreached"},
};

tl::unexpected<Error> trouble_of(MYSQL* connection, const pbx::RecordPlace& place) {
  for (const Trouble& one : kTroubles)
    if (one.code == mysql_errno(connection)) return record_error(one.kind, one.id, place, mysql_error(connection));
  return record_error(ErrorKind::io, "failed", place, mysql_error(connection));
}

unsigned seconds_of(Milliseconds time) {
  return static_cast<unsigned>(std::max<int64_t>(1, std::chrono::ceil<Seconds>(time).count()));
}

void set_options(MYSQL* connection, const pbx::RecordPlace& place, const RecordLimits& limits) {
  constexpr unsigned kNo = 0;
  constexpr my_bool kYes = 1;
  unsigned connect = seconds_of(limits.connect), answer = seconds_of(limits.answer);
  mysql_optionsv(connection, MYSQL_OPT_CONNECT_TIMEOUT, &connect);
  mysql_optionsv(connection, MYSQL_OPT_READ_TIMEOUT, &answer);
  mysql_optionsv(connection, MYSQL_OPT_WRITE_TIMEOUT, &answer);
  mysql_optionsv(connection, MYSQL_OPT_LOCAL_INFILE, &kNo);
  mysql_optionsv(connection, MYSQL_SET_CHARSET_NAME, "binary");
  mysql_optionsv(connection, MARIADB_OPT_RESTRICTED_AUTH,
                 "mysql_native_password,client_ed25519,caching_sha2_password,auth_socket,unix_socket");
  if (place.certificate.empty()) return;
  mysql_optionsv(connection, MYSQL_OPT_SSL_CA, place.certificate.c_str());
  mysql_optionsv(connection, MYSQL_OPT_SSL_ENFORCE, &kYes);
  mysql_optionsv(connection, MYSQL_OPT_SSL_VERIFY_SERVER_CERT, &kYes);
}

class MariadbRecords final : public RecordDatabase {
 public:
  MariadbRecords(Connection connection, const pbx::RecordPlace& place) : connection_(std::move(connection)), place_(place) {}

  Status prepare(const RecordLimits& limits) {
    Status set = order("SET SESSION TRANSACTION READ ONLY");
    // Either is unknown to the other: MariaDB's in seconds, MySQL's in milliseconds.
    if (set && !order("SET SESSION max_statement_time = " + std::to_string(seconds_of(limits.answer))))
      (void)order("SET SESSION max_execution_time = " + std::to_string(limits.answer.count()));
    return set;
  }

  Result<std::vector<std::string>> columns(const std::string& question) override {
    auto answer = answer_to(question);
    if (!answer) return tl::unexpected(answer.error());
    std::vector<std::string> names;
    MYSQL_FIELD* fields = mysql_fetch_fields(answer->get());
    for (unsigned i = 0; i < mysql_num_fields(answer->get()); ++i) names.emplace_back(fields[i].name);
    return names;
  }

  Status ask(const std::string& question, const TakeRow& take) override {
    auto answer = answer_to(question);
    if (!answer) return tl::unexpected(answer.error());
    std::vector<std::string_view> row(mysql_num_fields(answer->get()));
    while (MYSQL_ROW values = mysql_fetch_row(answer->get())) {
      unsigned long* lengths = mysql_fetch_lengths(answer->get());
      for (size_t i = 0; i < row.size(); ++i) row[i] = values[i] ? std::string_view(values[i], lengths[i]) : "";
      take(row);
    }
    return {};
  }

  Result<std::vector<std::string>> tables() override { return std::vector<std::string>(); }
  std::string quoted(std::string_view identifier) const override { return between('`', identifier); }
  std::string text_of(const std::string& column) const override {
    return "LEFT(CAST(" + column + " AS CHAR), " + std::to_string(kValueMax) + ")";
  }
  std::string later(const std::string& moment, const std::string& seconds) const override {
    return "DATE_ADD(" + moment + ", INTERVAL " + seconds + " SECOND)";
  }

 private:
  Status order(const std::string& words) {
    if (mysql_real_query(connection_.get(), words.data(), words.size()) != 0) return trouble_of(connection_.get(), place_);
    return {};
  }

  Result<Answer> answer_to(const std::string& question) {
    if (Status asked = order(question); !asked) return tl::unexpected(asked.error());
    Answer answer(mysql_store_result(connection_.get()));
    if (!answer) return trouble_of(connection_.get(), place_);
    return answer;
  }

  Connection connection_;
  pbx::RecordPlace place_;
};

const char* or_null(const std::string& text) { return text.empty() ? nullptr : text.c_str(); }

}  // namespace

Result<std::unique_ptr<RecordDatabase>> open_mariadb_records(const pbx::RecordPlace& place, const RecordLimits& limits) {
  Connection connection(mysql_init(nullptr));
  if (!connection) return record_error(ErrorKind::full, "failed", place, "");
  set_options(connection.get(), place, limits);
  const char* host = place.host.empty() ? "localhost" : place.host.c_str();
  MYSQL* done = mysql_real_connect(connection.get(), host, or_null(place.user), or_null(place.secret), place.database.c_str(),
                                   place.port, or_null(place.socket), 0);
  if (done == nullptr) return trouble_of(connection.get(), place);
  auto records = std::make_unique<MariadbRecords>(std::move(connection), place);
  if (Status prepared = records->prepare(limits); !prepared) return tl::unexpected(prepared.error());
  return records;
}

}  // namespace denwaban::sources
