// SPDX-License-Identifier: GPL-3.0-or-later
// The table of cdr_pgsql, or of cdr_adaptive_odbc, on a server of PostgreSQL. A server that stopped answering without
// closing the connection must not stop us: answers are waited for with a bound.
#include <libpq-fe.h>
#include <poll.h>

#include <algorithm>
#include <cerrno>
#include <chrono>

#include "sources/records/record_database.h"

namespace denwaban::sources {
namespace {

using Clock = std::chrono::steady_clock;

struct CloseConnection {
  void operator()(PGconn* connection) const { PQfinish(connection); }
};
struct ClearAnswer {
  void operator()(PGresult* answer) const { PQclear(answer); }
};
using Connection = std::unique_ptr<PGconn, CloseConnection>;
using Answer = std::unique_ptr<PGresult, ClearAnswer>;

struct Trouble {
  std::string_view state;  // SQLSTATE, or its class
  ErrorKind kind;
  const char* id;
};
constexpr Trouble kTroubles[] = {
    {"28", ErrorKind::permission, "refused"},      {"42501", ErrorKind::permission, "forbidden"},
    {"3D000", ErrorKind::not_found, "no_database"}, {"42P01", ErrorKind::not_found, "no_table"},
    {"57014", ErrorKind::unavailable, "too_slow"},  {"57P", ErrorKind::unavailable, "lost"},
    {"08", ErrorKind::unavailable, "lost"},         {"53", ErrorKind::unavailable, "unreached"},
};

// How libpq words what a server said before there was any connection; it tells no SQLSTATE then.
struct Words {
  std::string_view part;
  ErrorKind kind;
  const char* id;
};
constexpr Words kWords[] = {
    {"password authentication failed", ErrorKind::permission, "refused"},
    {"no password supplied", ErrorKind::permission, "refused"},
    {"authentication failed", ErrorKind::permission, "refused"},
    {"pg_hba.conf", ErrorKind::permission, "refused"},
    {"certificate", ErrorKind::permission, "tls"},
    {"role \"", ErrorKind::permission, "refused"},
    {"database \"", ErrorKind::not_found, "no_database"},
};

class PostgresqlRecords final : public RecordDatabase {
 public:
  PostgresqlRecords(Connection connection, const pbx::RecordPlace& place, Milliseconds limit)
      : connection_(std::move(connection)), place_(place), limit_(limit) {}

  Status prepare() {
    auto set = answer_to("SET default_transaction_read_only = on; SET datestyle = 'ISO'; SET statement_timeout = " +
                         std::to_string(limit_.count()) + "; SET client_encoding = 'SQL_ASCII'");
    return set ? Status() : tl::unexpected(set.error());
  }

  Result<std::vector<std::string>> columns(const std::string& question) override {
    auto answer = answer_to(question);
    if (!answer) return tl::unexpected(answer.error());
    std::vector<std::string> names;
    for (int i = 0; i < PQnfields(answer->get()); ++i) names.emplace_back(PQfname(answer->get(), i));
    return names;
  }

  Status ask(const std::string& question, const TakeRow& take) override {
    auto answer = answer_to(question);
    if (!answer) return tl::unexpected(answer.error());
    std::vector<std::string_view> row(static_cast<size_t>(PQnfields(answer->get())));
    for (int r = 0; r < PQntuples(answer->get()); ++r) {
      for (int i = 0; i < PQnfields(answer->get()); ++i)
        row[static_cast<size_t>(i)] = {PQgetvalue(answer->get(), r, i), static_cast<size_t>(PQgetlength(answer->get(), r, i))};
      take(row);
    }
    return {};
  }

  Result<std::vector<std::string>> tables() override { return std::vector<std::string>(); }
  std::string quoted(std::string_view identifier) const override { return between('"', identifier); }
  std::string text_of(const std::string& column) const override {
    return "left(" + column + "::text, " + std::to_string(kValueMax) + ")";
  }
  std::string later(const std::string& moment, const std::string& seconds) const override {
    return "(" + moment + " + " + seconds + " * interval '1 second')";
  }

