// SPDX-License-Identifier: GPL-3.0-or-later
#include "sources/discover.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <set>
#include <utility>

#include "parse/cdr/rows.h"

namespace denwaban::sources {
namespace {

namespace fs = std::filesystem;
constexpr size_t kHeadBytes = 64 * 1024;
constexpr uint64_t kHoleMax = 1 << 30;

// The path of an entry, without a double slash behind a folder that was named with one.
std::string join(const std::string& folder, const std::string& name) {
  return folder.ends_with('/') ? folder + name : folder + '/' + name;
}

class Explorer {
 public:
  explicit Explorer(const DiscoverOptions& options) : options_(options), head_(kHeadBytes) {}

  void explore(const std::string& path) {
    std::error_code error;
    if (!fs::is_directory(path, error)) return add(path, true);  // a missing file is told by opening it
    std::vector<Folder> waiting{{path, 0}};
    while (!waiting.empty()) {
      Folder folder = std::move(waiting.back());
      waiting.pop_back();
      list(folder, waiting);
    }
  }

  Discovery finish() {
    auto by_path = [](const auto& a, const auto& b) { return a.path < b.path; };
    std::sort(found_.skipped.begin(), found_.skipped.end(), by_path);
    std::sort(found_.inputs.begin(), found_.inputs.end(),
              [](const auto& a, const auto& b) { return a.info.path < b.info.path; });
    return std::move(found_);
  }

 private:
  struct Folder {
    std::string path;
    uint32_t depth;
  };

  void list(const Folder& folder, std::vector<Folder>& waiting) {
    std::error_code error;
    std::vector<std::pair<std::string, fs::file_type>> entries;
    fs::directory_iterator it(folder.path, error), end;
    while (!error && it != end) {
      std::error_code ignored;
      entries.emplace_back(join(folder.path, it->path().filename().native()),
                           it->symlink_status(ignored).type());
      it.increment(error);
    }
    if (error)
      skip(folder.path,
           fmt::format("cannot read the folder {}: {}: check its permissions", folder.path, error.message()),
           true);
    std::sort(entries.begin(), entries.end());
    for (const auto& [path, type] : entries) visit(path, type, folder.depth + 1, waiting);
  }

  void visit(const std::string& path, fs::file_type type, uint32_t depth, std::vector<Folder>& waiting) {
    if (type == fs::file_type::directory) {
      if (depth <= options_.depth_max) return waiting.push_back({path, depth});
      return skip(path,
                  fmt::format("{}: not entered: it lies more than {} folders deep", path, options_.depth_max),
                  true);
    }
    if (type == fs::file_type::symlink)
      return skip(path, fmt::format("{}: skipped: a symbolic link inside a folder is not followed", path),
                  false);
    if (type != fs::file_type::regular)
      return skip(path, fmt::format("{}: skipped: a pipe, socket or device", path), false);
    if (++files_ > options_.files_max)
      return skip(path,
                  fmt::format("{}: not read: there are more than {} files: name fewer folders at once", path,
                              options_.files_max),
                  true);
    add(path, false);
  }

  // One file. What a person named must be understood; what lies in a folder may be anything.
  void add(const std::string& path, bool named) {
    auto input = Input::open(path);
    if (!input) return skip(path, input.error().message, true);
    const InputInfo& info = (*input)->info();
    std::optional<Error> error;
    std::string_view head = read_head(**input, error);
    if (error && head.empty()) return skip(path, error->message, true);
    if (head.empty()) return skip(path, fmt::format("{}: skipped: it is empty", path), false);
    if (!files_seen_.insert({info.device, info.inode}).second) return;

    parse::Recognised what = parse::recognise(head);
    if (what.kind == parse::InputKind::unknown && is_of_layout(head)) what.kind = parse::InputKind::cdr;
    if (what.kind != parse::InputKind::unknown) return found_.inputs.push_back({info, what.kind});
    skip(path, fmt::format("{}: {}: not recognised: {}", path, named ? "cannot be replayed" : "skipped", what.reason), named);
  }

  bool is_of_layout(std::string_view head) const {
    parse::CsvRow row;
    if (!options_.layouts.empty()) parse::read_csv_row(head, false, row);
    return std::ranges::any_of(options_.layouts, [&](const auto& layout) { return parse::read_cdr(row, layout).has_value(); });
  }

  // The first bytes that are not zeros only: a log that was cut to nothing while its writer went on where it
  // was begins with a hole.
  std::string_view read_head(Input& input, std::optional<Error>& error) {
    for (uint64_t passed = 0;;) {
      size_t count = read_full(input, head_, error);
      std::string_view head(head_.data(), count);
      passed += count;
      bool hole = count == head_.size() && head.find_first_not_of('\0') == head.npos;
      if (!hole || passed >= kHoleMax) return head;
    }
  }

  void skip(const std::string& path, std::string message, bool failed) {
    found_.skipped.push_back({path, std::move(message), failed});
  }

  const DiscoverOptions& options_;
  std::vector<char> head_;
  uint64_t files_ = 0;
  std::set<std::pair<uint64_t, uint64_t>> files_seen_;  // device and inode
  Discovery found_;
};

}  // namespace

Discovery discover(const std::vector<std::string>& paths, const DiscoverOptions& options) {
  Explorer explorer(options);
  std::vector<std::string> sorted =
      paths;  // of two names of one file the first stands, however they were given
  std::sort(sorted.begin(), sorted.end());
  for (const std::string& path : sorted) explorer.explore(path);
  return explorer.finish();
}

}  // namespace denwaban::sources
