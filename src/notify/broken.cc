// SPDX-License-Identifier: GPL-3.0-or-later
#include "notify/channel.h"

namespace denwaban::notify {
namespace {

class Broken final : public Channel {
 public:
  Broken(std::string name, Error error) : name_(std::move(name)), error_(std::move(error)) {}
  std::string_view name() const override { return name_; }
  Status deliver(const Notice&, const std::atomic<bool>&) override { return tl::unexpected(error_); }

 private:
  std::string name_;
  Error error_;
};

}  // namespace

std::unique_ptr<Channel> broken_channel(std::string name, Error error) {
  return std::make_unique<Broken>(std::move(name), std::move(error));
}

}  // namespace denwaban::notify
