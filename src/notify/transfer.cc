// SPDX-License-Identifier: GPL-3.0-or-later
#include "notify/transfer.h"

#include <mutex>
#include <vector>

namespace denwaban::notify {
namespace {

size_t forget(char*, size_t size, size_t count, void*) { return size * count; }

int is_over(void* stop, curl_off_t, curl_off_t, curl_off_t, curl_off_t) {
  return static_cast<const std::atomic<bool>*>(stop)->load() ? 1 : 0;
}

}  // namespace

CurlList list_of(const std::vector<std::string>& lines) {
  CurlList list;
  for (const std::string& line : lines)
    if (curl_slist* longer = curl_slist_append(list.get(), line.c_str())) {
      (void)list.release();
      list.reset(longer);
    }
  return list;
}

Curl prepare(const std::string& url, const char* protocols, Seconds patience, const std::atomic<bool>& stop) {
  static std::once_flag once;
  std::call_once(once, [] { curl_global_init(CURL_GLOBAL_DEFAULT); });
  Curl curl(curl_easy_init());
  if (!curl) return curl;
  curl_easy_setopt(curl.get(), CURLOPT_URL, url.c_str());
  curl_easy_setopt(curl.get(), CURLOPT_PROTOCOLS_STR, protocols);
  curl_easy_setopt(curl.get(), CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(curl.get(), CURLOPT_TIMEOUT, static_cast<long>(patience.count()));
  curl_easy_setopt(curl.get(), CURLOPT_CONNECTTIMEOUT, static_cast<long>(patience.count()) / 2);
  curl_easy_setopt(curl.get(), CURLOPT_WRITEFUNCTION, forget);
  curl_easy_setopt(curl.get(), CURLOPT_NOPROGRESS, 0L);
  curl_easy_setopt(curl.get(), CURLOPT_XFERINFOFUNCTION, is_over);
  curl_easy_setopt(curl.get(), CURLOPT_XFERINFODATA, &stop);
  return curl;
}

Status perform(const Curl& curl) {
  char told[CURL_ERROR_SIZE] = "";
  curl_easy_setopt(curl.get(), CURLOPT_ERRORBUFFER, told);
  const CURLcode code = curl_easy_perform(curl.get());
  curl_easy_setopt(curl.get(), CURLOPT_ERRORBUFFER, nullptr);
  if (code == CURLE_OK) return {};
  return fail(ErrorKind::unavailable, told[0] != '\0' ? told : curl_easy_strerror(code));
}

}  // namespace denwaban::notify
