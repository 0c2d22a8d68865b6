// SPDX-License-Identifier: GPL-3.0-or-later
#include "parse/config/reader.h"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>
#include <vector>

#include "parse/config/builder.h"
#include "parse/config/comments.h"

namespace denwaban::parse {
namespace {

using Kind = ConfigProblem::Kind;

constexpr size_t kLineMax = 8192 - 2;        // fgets into char[8192]: a longer line is skipped whole
constexpr size_t kIncludeDepthMax = 10;      // MAX_INCLUDE_LEVEL, the first file counted
constexpr size_t kDirectiveFilesMax = 1000;  // of one pattern

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

bool is_pattern(std::string_view name) { return name.find_first_of("*?[{") != std::string_view::npos; }

struct Directive {
  std::string_view name;
  std::string_view argument;
};

// "#include "x"" without the '#'.
Directive parse_directive(std::string_view text) {
  size_t end = 0;
  while (end < text.size() && static_cast<unsigned char>(text[end]) > 32) ++end;
  std::string_view argument = trim_blanks(text.substr(end));
  if (argument.size() >= 2 && (argument.front() == '"' || argument.front() == '<')) {
    char closing = argument.front() == '"' ? '"' : '>';
    if (argument.back() == closing) argument = argument.substr(1, argument.size() - 2);
  }
  return {text.substr(0, end), argument};
}

class Reader {
 public:
  Reader(FileTree& tree, const std::string& config_dir, const ConfigLimits& limits)
      : tree_(tree), config_dir_(config_dir), limits_(limits), builder_(limits) {}

  Result<ConfigFile> read(const std::string& name);

 private:
  std::string full_path(std::string_view name) const {
    return name.starts_with('/') ? std::string(name) : fmt::format("{}/{}", config_dir_, name);
  }
  bool account_for(const std::string& text, ConfigPlace place);
  bool text(std::string_view text, const std::string& path, CommentFilter& comments, bool drop_mark);
  bool line(std::string_view live, ConfigPlace place);
  bool directive(std::string_view text, ConfigPlace place);
  void include(std::string_view name, bool must_exist, ConfigPlace place);
  // False: the rest of the pattern's files is not read either.
  bool include_file(const std::string& path, bool must_exist, CommentFilter& comments, bool first,
                    ConfigPlace place);
  void report_open_comment(const CommentFilter& comments);

