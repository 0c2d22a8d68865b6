// SPDX-License-Identifier: GPL-3.0-or-later
// One transfer by libcurl, bounded in time and left when the guard ends.
#pragma once

#include <curl/curl.h>

#include <atomic>
#include <memory>
#include <string>

#include "base/result.h"
#include "base/time.h"

namespace denwaban::notify {

struct CurlDelete {
  void operator()(CURL* curl) const { curl_easy_cleanup(curl); }
  void operator()(curl_slist* list) const { curl_slist_free_all(list); }
};
using Curl = std::unique_ptr<CURL, CurlDelete>;
using CurlList = std::unique_ptr<curl_slist, CurlDelete>;

CurlList list_of(const std::vector<std::string>& lines);

// For one transfer to `url` by one of `protocols` ("smtp,smtps"). What the other side answers is read and
// forgotten.
Curl prepare(const std::string& url, const char* protocols, Seconds patience, const std::atomic<bool>& stop);
Status perform(const Curl& curl);

}  // namespace denwaban::notify
