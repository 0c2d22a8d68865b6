// SPDX-License-Identifier: GPL-3.0-or-later
// Reads and parses chunks of several streams on all threads, and gives them out in the order of each stream,
// as if one parser had read it from front to end.
//
// A line's meaning depends a little on the lines before it (the year, an open printed packet), so a chunk is
// parsed with a guess: that the lines before it end like the last ones that are known. When its turn comes
// the truth is known; a chunk that was parsed with a wrong guess is parsed again. The guess is wrong perhaps
// twice in a file, so this costs nothing, and what comes out depends neither on the number of threads nor on
// their luck.
//
// Whoever takes chunks (the applying thread) reads and parses itself when nothing is ready, so N threads are
// the applying one and N - 1 workers; with one thread everything happens in `take`, one chunk at a time.
#pragma once

#include <condition_variable>
#include <deque>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

#include "engine/replay/chunk.h"
#include "engine/replay/chunk_reader.h"

namespace denwaban::engine {

class ParsePool {
 public:
  struct Options {
    unsigned threads = 1;  // the caller's included
    size_t chunk_bytes =
        128 * 1024;  // the same for any number of threads: results must not depend on where chunks are cut
  };

  // One input being read. The pool's lock guards it; only its owner destroys it, after `remove`.
  class Stream {
   public:
    Stream(uint32_t source, TimeZone zone, const parse::LogParser::State& start,
           std::unique_ptr<ChunkReader> reader)
        : source_(source), zone_(std::move(zone)), reader_(std::move(reader)), truth_(start), guess_(start) {}

   private:
    friend class ParsePool;
    uint32_t source_;
    TimeZone zone_;
    std::unique_ptr<ChunkReader> reader_;
    std::deque<std::unique_ptr<Chunk>> chunks_;  // in order; those in front may still be parsed
    bool reading_ = false;                       // somebody uses reader_
    bool read_ = false;                          // its last chunk was read
    parse::LogParser::State truth_;              // after the chunks that were taken
    parse::LogParser::State guess_;              // after the furthest chunk that was parsed
    uint64_t guess_offset_ = 0;
  };

  explicit ParsePool(const Options& options);
  ~ParsePool();
  ParsePool(const ParsePool&) = delete;
  ParsePool& operator=(const ParsePool&) = delete;

  void add(Stream& stream);
  void remove(Stream& stream);  // waits for whoever reads or parses it
  // The next chunk of the stream, or nothing at its end. From one thread only, which owns the chunk until it
  // gives it back.
  std::unique_ptr<Chunk> take(Stream& stream);
  void give_back(std::unique_ptr<Chunk> chunk);

 private:
  using Lock = std::unique_lock<std::mutex>;
  size_t depth() const;
  bool wants_work(const Stream& stream) const;
  bool work_somewhere(Lock& lock);
  void work_on(Stream& stream, Lock& lock);
  void run_worker();
  std::unique_ptr<Chunk> free_chunk();

  const Options options_;
  std::mutex mutex_;
  std::condition_variable work_;   // a worker may find something to do
  std::condition_variable ready_;  // a chunk was parsed
  std::vector<Stream*> streams_;
  size_t turn_ = 0;  // the stream that gets help next
  std::vector<std::unique_ptr<Chunk>> free_;
  bool stopping_ = false;
  std::vector<std::thread> workers_;
};

}  // namespace denwaban::engine
