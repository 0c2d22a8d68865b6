// SPDX-License-Identifier: GPL-3.0-or-later
#include "sources/follow.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <fnmatch.h>
#include <glob.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <memory>
#include <unordered_map>

#include "base/hash.h"
#include "sources/follow_file.h"
#include "sources/follow_watch.h"

namespace denwaban::sources {

namespace {

constexpr uint32_t kTextMax = 64 << 10;
constexpr int kSearchSeconds =
    10;  // globs are looked through so often, besides at changes that inotify tells of

bool is_glob(std::string_view pattern) { return pattern.find_first_of("*?[") != std::string_view::npos; }

std::string folder_of(const std::string& path) {
  size_t slash = path.rfind('/');
  if (slash == std::string::npos) return ".";
  return slash == 0 ? "/" : path.substr(0, slash);
}

std::string_view name_of(std::string_view path) { return path.substr(path.rfind('/') + 1); }

std::vector<std::string> expand(const std::string& pattern) {
  if (!is_glob(pattern)) return {pattern};
  std::vector<std::string> paths;
  glob_t found{};
  if (::glob(pattern.c_str(), GLOB_NOSORT, nullptr, &found) == 0)
    paths.assign(found.gl_pathv, found.gl_pathv + found.gl_pathc);
  ::globfree(&found);
  std::sort(paths.begin(), paths.end());
  return paths;
}

// full.1 beside full is a past of full, no log of its own, even if a glob means it too.
bool is_rotated_one_of(const std::string& path, const std::vector<std::string>& paths) {
  return std::any_of(paths.begin(), paths.end(), [&](const std::string& other) {
    return folder_of(other) == folder_of(path) && is_rotated_name(name_of(path), name_of(other));
  });
}

bool is_compressed(std::string_view path) {
  for (std::string_view end : {".gz", ".xz", ".zst", ".bz2", ".lz4"})
    if (path.size() > end.size() && path.substr(path.size() - end.size()) == end) return true;
  return false;
}

}  // namespace

class Follower::Impl {
 public:
  Impl(FollowOptions options, std::vector<std::string> patterns, std::vector<FilePosition> positions,
       FollowSink& sink)
      : options_(options), patterns_(std::move(patterns)), sources_(options.first_source) {
    for (FilePosition& position : positions) {
      sources_.reserve(position.source);
      if (position.finished)
        sources_.finish(std::move(position));
      else
        starting_.push_back(std::move(position));
    }
    if (watch_.fd() < 0)
      sink.notice(
          "the kernel gives no inotify (see fs.inotify.max_user_instances): logs are read once a second");
    search(options_.from_start, sink);
    // Those that have a position take their files first: a glob must not take the same file under its new
    // name.
    starting_.clear();
    for (size_t i = 0; i < files_.size(); ++i) mark(i, false);
  }

  int fd() const { return watch_.fd(); }

  bool poll(FollowSink& sink) {
    watch_.drain([this](FolderWatch::Change change, const std::string& folder, std::string_view name) {
      take_change(change, folder, name);
    });
    if (search_due_) search(true, sink);
    FollowTurn turn = turn_for(sink);
    std::vector<size_t> todo;
    todo.swap(dirty_);
    for (size_t index : todo) {
      FollowedFile& file = *files_[index];
      file.dirty = false;
      if (std::exchange(file.recheck, false)) {
        file.look_again(turn);
        watch_for(index);
      }
      if (file.read(options_.bytes_per_turn, turn)) mark(index, false);
    }
    return !dirty_.empty();
  }

  bool tick(FollowSink& sink) {
    if (++seconds_ % kSearchSeconds == 0) search_due_ = true;
    FollowTurn turn = turn_for(sink);
    for (size_t i = 0; i < files_.size(); ++i) {
      files_[i]->age(turn);
      watch_for(i);
      mark(i, true);
    }
    return poll(sink);
  }

  std::vector<FilePosition> positions() const {
    std::vector<FilePosition> positions(sources_.finished().begin(), sources_.finished().end());
    for (const auto& file : files_)
      if (auto position = file->position()) positions.push_back(std::move(*position));
    return positions;
  }

  Result<std::string> text(const EvidenceRef& evidence) const {
    for (const auto& file : files_)
      if (const UniqueFd* fd = file->descriptor(evidence.source)) return read_text(fd->get(), evidence);
    const FilePosition* past = sources_.find(evidence.source);
    if (!past) return fail(ErrorKind::not_found, fmt::format("no log has the number {}", evidence.source));
    std::vector<FileFacts> candidates = rotated_siblings(past->path);
    if (auto facts = look_at(past->path)) candidates.push_back(std::move(*facts));
    for (const FileFacts& candidate : candidates) {
      if (candidate.id != FileId{past->device, past->inode}) continue;
      if (stable_id(head_of(candidate.path, past->head_length)) != past->head_digest) continue;
      UniqueFd fd(::open(candidate.path.c_str(), O_RDONLY | O_CLOEXEC));
      if (fd) return read_text(fd.get(), evidence);
    }
    return fail(ErrorKind::not_found,
                fmt::format("the file that {} was when byte {} was read is compressed or gone", past->path,
                            evidence.offset));
  }

  std::string path_of(uint32_t source) const {
    for (const auto& file : files_)
      if (file->descriptor(source)) return file->path();
    const FilePosition* past = sources_.find(source);
    return past ? past->path : "";
  }

