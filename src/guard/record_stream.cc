// SPDX-License-Identifier: GPL-3.0-or-later
#include "guard/record_stream.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>

namespace denwaban::guard {
namespace {

// Not every descriptor can be waited for by the loop (a file cannot), but each can be tried again.
constexpr Milliseconds kRetry{10};
constexpr size_t kSentMax = 256 << 10;  // of what was sent already, kept to spare moves

}  // namespace

RecordStream::RecordStream(net::Loop& loop, int fd, std::function<void()> reader_gone)
    : loop_(loop), fd_(fd), reader_gone_(std::move(reader_gone)) {
  struct stat facts {};
  if (::fstat(fd, &facts) != 0) return;
  socket_ = S_ISSOCK(facts.st_mode);
  if (!S_ISFIFO(facts.st_mode) && !S_ISCHR(facts.st_mode)) return;
  std::string path = fmt::format("/proc/self/fd/{}", fd);
  own_ = UniqueFd(::open(path.c_str(), O_WRONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC));
  if (own_)
    fd_ = own_.get();
  else
    (void)::fcntl(fd, F_SETFL, ::fcntl(fd, F_GETFL) | O_NONBLOCK);
}

void RecordStream::write(std::string_view record) {
  if (gone_) return;
  if (!has_room(record.size() + 1)) {
    ++lost_;
    return;
  }
  tell_lost();
  append(record);
  flush();
}

void RecordStream::append(std::string_view record) {
  waiting_ += record;
  waiting_ += '\n';
}

void RecordStream::tell_lost() {
  if (lost_ > 0) append(fmt::format(R"({{"type":"lost","records":{}}})", lost_));
  lost_ = 0;
}

void RecordStream::flush() {
  while (!gone_ && sent_ < waiting_.size()) {
    const char* bytes = waiting_.data() + sent_;
    size_t length = waiting_.size() - sent_;
    ssize_t done =
        socket_ ? ::send(fd_, bytes, length, MSG_DONTWAIT | MSG_NOSIGNAL) : ::write(fd_, bytes, length);
    if (done < 0 && errno == EINTR) continue;
    if (done < 0 && (errno == EPIPE || errno == ECONNRESET || errno == EIO)) {
      gone_ = true;
      waiting_.clear();
      sent_ = 0;
      retry_.reset();
      return reader_gone_();
    }
    if (done < 0) break;  // no room, or a disk is full: both may change
    sent_ += static_cast<size_t>(done);
    if (sent_ == waiting_.size()) {
      waiting_.clear();
      sent_ = 0;
      tell_lost();
    }
  }
  if (sent_ > kSentMax) {
    waiting_.erase(0, sent_);
    sent_ = 0;
  }
  if (waiting_.empty())
    retry_.reset();
  else if (!retry_)
    retry_ = loop_.every(kRetry, [this] { flush(); });
}

}  // namespace denwaban::guard
