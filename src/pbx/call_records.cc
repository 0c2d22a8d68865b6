// SPDX-License-Identifier: GPL-3.0-or-later
#include "pbx/call_records.h"

#include <algorithm>
#include <charconv>
#include <optional>

#include "pbx/collector.h"
#include "pbx/key_values.h"
#include "text/message.h"

namespace denwaban::pbx {
namespace {

constexpr size_t kPlacesMax = 64;
constexpr size_t kMappingsMax = 64;

std::string lower_case(std::string_view text) {
  std::string lower(text);
  for (char& c : lower)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return lower;
}

uint16_t port_of(std::string_view text) {
  uint16_t port = 0;
  auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), port);
  return error == std::errc() && end == text.data() + text.size() ? port : 0;
}

std::optional<RecordServer> server_of_driver(const std::string& driver) {
  struct Mark {
    std::string_view part;
    RecordServer server;
  };
  static constexpr Mark kMarks[] = {
      {"mysql", RecordServer::mariadb},    {"maria", RecordServer::mariadb},       {"maodbc", RecordServer::mariadb},
      {"myodbc", RecordServer::mariadb},   {"psql", RecordServer::postgresql},     {"postgres", RecordServer::postgresql},
      {"sqlite", RecordServer::sqlite},
  };
  for (const Mark& mark : kMarks)
    if (lower_case(driver).find(mark.part) != std::string::npos) return mark.server;
  return std::nullopt;
}

class Reader {
 public:
  Reader(parse::FileTree& files, const std::string& config_dir, std::string log_dir)
      : files_(files), out_(files, exchange_), log_dir_(std::move(log_dir)) {
    exchange_.config_dir = config_dir;
    above_ = config_dir.substr(0, config_dir.rfind('/'));
  }

  CallRecordsConfig read() {
    read_csv();
    read_custom();
    read_sqlite();
    read_server("cdr_mysql.conf", RecordServer::mariadb);
    read_server("cdr_pgsql.conf", RecordServer::postgresql);
    read_odbc();
    read_freepbx();
    config_.remarks = std::move(exchange_.remarks);
    return std::move(config_);
  }

 private:
  using Category = parse::ConfigCategory;

  Where where_of(const parse::ConfigFile& file, const Category& category) const {
    const std::string& path = file.files[category.file];
    return {path.substr(path.rfind('/') + 1), category.line};
  }

  void read_csv() {
    config_.csv.folder = log_dir_ + "/cdr-csv";
    auto file = out_.open("cdr.conf", Collector::Missing::is_normal);
    const Category* csv = file ? file->first("csv") : nullptr;
    if (csv == nullptr) return;
    RecordsCsv& out = config_.csv;
    out.utc = is_true(csv->value("usegmtime"));
    out.unique_id = is_true(csv->value("loguniqueid"));
    out.user_field = is_true(csv->value("loguserfield"));
    out.accounts = is_true(csv->value("accountlogs", "yes"));
    out.newer_columns = is_true(csv->value("newcdrcolumns"));
    out.where = where_of(*file, *csv);
  }

  void read_custom() {
    auto file = out_.open("cdr_custom.conf", Collector::Missing::is_normal);
    const Category* mappings = file ? file->first("mappings") : nullptr;
    if (mappings == nullptr) return;
    for (const auto& line : mappings->variables) {
      if (line.name.empty() || line.value.empty() || config_.mappings.size() >= kMappingsMax) continue;
      std::string path = line.name.front() == '/' ? line.name : log_dir_ + "/cdr-custom/" + line.name;
      config_.mappings.push_back({std::move(path), line.value, out_.where(*file, line)});
    }
  }

  void read_sqlite() {
    auto file = out_.open("cdr_sqlite3_custom.conf", Collector::Missing::is_normal);
    const Category* master = file ? file->first("master") : nullptr;
    if (master == nullptr || master->value("columns").empty()) return;
    RecordPlace place;
    place.path = log_dir_ + "/master.db";
    place.table = master->value("table", "cdr");
    place.where = where_of(*file, *master);
    name_columns(place, master->value("columns"), master->value("values"));
    add(std::move(place));
  }

