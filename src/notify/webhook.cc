// SPDX-License-Identifier: GPL-3.0-or-later
#include <fmt/format.h>

#include <vector>

#include "notify/channel.h"
#include "notify/transfer.h"

namespace denwaban::notify {
namespace {

class Webhook final : public Channel {
 public:
  explicit Webhook(WebhookOptions options) : options_(std::move(options)) {}
  std::string_view name() const override { return "webhook"; }

  Status deliver(const Notice& notice, const std::atomic<bool>& stop) override {
    const std::string body = notice_json(notice);
    std::vector<std::string> headers{"Content-Type: application/json", "User-Agent: denwaban", "Expect:"};
    if (!options_.secret.empty()) headers.push_back("Authorization: Bearer " + options_.secret);
    const CurlList list = list_of(headers);
    const Curl curl = prepare(options_.url, "http,https", options_.patience, stop);
    if (!curl) return fail(ErrorKind::unavailable, "libcurl has no memory");
    curl_easy_setopt(curl.get(), CURLOPT_HTTPHEADER, list.get());
    curl_easy_setopt(curl.get(), CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(body.size()));
    curl_easy_setopt(curl.get(), CURLOPT_POSTFIELDS, body.c_str());
    if (!options_.certificate.empty())
      curl_easy_setopt(curl.get(), CURLOPT_CAINFO, options_.certificate.c_str());
    if (Status sent = perform(curl); !sent) return sent;
    long answered = 0;
    curl_easy_getinfo(curl.get(), CURLINFO_RESPONSE_CODE, &answered);
    if (answered / 100 == 2) return {};
    return fail(ErrorKind::unavailable, fmt::format("the server answers {}", answered));
  }

 private:
  WebhookOptions options_;
};

}  // namespace

std::unique_ptr<Channel> webhook_channel(WebhookOptions options) {
  return std::make_unique<Webhook>(std::move(options));
}

}  // namespace denwaban::notify
