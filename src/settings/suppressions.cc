// SPDX-License-Identifier: GPL-3.0-or-later
#include "settings/suppressions.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <chrono>
#include <map>

#include "settings/nearest.h"
#include "settings/toml_file.h"
#include "text/printable.h"

namespace denwaban::settings {
namespace {

constexpr std::string_view kKeys[] = {"rule", "object", "file", "reason", "expires"};
constexpr std::string_view kTable = "suppress[";

std::string meant(std::string_view word, std::span<const std::string_view> known) {
  auto near = nearest(word, known);
  return near ? fmt::format(": did you mean {}?", *near) : std::string();
}

bool is_day(std::string_view text) {
  int numbers[3] = {};
  constexpr size_t kStart[] = {0, 5, 8}, kLength[] = {4, 2, 2};
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return false;
  for (int i = 0; i < 3; ++i) {
    std::string_view part = text.substr(kStart[i], kLength[i]);
    auto [end, error] = std::from_chars(part.data(), part.data() + part.size(), numbers[i]);
    if (error != std::errc() || end != part.data() + part.size() || part[0] == '-') return false;
  }
  return std::chrono::year_month_day(std::chrono::year(numbers[0]),
                                     std::chrono::month(static_cast<unsigned>(numbers[1])),
                                     std::chrono::day(static_cast<unsigned>(numbers[2])))
      .ok();
}

class Reader {
 public:
  Reader(std::string_view name, std::span<const std::string_view> rules) : name_(name), rules_(rules) {}

  Status take(const TomlEntry& entry) {
    std::string_view key = entry.key;
    size_t dot = key.find("].");
    if (!key.starts_with(kTable) || dot == std::string_view::npos)
      return wrong(entry,
                   fmt::format("{} is not known here: write [[suppress]] with rule and reason", entry.key));
    std::string_view number = key.substr(kTable.size(), dot - kTable.size());
    std::string_view inner = key.substr(dot + 2);
    if (std::find(std::begin(kKeys), std::end(kKeys), inner) == std::end(kKeys))
      return wrong(entry, fmt::format("{} is not known in [[suppress]]{}", inner, meant(inner, kKeys)));
    auto value = text_of(entry, inner);
    if (!value) return tl::unexpected(value.error());
    size_t index = 0;
    std::from_chars(number.data(), number.data() + number.size(), index);
    if (index >= kSuppressionsMax)
      return wrong(entry, fmt::format("at most {} suppressions are read", kSuppressionsMax));
    audit::Suppression& s = all_[index];
    if (s.place.empty()) s.place = fmt::format("{}:{}", name_, entry.line);
    std::string* slots[] = {&s.rule, &s.object, &s.file, &s.reason, &s.expires};
    *slots[std::find(std::begin(kKeys), std::end(kKeys), inner) - std::begin(kKeys)] = *value;
    return {};
  }

  Result<std::vector<audit::Suppression>> finish() {
    std::vector<audit::Suppression> list;
    for (auto& [index, s] : all_) {
      if (s.rule.empty())
        return fail(ErrorKind::input,
                    fmt::format("{}: a suppression without a rule: write rule = \"DWB-…\"", s.place));
      if (s.reason.find_first_not_of(" \t") == std::string::npos)
        return fail(ErrorKind::input,
                    fmt::format("{}: the suppression of {} has no reason: write why it is accepted", s.place,
                                s.rule));
      list.push_back(std::move(s));
    }
    return list;
  }

 private:
  tl::unexpected<Error> wrong(const TomlEntry& entry, std::string_view what) const {
    return fail(ErrorKind::input, fmt::format("{}:{}:{}: {}", name_, entry.line, entry.column, what));
  }

  Result<std::string> text_of(const TomlEntry& entry, std::string_view key) const {
    auto* text = std::get_if<std::string>(&entry.value.value);
    auto* other = std::get_if<Written::Other>(&entry.value.value);
    bool is_date = key == "expires" && other != nullptr && !other->date.empty();
    if (text == nullptr && !is_date) return wrong(entry, fmt::format("{} is no text", key));
    std::string value = is_date ? other->date : *text;
    if (key == "expires" && !is_day(value))
      return wrong(entry, fmt::format("expires is no day: write one such as 2027-01-31"));
    if (key == "rule" && std::find(rules_.begin(), rules_.end(), value) == rules_.end())
      return wrong(entry, fmt::format("{} is no rule{}", text::printable(value, 80), meant(value, rules_)));
    return value;
  }

  std::string_view name_;
  std::span<const std::string_view> rules_;
  std::map<size_t, audit::Suppression> all_;
};

}  // namespace

Result<std::vector<audit::Suppression>> read_suppressions(std::string_view text, std::string_view name,
                                                          std::span<const std::string_view> rules) {
  auto entries = read_toml(text, name, TomlLists::numbered_tables);
  if (!entries) return tl::unexpected(entries.error());
  Reader reader(name, rules);
  for (const TomlEntry& entry : *entries)
    if (auto taken = reader.take(entry); !taken) return tl::unexpected(taken.error());
  return reader.finish();
}

}  // namespace denwaban::settings
