// SPDX-License-Identifier: GPL-3.0-or-later
#include "notify/letter.h"

#include <absl/strings/escaping.h>
#include <absl/time/time.h>
#include <fmt/format.h>

#include <algorithm>

#include "text/printable.h"

namespace denwaban::notify {
namespace {

// "Mon, 23 Nov 2026 02:20:00 +0000"
std::string date_of(Time time) {
  return absl::FormatTime("%a, %d %b %Y %H:%M:%S +0000", absl::FromUnixMillis(to_epoch_ms(time)),
                          absl::UTCTimeZone());
}

bool is_plain(char c) { return c >= ' ' && c <= '~'; }

void add_header(std::string& mail, std::string_view name, std::string_view value) {
  mail.append(name).append(": ").append(value).append("\r\n");
}

std::string joined(const std::vector<std::string>& addresses) {
  std::string all;
  for (const std::string& one : addresses) all += (all.empty() ? "" : ",\r\n ") + one;
  return all;
}

}  // namespace

std::string header_text(std::string_view text) {
  std::string clean(text);
  std::ranges::replace_if(
      clean, [](char c) { return static_cast<unsigned char>(c) < ' ' || c == 127; }, ' ');
  if (std::ranges::all_of(clean, is_plain)) return clean;
  // An encoded word is at most 75 characters and holds whole characters.
  constexpr size_t kBytesMax = 42;
  std::string out;
  for (std::string_view rest = clean; !rest.empty();) {
    size_t length = 0;
    while (length < rest.size()) {
      const size_t next = text::first_character(rest.substr(length)).length;
      if (length + next > kBytesMax) break;
      length += next;
    }
    out += (out.empty() ? "" : "\r\n ") +
           fmt::format("=?UTF-8?B?{}?=", absl::Base64Escape(absl::string_view(rest.data(), length)));
    rest.remove_prefix(length);
  }
  return out;
}

std::string letter(const Notice& notice, const MailOptions& options) {
  std::string mail;
  add_header(mail, "Date", date_of(notice.time));
  add_header(mail, "From", options.from);
  add_header(mail, "To", joined(options.to));
  add_header(mail, "Subject", header_text(fmt::format("[denwaban {}] {}", options.host, notice.title)));
  const std::string id = notice.id.empty() ? std::string("sum") : notice.id;
  add_header(mail, "Message-ID", fmt::format("<{}.{}@{}>", id, to_epoch_ms(notice.time), options.host));
  add_header(mail, "Auto-Submitted", "auto-generated");
  add_header(mail, "MIME-Version", "1.0");
  add_header(mail, "Content-Type", "text/plain; charset=utf-8");
  add_header(mail, "Content-Transfer-Encoding", "8bit");
  mail += "\r\n";
  for (std::string_view rest = notice.text; !rest.empty();) {
    const size_t end = std::min(rest.find('\n'), rest.size());
    mail.append(rest.substr(0, end)).append("\r\n");
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
  return mail;
}

}  // namespace denwaban::notify
