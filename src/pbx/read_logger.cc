// SPDX-License-Identifier: GPL-3.0-or-later
// logger.conf (main/logger.c): which files get which levels in which format.
#include <fmt/format.h>

#include <algorithm>
#include <ctime>

#include "parse/log/date.h"
#include "pbx/collector.h"

namespace denwaban::pbx {
namespace {

constexpr size_t kLogFilesMax = 100;
constexpr size_t kDateFormatMax = 64;
constexpr std::string_view kSyslog = "syslog";

std::string lower_case(std::string_view text) {
  std::string lower(text);
  std::transform(lower.begin(), lower.end(), lower.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
  return lower;
}

// "[json]notice,warning,verbose(3)"; "*" means all levels.
LogFile parse_channel(std::string_view levels) {
  LogFile log;
  log.format = "default";
  if (levels.starts_with('[')) {
    size_t close = levels.find(']');
    log.format = lower_case(levels.substr(1, close == std::string_view::npos ? close : close - 1));
    levels.remove_prefix(close == std::string_view::npos ? levels.size() : close + 1);
  }
  for (std::string_view level : split_list(levels)) {
    std::string name = lower_case(level.substr(0, level.find('(')));
    if (std::find(log.levels.begin(), log.levels.end(), name) == log.levels.end())
      log.levels.push_back(std::move(name));
  }
  return log;
}

void add_log(Exchange& exchange, LogFile log) {
  auto same = [&](const LogFile& other) { return other.path == log.path; };
  auto found = std::find_if(exchange.logs.begin(), exchange.logs.end(), same);
  if (found == exchange.logs.end()) {
    if (exchange.logs.size() < kLogFilesMax) exchange.logs.push_back(std::move(log));
    return;
  }
  for (std::string& level : log.levels) {
    if (std::find(found->levels.begin(), found->levels.end(), level) == found->levels.end()) {
      found->levels.push_back(std::move(level));
    }
  }
}

// "syslog.local0 => notice,security"
void add_syslog(Exchange& exchange, std::string_view name, LogFile log) {
  if (exchange.syslog.size() >= kLogFilesMax) return;
  std::string_view facility = name.substr(std::min(name.size(), kSyslog.size() + 1));
  exchange.syslog.push_back({lower_case(facility), std::move(log.levels), std::move(log.where)});
}

// Where logger.conf cannot be read: the name that Asterisk up to 20 ships, and that of 21 and later.
void guess_logs(Collector& out) {
  for (const char* name : {"messages", "messages.log"}) {
    LogFile log = parse_channel("notice,warning,error");
    log.path = fmt::format("{}/{}", out.exchange().log_dir, name);
    log.where = {"logger.conf", 0};
    add_log(out.exchange(), std::move(log));
  }
}

// What `dateformat` makes of a moment; "%3q", which only Asterisk knows, are its milliseconds.
std::string example_of(std::string_view date_format) {
  std::string format;
  for (size_t i = 0; i < date_format.size(); ++i) {
    size_t digit =
        i + 1 < date_format.size() && date_format[i + 1] >= '1' && date_format[i + 1] <= '9' ? 1 : 0;
    if (date_format[i] != '%' || date_format.substr(i + 1 + digit, 1) != "q") {
      format += date_format[i];
      continue;
    }
    format += "863";
    i += 1 + digit;
  }
  std::tm moment{};
  moment.tm_year = 126, moment.tm_mon = 1, moment.tm_mday = 21, moment.tm_wday = 6, moment.tm_hour = 20;
  char text[256];
  size_t length = std::strftime(text, sizeof text, format.c_str(), &moment);
  return {text, length};
}

void check_date_format(Collector& out) {
  std::string_view format = out.exchange().date_format;
  if (format.empty()) return;
  parse::DateText date;
  std::string example = format.size() <= kDateFormatMax ? example_of(format) + "]" : "";
  if (size_t length = parse::read_date(example, date); length == 0 || length + 1 != example.size())
    return out.remark(
        "logger.conf writes dates that cannot be read (dateformat): set `dateformat = %F %T` and run "
        "`asterisk -rx \"logger reload\"`");
  if (date.form == parse::DateForm::clock_only)
    out.remark(
        "logger.conf writes no day (dateformat): lines are taken to be of the day on which they are read");
}

template <class Channel>
bool shows_attacks(const Channel& log) {
  return std::any_of(log.levels.begin(), log.levels.end(), [](const std::string& level) {
    return level == "notice" || level == "security" || level == "*";
  });
}

struct LoggerSections {
  std::optional<parse::ConfigFile> config;
  const parse::ConfigCategory* general = nullptr;
  const parse::ConfigCategory* logfiles = nullptr;
};

LoggerSections open_logger(Collector& out) {
  LoggerSections sections;
  sections.config = out.open("logger.conf", Collector::Missing::is_remarked);
  if (!sections.config) return sections;
  sections.general = sections.config->first("general");
  sections.logfiles = sections.config->first("logfiles");
  return sections;
}

}  // namespace

void read_logger(Collector& out, const ReadOptions& options) {
  Exchange& exchange = out.exchange();
  LoggerSections sections = open_logger(out);
  if (!sections.config) return guess_logs(out);
  std::string suffix;
  if (sections.general) {
    exchange.date_format = sections.general->value("dateformat");
    check_date_format(out);
    if (is_true(sections.general->value("appendhostname"))) {
      if (options.host_name.empty()) {
        out.remark("logger.conf appends the host name to the log files' names: it is not known here");
      } else {
        suffix = "." + options.host_name;
      }
    }
  }
  if (sections.logfiles) {
    for (const auto& variable : sections.logfiles->variables) {
      if (variable.name.empty() || parse::same_name(variable.name, "console")) continue;
      LogFile log = parse_channel(variable.value);
      log.where = out.where(*sections.config, variable);
      if (parse::same_name(std::string_view(variable.name).substr(0, kSyslog.size()), kSyslog)) {
        add_syslog(exchange, variable.name, std::move(log));
        continue;
      }
      bool absolute = variable.name.front() == '/';
      log.path = (absolute ? variable.name : fmt::format("{}/{}", exchange.log_dir, variable.name)) + suffix;
      add_log(exchange, std::move(log));
    }
  }
  if (std::none_of(exchange.logs.begin(), exchange.logs.end(), shows_attacks<LogFile>) &&
      std::none_of(exchange.syslog.begin(), exchange.syslog.end(), shows_attacks<SyslogChannel>)) {
    out.remark(
        "logger.conf sends neither notice nor security to any file: add `security => security` and "
        "`messages => notice,warning,error` under [logfiles] and run `asterisk -rx \"logger reload\"`");
  }
}

}  // namespace denwaban::pbx