 private:
  FollowTurn turn_for(FollowSink& sink) {
    return {sink, sources_, scratch_, [this](const FileId& id) {
              return std::any_of(files_.begin(), files_.end(),
                                 [&](const auto& file) { return file->reads(id); });
            }};
  }

  static Result<std::string> read_text(int fd, const EvidenceRef& evidence) {
    std::string bytes(std::min(evidence.length, kTextMax), '\0');
    ssize_t got = ::pread(fd, bytes.data(), bytes.size(), static_cast<off_t>(evidence.offset));
    bytes.resize(got > 0 ? static_cast<size_t>(got) : 0);
    return bytes;
  }

  // Looks for files that the patterns mean by now.
  void search(bool from_start, FollowSink& sink) {
    search_due_ = false;
    FollowTurn turn = turn_for(sink);
    std::vector<std::string> paths;
    for (const std::string& pattern : patterns_) {
      if (is_glob(pattern) && !is_glob(folder_of(pattern))) watch_.watch(folder_of(pattern));
      for (std::string& path : expand(pattern)) paths.push_back(std::move(path));
    }
    for (const FilePosition& position : starting_)  // rotated away, and no new one is there yet
      if (is_meant(position.path)) paths.push_back(position.path);
    std::vector<size_t> fresh;
    for (const std::string& path : paths) {
      if (by_path_.contains(path) || is_compressed(path) || is_rotated_one_of(path, paths)) continue;
      if (files_.size() >= options_.files_max) {
        if (!std::exchange(told_too_many_, true))
          sink.notice(fmt::format("{} is not followed: {} files are the most: name fewer logs", path,
                                  options_.files_max));
        break;
      }
      by_path_[path] = files_.size();
      fresh.push_back(files_.size());
      files_.push_back(std::make_unique<FollowedFile>(path));
      watch_for(files_.size() - 1);
    }
    for (bool known : {true, false}) {
      for (size_t index : fresh) {
        auto position = std::find_if(starting_.begin(), starting_.end(),
                                     [&](const FilePosition& p) { return p.path == files_[index]->path(); });
        if ((position != starting_.end()) != known) continue;
        files_[index]->start(known ? std::optional(*position) : std::nullopt, from_start, turn);
        mark(index, false);
      }
    }
  }

  bool is_meant(const std::string& path) const {
    return std::any_of(patterns_.begin(), patterns_.end(), [&](const std::string& pattern) {
      return ::fnmatch(pattern.c_str(), path.c_str(), FNM_PATHNAME) == 0;
    });
  }

  // The path's folder, and the one that the file really stands in if the path is a symbolic link.
  void watch_for(size_t index) {
    const std::string& path = files_[index]->path();
    place(folder_of(path), name_of(path), index);
    std::unique_ptr<char, decltype(&::free)> real(::realpath(path.c_str(), nullptr), &::free);
    if (real && path != real.get()) place(folder_of(real.get()), name_of(real.get()), index);
  }

  void place(const std::string& folder, std::string_view name, size_t index) {
    if (!watch_.watch(folder)) return;
    auto& indexes = folders_[folder][std::string(name)];
    if (std::find(indexes.begin(), indexes.end(), index) == indexes.end()) indexes.push_back(index);
  }

  void take_change(FolderWatch::Change change, const std::string& folder, std::string_view name) {
    if (change == FolderWatch::Change::overflow || change == FolderWatch::Change::folder) {
      search_due_ = true;
      for (size_t i = 0; i < files_.size(); ++i) mark(i, true);
      return;
    }
    const bool renamed = change == FolderWatch::Change::name;
    Names& names = folders_[folder];
    auto found = names.find(std::string(name));
    if (found != names.end()) {
      for (size_t index : found->second) mark(index, renamed);
      return;
    }
    if (renamed) search_due_ = true;
    for (const auto& [other, indexes] : names)
      for (size_t index : indexes)
        if (files_[index]->reads_other_names()) mark(index, renamed);
  }

  void mark(size_t index, bool recheck) {
    FollowedFile& file = *files_[index];
    file.recheck |= recheck;
    if (std::exchange(file.dirty, true)) return;
    dirty_.push_back(index);
  }

  using Names = std::unordered_map<std::string, std::vector<size_t>>;

  const FollowOptions options_;
  const std::vector<std::string> patterns_;
  std::vector<FilePosition> starting_;
  SourceTable sources_;
  FolderWatch watch_;
  std::vector<std::unique_ptr<FollowedFile>> files_;
  std::unordered_map<std::string, size_t> by_path_;
  std::unordered_map<std::string, Names> folders_;
  std::vector<size_t> dirty_;
  std::vector<char> scratch_ = std::vector<char>(Piece::kPieceMax);
  uint64_t seconds_ = 0;
  bool search_due_ = false;
  bool told_too_many_ = false;
};

Follower::Follower(FollowOptions options, std::vector<std::string> patterns,
                   std::vector<FilePosition> positions, FollowSink& sink)
    : impl_(std::make_unique<Impl>(options, std::move(patterns), std::move(positions), sink)) {}
Follower::~Follower() = default;
int Follower::fd() const { return impl_->fd(); }
bool Follower::poll(FollowSink& sink) { return impl_->poll(sink); }
bool Follower::tick(FollowSink& sink) { return impl_->tick(sink); }
std::vector<FilePosition> Follower::positions() const { return impl_->positions(); }
Result<std::string> Follower::text(const EvidenceRef& evidence) const { return impl_->text(evidence); }
std::string Follower::path_of(uint32_t source) const { return impl_->path_of(source); }

}  // namespace denwaban::sources