 private:
  tl::unexpected<Error> trouble(const PGresult* answer) const {
    const char* state = answer ? PQresultErrorField(answer, PG_DIAG_SQLSTATE) : nullptr;
    const char* words = answer ? PQresultErrorField(answer, PG_DIAG_MESSAGE_PRIMARY) : nullptr;
    std::string_view reason = words ? words : PQerrorMessage(connection_.get());
    for (const Trouble& one : kTroubles)
      if (state != nullptr && std::string_view(state).starts_with(one.state))
        return record_error(one.kind, one.id, place_, reason);
    bool lost = PQstatus(connection_.get()) != CONNECTION_OK;
    return record_error(lost ? ErrorKind::unavailable : ErrorKind::io, lost ? "lost" : "failed", place_, reason);
  }

  // False: it did not come in time.
  bool await(short events, Clock::time_point deadline) const {
    for (;;) {
      auto left = std::chrono::ceil<Milliseconds>(deadline - Clock::now()).count();
      pollfd watched{PQsocket(connection_.get()), events, 0};
      int ready = ::poll(&watched, 1, static_cast<int>(std::clamp<int64_t>(left, 0, 1'000'000)));
      if (ready > 0) return true;
      if (ready == 0 || errno != EINTR) return false;
    }
  }

  // The last of its results: of several statements the others answer nothing.
  Result<Answer> answer_to(const std::string& question) {
    auto deadline = Clock::now() + limit_ + std::chrono::seconds(5);  // the server's own bound comes first
    if (PQsendQuery(connection_.get(), question.c_str()) != 1) return trouble(nullptr);
    for (Answer last;;) {
      while (PQisBusy(connection_.get()) == 1) {
        if (!await(POLLIN, deadline)) return record_error(ErrorKind::unavailable, "too_slow", place_, "");
        if (PQconsumeInput(connection_.get()) != 1) return trouble(nullptr);
      }
      Answer next(PQgetResult(connection_.get()));
      if (!next && last) return last;
      if (!next) return trouble(nullptr);
      ExecStatusType status = PQresultStatus(next.get());
      if (status != PGRES_TUPLES_OK && status != PGRES_COMMAND_OK) return trouble(next.get());
      last = std::move(next);
    }
  }

  Connection connection_;
  pbx::RecordPlace place_;
  Milliseconds limit_;
};

tl::unexpected<Error> unconnected(PGconn* connection, const pbx::RecordPlace& place) {
  std::string_view words = PQerrorMessage(connection);
  for (const Words& one : kWords)
    if (words.find(one.part) != words.npos) return record_error(one.kind, one.id, place, words);
  return record_error(ErrorKind::unavailable, "unreached", place, words);
}

}  // namespace

Result<std::unique_ptr<RecordDatabase>> open_postgresql_records(const pbx::RecordPlace& place, const RecordLimits& limits) {
  std::string wait = std::to_string(std::max<int64_t>(2, std::chrono::ceil<Seconds>(limits.connect).count()));
  std::string port = place.port == 0 ? "" : std::to_string(place.port);
  const std::string& host = place.socket.empty() ? place.host : place.socket;
  std::vector<const char*> names, values;
  auto set = [&](const char* name, const std::string& value) {
    if (value.empty()) return;
    names.push_back(name);
    values.push_back(value.c_str());
  };
  const std::string program = "denwaban", verify = place.certificate.empty() ? "" : "verify-full";
  set("host", host);
  set("port", port);
  set("user", place.user);
  set("password", place.secret);
  set("dbname", place.database);
  set("connect_timeout", wait);
  set("fallback_application_name", program);
  set("sslmode", verify);
  set("sslrootcert", place.certificate);
  names.push_back(nullptr);
  values.push_back(nullptr);
  Connection connection(PQconnectdbParams(names.data(), values.data(), 0));
  if (!connection) return record_error(ErrorKind::full, "failed", place, "");
  if (PQstatus(connection.get()) != CONNECTION_OK) return unconnected(connection.get(), place);
  auto records = std::make_unique<PostgresqlRecords>(std::move(connection), place, limits.answer);
  if (Status prepared = records->prepare(); !prepared) return tl::unexpected(prepared.error());
  return records;
}

}  // namespace denwaban::sources
