// SPDX-License-Identifier: GPL-3.0-or-later
#include "notify/notice.h"

#include <nlohmann/json.hpp>

#include "base/bytes.h"
#include "model/names.h"

namespace denwaban::notify {
namespace {

constexpr uint32_t kVersion = 1;

}  // namespace

std::string notice_json(const Notice& notice) {
  nlohmann::ordered_json json{{"type", "notification"},
                              {"time", to_rfc3339(notice.time)},
                              {"severity", std::string(name_of(notice.severity))},
                              {"title", notice.title},
                              {"text", notice.text}};
  json["finding"] = nullptr;
  if (!notice.record.empty()) {
    auto record = nlohmann::ordered_json::parse(notice.record, nullptr, false);
    if (!record.is_discarded()) json["finding"] = std::move(record);
  }
  return json.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

std::string save(const Notice& notice) {
  ByteWriter out;
  out.put(kVersion);
  out.put(notice.id);
  out.put(notice.time);
  out.put(static_cast<uint8_t>(notice.severity));
  out.put(notice.title);
  out.put(notice.text);
  out.put(notice.record);
  return out.take();
}

std::optional<Notice> load_notice(std::string_view bytes) {
  ByteReader in(bytes);
  if (in.get<uint32_t>() != kVersion) return std::nullopt;
  Notice notice;
  notice.id = in.get_text(Notice::kTitleMax);
  notice.time = in.get_time();
  const auto severity = in.get<uint8_t>();
  notice.severity = static_cast<Severity>(severity);
  notice.title = in.get_text(Notice::kTitleMax * 4);
  notice.text = in.get_text(Notice::kTextMax * 4);
  notice.record = in.get_text(Notice::kRecordMax);
  const bool sound = !in.failed() && severity <= static_cast<uint8_t>(Severity::critical);
  return sound ? std::optional(std::move(notice)) : std::nullopt;
}

}  // namespace denwaban::notify
