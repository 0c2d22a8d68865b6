// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/replay/parse_pool.h"

#include <algorithm>

namespace denwaban::engine {
namespace {

constexpr size_t kStreamsReadAheadMax = 64;  // with more streams than this, each is read when its turn comes
constexpr size_t kStreamsOpenMax = 128;      // with more, descriptors are given back between two chunks
constexpr size_t kChunksAheadMax = 24;       // of one input, so that it holds some 4 MB, however many threads
constexpr size_t kEventsKeptMax = 4096;      // a chunk of nothing but tiny lines gives its memory back

}  // namespace

ParsePool::ParsePool(const Options& options) : options_(options) {
  for (unsigned i = 1; i < options_.threads; ++i) workers_.emplace_back([this] { run_worker(); });
}

ParsePool::~ParsePool() {
  {
    Lock lock(mutex_);
    stopping_ = true;
  }
  work_.notify_all();
  for (std::thread& worker : workers_) worker.join();
}

void ParsePool::add(Stream& stream) {
  Lock lock(mutex_);
  streams_.push_back(&stream);
  work_.notify_one();
}

void ParsePool::remove(Stream& stream) {
  Lock lock(mutex_);
  std::erase(streams_, &stream);
  ready_.wait(lock, [&] {
    bool parsed =
        std::all_of(stream.chunks_.begin(), stream.chunks_.end(), [](const auto& c) { return c->parsed; });
    return !stream.reading_ && parsed;
  });
  for (auto& chunk : stream.chunks_) free_.push_back(std::move(chunk));
  stream.chunks_.clear();
}

std::unique_ptr<Chunk> ParsePool::take(Stream& stream) {
  Lock lock(mutex_);
  for (;;) {
    bool empty = stream.chunks_.empty();
    if (!empty && stream.chunks_.front()->parsed) break;
    if (empty && stream.read_) return nullptr;
    if (empty && !stream.reading_)
      work_on(stream, lock);
    else if (!work_somewhere(lock))
      ready_.wait(lock);
  }
  std::unique_ptr<Chunk> chunk = std::move(stream.chunks_.front());
  stream.chunks_.pop_front();
  // A worker that was put to sleep by enough chunks ahead is called at half of them: waking somebody for each
  // chunk costs as much as a part of the chunk.
  if (!workers_.empty() && stream.chunks_.size() <= depth() / 2) work_.notify_one();
  lock.unlock();

  if (!(chunk->start == stream.truth_)) parse(*chunk, stream.source_, stream.zone_, stream.truth_);
  stream.truth_ = chunk->end;
  return chunk;
}

void ParsePool::give_back(std::unique_ptr<Chunk> chunk) {
  if (!chunk) return;
  if (chunk->events.capacity() > kEventsKeptMax) std::vector<Event>().swap(chunk->events);
  Lock lock(mutex_);
  free_.push_back(std::move(chunk));
}

// How many chunks of a stream may be ready or in work.
size_t ParsePool::depth() const {
  if (streams_.size() == 1) return std::min<size_t>(8 * options_.threads, kChunksAheadMax);
  return streams_.size() <= kStreamsReadAheadMax ? 2 : 1;
}

bool ParsePool::wants_work(const Stream& stream) const {
  return !stream.reading_ && !stream.read_ && stream.chunks_.size() < depth();
}

bool ParsePool::work_somewhere(Lock& lock) {
  for (size_t i = 0; i < streams_.size(); ++i) {
    Stream& stream = *streams_[(turn_ + i) % streams_.size()];
    if (!wants_work(stream)) continue;
    turn_ = (turn_ + i + 1) % streams_.size();
    work_on(stream, lock);
    return true;
  }
  return false;
}

// Reads the next chunk (one thread at a time) and parses it (any number of them). The lock is held at either
// end only.
void ParsePool::work_on(Stream& stream, Lock& lock) {
  stream.reading_ = true;
  std::unique_ptr<Chunk> owned = free_chunk();
  bool park = streams_.size() > kStreamsOpenMax;
  lock.unlock();
  stream.reader_->next(*owned, options_.chunk_bytes);
  if (park) stream.reader_->park();
  lock.lock();

  Chunk& chunk = *owned;
  stream.chunks_.push_back(std::move(owned));
  stream.read_ = chunk.last;
  stream.reading_ = false;
  parse::LogParser::State guess = stream.guess_;
  if (!stream.read_ && !workers_.empty()) work_.notify_one();
  lock.unlock();
  parse(chunk, stream.source_, stream.zone_, guess);
  lock.lock();

  if (chunk.offset >= stream.guess_offset_) {
    stream.guess_offset_ = chunk.offset;
    stream.guess_ = chunk.end;
  }
  chunk.parsed = true;
  if (!workers_.empty()) ready_.notify_all();
}

void ParsePool::run_worker() {
  Lock lock(mutex_);
  while (!stopping_)
    if (!work_somewhere(lock)) work_.wait(lock);
}

std::unique_ptr<Chunk> ParsePool::free_chunk() {
  if (free_.empty()) return std::make_unique<Chunk>();
  std::unique_ptr<Chunk> chunk = std::move(free_.back());
  free_.pop_back();
  return chunk;
}

}  // namespace denwaban::engine