  // `columns => began, who` and `values => '${CDR(start)}','${CDR(src)}'`: columns may be called anything.
  static void name_columns(RecordPlace& place, std::string_view columns, std::string_view values) {
    constexpr std::string_view kCall = "CDR(";
    while (!columns.empty() && !values.empty()) {
      std::string_view column = take_word(columns), value = take_word(values);
      size_t at = value.find(kCall);
      if (at == value.npos) continue;
      std::string_view field = value.substr(at + kCall.size());
      field = field.substr(0, field.find_first_of(",)"));
      if (!parse::same_name(field, column)) place.aliases.emplace_back(field, column);
    }
  }

  // Up to the next comma outside of brackets, without blanks around it.
  static std::string_view take_word(std::string_view& text) {
    size_t end = 0;
    for (int depth = 0; end < text.size() && (text[end] != ',' || depth > 0); ++end)
      depth += text[end] == '(' || text[end] == '{' ? 1 : text[end] == ')' || text[end] == '}' ? -1 : 0;
    std::string_view word = text.substr(0, end);
    text.remove_prefix(std::min(text.size(), end + 1));
    size_t first = word.find_first_not_of(" \t");
    return first == word.npos ? std::string_view() : word.substr(first, word.find_last_not_of(" \t") - first + 1);
  }

  // Of cdr_mysql's [columns] or of a section of cdr_adaptive_odbc.conf: `alias start => calldate`.
  static void read_aliases(const Category& category, RecordPlace& place) {
    constexpr std::string_view kAlias = "alias ";
    for (const auto& line : category.variables)
      if (lower_case(line.name).starts_with(kAlias) && place.aliases.size() < 64)
        place.aliases.emplace_back(line.name.substr(line.name.find_last_of(' ') + 1), line.value);
  }

  static void set_host(RecordPlace& place, std::string host) {
    bool socket = host.starts_with('/');
    (socket ? place.socket : place.host) = std::move(host);
  }

  void read_server(const std::string& name, RecordServer server) {
    auto file = out_.open(name, Collector::Missing::is_normal);
    const Category* global = file ? file->first("global") : nullptr;
    if (global == nullptr || (global->value("dbname").empty() && global->value("hostname").empty())) return;
    RecordPlace place;
    place.server = server;
    set_host(place, std::string(global->value("hostname")));
    place.port = port_of(global->value("port"));
    if (!global->value("sock").empty()) place.socket = global->value("sock");
    place.user = global->value("user");
    place.database = global->value("dbname", server == RecordServer::mariadb ? "asteriskcdrdb" : "asterisk");
    place.table = global->value("table");
    std::string zone = lower_case(global->value("cdrzone", global->value("timezone")));
    place.utc = zone == "utc" || zone == "gmt" || is_true(global->value("usegmtime"));
    if (const Category* columns = file->first("columns")) read_aliases(*columns, place);
    place.where = where_of(*file, *global);
    keep_secret(place, std::string(global->value("password")), place.where.file);
    add(std::move(place));
  }

  static void keep_secret(RecordPlace& place, std::string secret, const std::string& from) {
    if (secret.empty()) return;
    place.secret = std::move(secret);
    place.secret_from = from;
  }

  void read_odbc() {
    if (auto file = out_.open("cdr_odbc.conf", Collector::Missing::is_normal))
      if (const Category* global = file->first("global"); global != nullptr && !global->value("dsn").empty())
        add_odbc(*file, *global, std::string(global->value("dsn")));
    auto file = out_.open("cdr_adaptive_odbc.conf", Collector::Missing::is_normal);
    if (!file) return;
    for (const Category& category : file->categories)
      if (!category.is_template && !category.value("connection").empty())
        add_odbc(*file, category, std::string(category.value("connection")));
  }