  FileTree& tree_;
  std::string config_dir_;
  ConfigLimits limits_;
  ConfigBuilder builder_;
  std::vector<std::string> open_files_;  // from the first file to the one being read
  size_t files_read_ = 0;
  size_t bytes_read_ = 0;
};

Result<ConfigFile> Reader::read(const std::string& name) {
  std::string path = full_path(name);
  auto content = tree_.read(path);
  if (!content) return tl::unexpected(content.error());
  ConfigPlace start{builder_.file_index(path), 0};
  if (account_for(*content, start)) {
    CommentFilter comments;
    text(*content, path, comments, true);
    report_open_comment(comments);
  }
  return builder_.take();
}

bool Reader::account_for(const std::string& text, ConfigPlace place) {
  ++files_read_;
  bytes_read_ += text.size();
  if (files_read_ <= limits_.files_max && bytes_read_ <= limits_.bytes_max) return true;
  builder_.problem(Kind::limit, place, "more included files than we read");
  return false;
}

// False: Asterisk gives up on this text. In the first file we go on behind the line, in an included one we
// leave as it does.
bool Reader::text(std::string_view text, const std::string& path, CommentFilter& comments, bool drop_mark) {
  ConfigPlace place{builder_.file_index(path), 0};
  open_files_.push_back(path);
  bool accepted = true;
  if (text.starts_with(kByteOrderMark)) {
    if (drop_mark) {
      text.remove_prefix(kByteOrderMark.size());
      builder_.problem(Kind::byte_order_mark, {place.file, 1}, "a byte order mark, which Asterisk before 13 takes for text");
    } else {
      builder_.problem(Kind::encoding, {place.file, 1}, "a byte order mark in a later file of a pattern is taken for text");
    }
  }
  if (text.find('\0') != std::string_view::npos)
    builder_.problem(Kind::encoding, {place.file, 1}, "NUL bytes, as in UTF-16: Asterisk reads each line only up to the first");
  while (!text.empty() && !builder_.full()) {
    size_t end = text.find('\n');
    std::string_view raw = text.substr(0, end);
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    ++place.line;
    if (raw.size() > kLineMax) {
      builder_.problem(Kind::long_line, place, "a line too long for Asterisk, which skips it");
      continue;
    }
    raw = raw.substr(0, raw.find('\0'));  // fgets and C strings: what follows a NUL is never seen
    std::string live = comments.live_text(raw, place.line, place.file);
    if (live.empty() || line(live, place)) continue;
    accepted = false;
    if (open_files_.size() > 1) break;
  }
  open_files_.pop_back();
  return accepted;
}

bool Reader::line(std::string_view live, ConfigPlace place) {
  if (live.front() == '[') return builder_.header(live, place);
  if (live.front() == '#') return directive(live.substr(1), place);
  return builder_.assignment(live, place);
}

bool Reader::directive(std::string_view text, ConfigPlace place) {
  Directive directive = parse_directive(text);
  bool includes = same_name(directive.name, "include");
  bool tries = same_name(directive.name, "tryinclude");
  bool executes = same_name(directive.name, "exec");
  if (!includes && !tries && !executes) {
    builder_.problem(Kind::syntax, place, "a directive that Asterisk does not know");
  } else if (directive.argument.empty()) {
    builder_.problem(Kind::syntax, place, "a directive without its argument");
  } else if (executes) {
    builder_.problem(Kind::exec, place, "#exec is not run: what it would add is not known");
  } else {
    include(directive.argument, includes, place);
  }
  return true;
}

void Reader::include(std::string_view name, bool must_exist, ConfigPlace place) {
  if (open_files_.size() >= kIncludeDepthMax) {
    builder_.problem(Kind::limit, place, "includes nested deeper than Asterisk's ten", must_exist);
    return;
  }
  std::vector<std::string> paths;
  if (is_pattern(name)) {
    paths = tree_.glob(full_path(name));
    if (paths.size() > kDirectiveFilesMax) {
      builder_.problem(Kind::limit, place, "a pattern that matches more files than we read");
      paths.resize(kDirectiveFilesMax);
    }
    if (paths.empty() && must_exist) {
      builder_.problem(Kind::missing_include, place, "an #include that matches no file", true, full_path(name));
    }
  } else {
    paths.push_back(full_path(name));
  }
  int category = builder_.category();
  CommentFilter comments;  // one for all files of a pattern: a block left open in one goes on in the next
  bool first = true;
  for (const std::string& path : paths) {
    builder_.set_category(builder_.current());
    if (!include_file(path, must_exist, comments, first, place)) break;
    first = false;
  }
  builder_.set_category(category);
  report_open_comment(comments);
}

bool Reader::include_file(const std::string& path, bool must_exist, CommentFilter& comments, bool first,
                          ConfigPlace place) {
  if (std::find(open_files_.begin(), open_files_.end(), path) != open_files_.end()) {
    builder_.problem(Kind::limit, place, "a file that includes itself", must_exist);
    return true;
  }
  auto content = tree_.read(path);
  if (!content) {
    bool missing = content.error().kind == ErrorKind::not_found;
    if (missing && must_exist) {
      builder_.problem(Kind::missing_include, place, fmt::format("#include {}: no such file", path), true, path);
    } else if (!missing) {
      builder_.problem(Kind::unreadable, place, content.error().message, false, path);
    }
    return true;
  }
  return account_for(*content, place) && text(*content, path, comments, first);
}

void Reader::report_open_comment(const CommentFilter& comments) {
  ConfigPlace place{comments.since_file(), comments.since_line()};
  if (comments.depth() > 0) builder_.problem(Kind::comment, place, "a ;-- comment that is never closed");
  if (comments.depth() < 0)
    builder_.problem(Kind::comment, place, "a --; without a comment: Asterisk skips what follows");
}

}  // namespace

Result<ConfigFile> read_config(FileTree& tree, const std::string& config_dir, const std::string& name,
                               const ConfigLimits& limits) {
  return Reader(tree, config_dir, limits).read(name);
}

}  // namespace denwaban::parse
