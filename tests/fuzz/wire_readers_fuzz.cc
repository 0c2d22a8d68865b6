// SPDX-License-Identifier: GPL-3.0-or-later
// Any bytes as an IAX2 datagram, as a manager session and as an HTTP connection: views stay inside, memory is
// bounded, and the pieces in which bytes come do not matter.
#include <cstddef>
#include <cstdint>
#include <string>

#include "base/check.h"
#include "parse/wire/ami_stream.h"
#include "parse/wire/http_stream.h"
#include "parse/wire/iax2_frame.h"

using namespace denwaban;
using namespace denwaban::parse;

namespace {

void check_iax(std::string_view bytes) {
  auto frame = parse_iax_frame(bytes);
  DENWABAN_CHECK(!frame || !is_iax_media(bytes));
  if (!frame) return;
  for (std::string_view view :
       {frame->username, frame->called_number, frame->calling_number, frame->challenge, frame->md5_result,
        frame->rsa_result, frame->cause, frame->call_token})
    DENWABAN_CHECK(view.data() == nullptr ||
                   (view.data() >= bytes.data() && view.data() + view.size() <= bytes.data() + bytes.size()));
}

std::string read_ami(std::string_view bytes, size_t piece) {
  AmiStream stream;
  std::string all;
  for (; !bytes.empty(); bytes.remove_prefix(std::min(piece, bytes.size())))
    stream.feed(bytes.substr(0, piece), [&](const AmiBlock& block) {
      all.append(block.value_of("action")).append(block.value_of("username"));
      all += std::to_string(block.fields()) + "|";
    });
  DENWABAN_CHECK(stream.kept() <= AmiStream::kBlockMax);
  return all;
}

std::string read_http(std::string_view bytes, size_t piece) {
  HttpStream stream;
  std::string all;
  auto sink = [&](const HttpMessage& m) {
    all.append(m.method).append(m.target).append(m.authorization);
    all += std::to_string(m.status) + std::to_string(m.body.size()) + "|";
    DENWABAN_CHECK(m.head.size() <= HttpStream::kHeadMax && m.body.size() <= HttpStream::kBodyMax);
    (void)basic_user(m.authorization);
    (void)query_value(m.target, "username");
  };
  for (; !bytes.empty(); bytes.remove_prefix(std::min(piece, bytes.size())))
    stream.feed(bytes.substr(0, piece), sink);
  stream.finish(sink);
  DENWABAN_CHECK(stream.kept() <= HttpStream::kHeadMax + HttpStream::kBodyMax);
  return all;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  std::string_view bytes(reinterpret_cast<const char*>(data), size);
  check_iax(bytes);
  if (size == 0) return 0;
  size_t piece = 1 + data[size / 2] % 61u;
  DENWABAN_CHECK(read_ami(bytes, size) == read_ami(bytes, piece));
  (void)read_http(bytes, 1);
  DENWABAN_CHECK(read_http(bytes, size) == read_http(bytes, piece));
  return 0;
}
