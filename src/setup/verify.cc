// SPDX-License-Identifier: GPL-3.0-or-later
#include "setup/verify.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <optional>

#include "base/hash.h"
#include "base/unique_fd.h"
#include "sources/ami_client.h"

namespace denwaban::setup {
namespace {

Milliseconds steady() {
  return std::chrono::duration_cast<Milliseconds>(std::chrono::steady_clock::now().time_since_epoch());
}

void wait(int fd) {
  pollfd waiting{fd, POLLIN, 0};
  ::poll(&waiting, 1, 50);
}

// Our own ears at the manager.
class Ears {
 public:
  Ears(const VerifyOptions& options, std::string name) : name_(std::move(name)) {
    sources::AmiClientOptions client;
    client.server = options.manager;
    client.user = options.user;
    client.secret = options.secret;
    client.seed = HashSeed::random();
    client.retry_max = Milliseconds(1'000);
    if (auto opened = sources::AmiClient::open(client))
      client_.emplace(std::move(*opened));
    else
      why_ = opened.error().message;
  }

  bool listening() const { return client_ && client_->condition().state == sources::AmiState::listening; }
  bool refused() const { return client_ && client_->condition().trouble == sources::AmiTrouble::refused; }
  void turn() {
    if (!client_) return;
    wait(client_->fd());
    std::vector<Event> events;
    client_->poll({SystemClock().now(), steady()}, events);
    for (const Event& event : events) told_ |= event.account == name_;
  }
  Witness witness() const {
    Witness witness{"AMI", told_, why_};
    if (told_ || !client_) return witness;
    witness.why = client_->condition().why;
    if (listening())
      witness.why = "the session stands, but no security event came: has the user read = security?";
    return witness;
  }

 private:
  std::string name_, why_;
  std::optional<sources::AmiClient> client_;
  bool told_ = false;
};

// A log, from where it ends now.
class Tail {
 public:
  explicit Tail(const std::string& path) : path_(path) {
    struct stat status = {};
    if (::stat(path.c_str(), &status) == 0) offset_ = status.st_size;
  }
  const std::string& path() const { return path_; }
  bool there() const { return ::access(path_.c_str(), R_OK) == 0; }

  bool tells(std::string_view name) {
    UniqueFd file(::open(path_.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
    std::array<char, 65536> block;
    ssize_t count = 0;
    while (file && (count = ::pread(file.get(), block.data(), block.size(), offset_)) > 0) {
      text_.append(block.data(), static_cast<size_t>(count));
      offset_ += count;
      if (text_.find(name) != std::string::npos) return true;
      text_.erase(0, text_.size() - std::min(text_.size(), name.size()));
    }
    return false;
  }

 private:
  std::string path_, text_;
  off_t offset_ = 0;
};

constexpr size_t kAnswerMax = 64 << 10;

// A login that must fail; false: nobody heard it.
bool log_in_falsely(const VerifyOptions& options, const std::string& name) {
  auto stream = net::Stream::connect(options.manager, std::nullopt, "");
  if (!stream) return false;
  std::string request = fmt::format("Action: Login\r\nUsername: {}\r\nSecret: {}\r\n\r\n", name, name);
  std::string answer;
  for (Milliseconds end = steady() + options.patience; steady() < end;) {
    auto established = stream->establish();
    if (!established) return false;
    if (*established && !request.empty()) {
      auto written = stream->write(request);
      if (!written) return false;
      request.erase(0, *written);
    }
    std::array<char, 1024> block;
    auto read = *established ? stream->read(block) : Result<size_t>(size_t{0});
    if (!read) return true;  // refused, and hung up
    answer.append(block.data(), *read);
    if (answer.size() > kAnswerMax) return false;  // no manager says so much
    if (answer.find("Response: Error") != std::string::npos) return true;
    if (*read == 0) wait(stream->fd());
  }
  return false;
}

// NOTICE and SECURITY tell of it.
bool should_tell(const pbx::LogFile& log) {
  return std::ranges::any_of(log.levels, [](const std::string& level) {
    return level == "security" || level == "notice" || level == "*";
  });
}

}  // namespace

std::vector<Witness> verify(const VerifyOptions& options) {
  // The same each time: many names would be guessing, and a log is read from where it ended.
  const std::string name = "denwaban-setup-check";
  Ears ears(options, name);
  for (Milliseconds end = steady() + options.patience;
       !ears.listening() && !ears.refused() && steady() < end;)
    ears.turn();
  std::vector<Tail> waiting;
  for (const pbx::LogFile& log : options.logs)
    if (should_tell(log)) waiting.emplace_back(log.path);
  std::vector<Witness> witnesses;
  bool heard = log_in_falsely(options, name);
  for (Milliseconds end = steady() + options.patience; steady() < end;) {
    ears.turn();
    std::erase_if(waiting, [&](Tail& tail) {
      if (!tail.tells(name)) return false;
      witnesses.push_back({tail.path(), true, ""});
      return true;
    });
    if (!heard || (waiting.empty() && (ears.witness().told || !ears.listening()))) break;
  }
  witnesses.insert(witnesses.begin(), ears.witness());
  for (const Tail& tail : waiting)
    witnesses.push_back({tail.path(), false,
                         !heard ? fmt::format("nobody takes a login at {}", options.manager.to_string())
                         : tail.there() ? "nothing of it was written"
                                        : "the file is not there, or cannot be read"});
  return witnesses;
}

}  // namespace denwaban::setup
