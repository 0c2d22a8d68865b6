// SPDX-License-Identifier: GPL-3.0-or-later
#include "guard/log.h"

#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

#include <cstdlib>

#include "text/printable.h"

namespace denwaban::guard {
namespace {

constexpr size_t kSentenceMax = 2000;

void write(spdlog::level::level_enum level, std::string_view sentence) {
  spdlog::log(level, "{}", text::printable(sentence, kSentenceMax));
}

}  // namespace

void start_log(std::string_view level) {
  auto logger =
      std::make_shared<spdlog::logger>("denwaban", std::make_shared<spdlog::sinks::stderr_sink_mt>());
  bool journal =
      std::getenv("JOURNAL_STREAM") != nullptr;  // systemd.exec(5): the journal adds time and name itself
  logger->set_pattern(journal ? "%l: %v" : "%Y-%m-%d %H:%M:%S denwaban %l: %v");
  logger->set_level(spdlog::level::from_str(std::string(level)));
  logger->flush_on(spdlog::level::trace);
  spdlog::set_default_logger(std::move(logger));
}

void log_info(std::string_view sentence) { write(spdlog::level::info, sentence); }
void log_warning(std::string_view sentence) { write(spdlog::level::warn, sentence); }
void log_error(std::string_view sentence) { write(spdlog::level::err, sentence); }

}  // namespace denwaban::guard