  void add_odbc(const parse::ConfigFile& file, const Category& category, const std::string& connection) {
    Where where = where_of(file, category);
    auto classes = out_.open("res_odbc.conf", Collector::Missing::is_normal);
    const Category* known = classes ? classes->first(connection) : nullptr;
    auto remark = [&](const char* id, const std::string& what) {
      out_.remark(text::say(id, {{"file", where.file}, {"line", static_cast<uint64_t>(where.line)}, {"what", what}}));
    };
    if (known == nullptr) return remark("records.odbc.no_class", connection);
    std::string dsn(known->value("dsn"));
    KeyValues ini = ini_of(above_ + "/odbc.ini"), drivers = ini_of(above_ + "/odbcinst.ini");
    std::string driver = ini.value(dsn, {"Driver"});
    if (driver.empty()) return remark("records.odbc.no_dsn", dsn);
    auto server = server_of_driver(driver + " " + drivers.value(driver, {"Driver", "Driver64", "Description"}));
    if (!server) return remark("records.odbc.driver", driver);
    RecordPlace place;
    place.server = *server;
    std::string database = ini.value(dsn, {"Database", "DB"});
    (*server == RecordServer::sqlite ? place.path : place.database) = database;
    set_host(place, ini.value(dsn, {"Server", "Servername", "Host"}));
    place.port = port_of(ini.value(dsn, {"Port"}));
    if (std::string socket = ini.value(dsn, {"Socket"}); !socket.empty()) place.socket = socket;
    place.user = known->value("username");
    if (place.user.empty()) place.user = ini.value(dsn, {"UserName", "User", "UID"});
    place.table = category.value("table");
    place.utc = is_true(category.value("usegmtime"));
    read_aliases(category, place);
    place.where = where;
    keep_secret(place, ini.value(dsn, {"Password", "PWD"}), "odbc.ini");
    keep_secret(place, std::string(known->value("password")), "res_odbc.conf");
    if (!database.empty()) add(std::move(place));
  }

  KeyValues ini_of(const std::string& path) {
    auto text = files_.read(path);
    return text ? KeyValues::read_ini(*text) : KeyValues();
  }

  void read_freepbx() {
    auto php = files_.read(above_ + "/freepbx.conf");
    auto ini = files_.read(above_ + "/amportal.conf");
    if (!php && !ini) return;
    for (const auto* one : {&php, &ini})
      if (!*one && one->error().kind != ErrorKind::not_found) out_.remark(one->error().message);
    KeyValues first = php ? KeyValues::read_php(*php) : KeyValues();
    KeyValues second = ini ? KeyValues::read_ini(*ini) : KeyValues();
    auto value = [&](std::initializer_list<std::string_view> keys) {
      std::string found = first.value("", keys);
      return found.empty() ? second.value("", keys) : found;
    };
    if (value({"AMPDBUSER"}).empty()) return;
    RecordPlace place;
    place.server = RecordServer::mariadb;
    set_host(place, value({"CDRDBHOST", "AMPDBHOST"}));
    place.port = port_of(value({"CDRDBPORT"}));
    if (std::string socket = value({"CDRDBSOCK", "AMPDBSOCK"}); !socket.empty()) place.socket = socket;
    place.user = value({"CDRDBUSER", "AMPDBUSER"});
    place.database = value({"CDRDBNAME"});
    if (place.database.empty()) place.database = "asteriskcdrdb";
    place.table = value({"CDRDBTABLENAME"});
    place.where = {php ? "freepbx.conf" : "amportal.conf", 0};
    keep_secret(place, value({"CDRDBPASS", "AMPDBPASS"}), place.where.file);
    add(std::move(place));
  }

  // Several files may tell of one table, each a part of what there is to know.
  void add(RecordPlace place) {
    auto known = std::ranges::find_if(config_.places, [&](const RecordPlace& one) { return one.same_table(place); });
    if (known == config_.places.end()) {
      if (config_.places.size() < kPlacesMax) config_.places.push_back(std::move(place));
      return;
    }
    if (known->secret.empty() && (known->user.empty() || known->user == place.user)) {
      known->user = place.user;
      keep_secret(*known, place.secret, place.secret_from);
    }
    if (known->socket.empty()) known->socket = place.socket;
  }

  parse::FileTree& files_;
  Exchange exchange_;
  Collector out_;
  std::string log_dir_, above_;
  CallRecordsConfig config_;
};

}  // namespace

CallRecordsConfig read_call_records(parse::FileTree& files, const std::string& config_dir, const std::string& log_dir) {
  return Reader(files, config_dir, log_dir).read();
}

}  // namespace denwaban::pbx
