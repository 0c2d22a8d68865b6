// SPDX-License-Identifier: GPL-3.0-or-later
// Any bytes as what Asterisk says to an AGI server: the same items whatever the segments are, in bounded
// memory.
#include <cstddef>
#include <cstdint>
#include <string>

#include "base/check.h"
#include "parse/agi.h"

using namespace denwaban;
using namespace denwaban::parse;

namespace {

std::string text_of(const AgiItem& item) {
  if (const auto* request = std::get_if<AgiRequest>(&item)) {
    DENWABAN_CHECK(request->arguments.size() <= AgiRequest::kArgumentsMax);
    std::string text =
        request->script + "|" + request->channel + "|" + request->unique_id + (request->doubled ? "!" : ".");
    for (const std::string& argument : request->arguments) text += "|" + argument;
    return text;
  }
  if (const auto* reply = std::get_if<AgiReply>(&item))
    return std::to_string(reply->code) + " " + reply->result;
  return std::holds_alternative<AgiHangup>(item) ? "hangup" : "foreign";
}

std::string read(std::string_view bytes, size_t piece) {
  AgiReader reader;
  std::string all;
  for (; !bytes.empty(); bytes.remove_prefix(std::min(piece, bytes.size()))) {
    reader.feed(bytes.substr(0, piece));
    while (auto item = reader.next()) all += text_of(*item) + "\n";
    DENWABAN_CHECK(reader.broken() || reader.kept() <= AgiReader::kLineMax + piece + 2);
    if (reader.broken()) return all + "broken";
  }
  return all;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  if (size == 0 || size > 16'384) return 0;
  std::string bytes(reinterpret_cast<const char*>(data), size);
  DENWABAN_CHECK(read(bytes, 1 + data[size / 2] % 50u) == read(bytes, 16'384));
  return 0;
}
