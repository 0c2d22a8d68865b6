// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <cstring>

#include "notify/channel.h"
#include "notify/letter.h"
#include "notify/transfer.h"

namespace denwaban::notify {
namespace {

struct Unsent {
  std::string_view rest;
};

size_t give(char* to, size_t size, size_t count, void* from) {
  auto& rest = static_cast<Unsent*>(from)->rest;
  const size_t length = std::min(size * count, rest.size());
  std::memcpy(to, rest.data(), length);
  rest.remove_prefix(length);
  return length;
}

class Mail final : public Channel {
 public:
  explicit Mail(MailOptions options) : options_(std::move(options)) {}
  std::string_view name() const override { return "mail"; }

  Status deliver(const Notice& notice, const std::atomic<bool>& stop) override {
    const std::string text = letter(notice, options_);
    const CurlList to = list_of(options_.to);
    const Curl curl = prepare(options_.server, "smtp,smtps", options_.patience, stop);
    if (!curl) return fail(ErrorKind::unavailable, "libcurl has no memory");
    Unsent unsent{text};
    curl_easy_setopt(curl.get(), CURLOPT_MAIL_FROM, options_.from.c_str());
    curl_easy_setopt(curl.get(), CURLOPT_MAIL_RCPT, to.get());
    curl_easy_setopt(curl.get(), CURLOPT_UPLOAD, 1L);
    curl_easy_setopt(curl.get(), CURLOPT_READFUNCTION, give);
    curl_easy_setopt(curl.get(), CURLOPT_READDATA, &unsent);
    protect(curl);
    return perform(curl);
  }

 private:
  void protect(const Curl& curl) const {
    const bool with_password = !options_.user.empty();
    const bool required = with_password || options_.tls == MailOptions::Tls::required;
    const long level = required                                ? CURLUSESSL_ALL
                       : options_.tls == MailOptions::Tls::off ? CURLUSESSL_NONE
                                                               : CURLUSESSL_TRY;
    curl_easy_setopt(curl.get(), CURLOPT_USE_SSL, level);
    curl_easy_setopt(curl.get(), CURLOPT_SSL_VERIFYPEER, required ? 1L : 0L);
    curl_easy_setopt(curl.get(), CURLOPT_SSL_VERIFYHOST, required ? 2L : 0L);
    if (!options_.certificate.empty())
      curl_easy_setopt(curl.get(), CURLOPT_CAINFO, options_.certificate.c_str());
    if (!with_password) return;
    curl_easy_setopt(curl.get(), CURLOPT_USERNAME, options_.user.c_str());
    curl_easy_setopt(curl.get(), CURLOPT_PASSWORD, options_.password.c_str());
  }

  MailOptions options_;
};

}  // namespace

std::unique_ptr<Channel> mail_channel(MailOptions options) {
  return std::make_unique<Mail>(std::move(options));
}

}  // namespace denwaban::notify
