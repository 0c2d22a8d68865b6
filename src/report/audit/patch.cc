// SPDX-License-Identifier: GPL-3.0-or-later
#include "report/audit/patch.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "audit/secrecy.h"
#include "text/message.h"
#include "text/printable.h"

namespace denwaban::report {
namespace {

constexpr size_t kContext = 3;
constexpr size_t kShownWidth = 400;

// What happens to one line; line 0 only takes what goes before the first.
struct LineEdit {
  bool gone = false;
  std::optional<std::string> instead;
  std::vector<std::string> after;
};
using Edits = std::map<size_t, LineEdit>;

bool same(const LineEdit& edit, const SafeEdit& wanted) {
  if (wanted.kind == SafeEdit::Kind::remove) return edit.gone;
  if (wanted.kind == SafeEdit::Kind::replace) return edit.instead == wanted.text;
  return std::find(edit.after.begin(), edit.after.end(), wanted.text) != edit.after.end();
}

// False: another fix of that line is in already.
bool put(Edits& edits, const SafeEdit& wanted) {
  LineEdit& edit = edits[static_cast<size_t>(wanted.line)];
  if (same(edit, wanted)) return true;
  if (wanted.kind == SafeEdit::Kind::insert_after) {
    edit.after.push_back(wanted.text);
    return true;
  }
  if (edit.gone || edit.instead) return false;
  if (wanted.kind == SafeEdit::Kind::remove)
    edit.gone = true;
  else
    edit.instead = wanted.text;
  return true;
}

// With their line ends.
std::vector<std::string_view> lines_of(std::string_view text) {
  std::vector<std::string_view> lines;
  while (!text.empty()) {
    size_t end = text.find('\n');
    size_t length = end == std::string_view::npos ? text.size() : end + 1;
    lines.push_back(text.substr(0, length));
    text.remove_prefix(length);
  }
  return lines;
}

std::string_view line_end_of(std::string_view line) { return line.ends_with("\r\n") ? "\r\n" : "\n"; }

// What stands around a change must hold no password.
bool is_secret(std::string_view line) { return audit::Concealer().line(line) != line; }

class FileDiff {
 public:
  FileDiff(const std::vector<std::string_view>& lines, const Edits& edits) : lines_(lines), edits_(edits) {}

  // "@@ …" hunks, one after the other.
  std::string hunks() {
    std::string out;
    for (auto edit = edits_.begin(); edit != edits_.end();) {
      auto last = edit;
      while (std::next(last) != edits_.end() && std::next(last)->first <= last->first + 2 * kContext &&
             !has_secret(last->first + 1, std::next(last)->first))
        ++last;
      out += hunk(edit->first, last->first);
      edit = std::next(last);
    }
    return out;
  }

 private:
  void put(char mark, std::string_view line) {
    body_ += mark;
    body_ += line;
    old_ += mark != '+';
    new_ += mark != '-';
    if (!line.ends_with('\n')) body_ += "\n\\ No newline at end of file\n";
  }

  // A fix may have several lines.
  void put_added(std::string_view text, std::string_view end) {
    for (size_t at = text.find('\n'); at != std::string_view::npos; at = text.find('\n')) {
      put('+', fmt::format("{}{}", text.substr(0, at), end.empty() ? "\n" : end));
      text.remove_prefix(at + 1);
    }
    put('+', fmt::format("{}{}", text, end));
  }

  void put_line(size_t number, const LineEdit* edit) {
    std::string_view line = number == 0 ? std::string_view() : lines_[number - 1];
    std::string_view end = line_end_of(number == 0 && !lines_.empty() ? lines_[0] : line);
    bool open = number > 0 && !line.ends_with('\n');
    bool changed = edit && (edit->gone || edit->instead || (open && !edit->after.empty()));
    if (number > 0) put(changed ? '-' : ' ', line);
    if (!edit) return;
    if (changed && !edit->gone) {
      std::string text = edit->instead.value_or(std::string(line));
      put_added(text, open && edit->after.empty() ? "" : end);
    }
    for (const std::string& text : edit->after) put_added(text, end);
  }

  // Of lines `from` to the one before `to`; those that go away are not looked at.
  bool has_secret(size_t from, size_t to) const {
    for (size_t number = std::max<size_t>(from, 1); number < to && number <= lines_.size(); ++number)
      if (is_secret(lines_[number - 1])) return true;
    return false;
  }

  // Before and behind as many lines, or patch(1) looks for the change at the file's beginning or end.
  size_t context_of(size_t first_edit, size_t last_edit) const {
    size_t around = kContext;
    auto seen = [&] {
      return has_secret(first_edit > around ? first_edit - around : 1, first_edit) ||
             has_secret(last_edit + 1, last_edit + around + 1);
    };
    while (around > 0 && seen()) --around;
    while (around > 0 && shared(first_edit, last_edit, around)) --around;
    return around;
  }

  // Whether the hunk would hold lines that its neighbour holds.
  bool shared(size_t first_edit, size_t last_edit, size_t around) const {
    auto next = edits_.upper_bound(last_edit);
    auto before = edits_.lower_bound(first_edit);
    bool behind = next != edits_.end() && last_edit + 2 * around >= next->first;
    return behind || (before != edits_.begin() && std::prev(before)->first + 2 * around >= first_edit);
  }

  std::string hunk(size_t first_edit, size_t last_edit) {
    body_.clear();
    old_ = new_ = 0;
    size_t around = context_of(first_edit, last_edit);
    size_t first = first_edit > around ? first_edit - around : 1;
    size_t last = std::min(last_edit + around, lines_.size());
    auto edit_of = [&](size_t number) {
      auto found = edits_.find(number);
      return found == edits_.end() ? nullptr : &found->second;
    };
    if (first_edit == 0) put_line(0, edit_of(0));
    for (size_t number = first; number <= last; ++number) put_line(number, edit_of(number));
    size_t new_first = first + moved_;
    std::string head = fmt::format("@@ -{},{} +{},{} @@\n", old_ == 0 ? first - 1 : first, old_,
                                   new_ == 0 ? new_first - 1 : new_first, new_);
    moved_ += new_ - old_;
    return head + body_;
  }

  const std::vector<std::string_view>& lines_;
  const Edits& edits_;
  std::string body_;
  size_t old_ = 0, new_ = 0;
  size_t moved_ = 0;  // unsigned arithmetic wraps, the sum is right
};

// A name that stands in a diff's header as it is, and text that a diff is made for.
bool fits_a_diff(std::string_view path, std::string_view text) {
  bool plain = std::all_of(path.begin(), path.end(),
                           [](char c) { return c >= ' ' && c < 0x7f && c != '"' && c != '\\'; });
  return plain && path.starts_with('/') && text.find('\0') == std::string_view::npos;
}

std::string diff_of(const std::string& path, std::string_view text, const Edits& edits) {
  std::vector<std::string_view> lines = lines_of(text);
  std::string_view end = path.find(' ') != std::string::npos ? "\t" : "";  // else patch(1) takes the first word for the name
  return fmt::format("--- a{0}{1}\n+++ b{0}{1}\n", path, end) + FileDiff(lines, edits).hunks();
}

size_t count_lines(std::string_view text) { return lines_of(text).size(); }

struct PatchedFile {
  std::string text;
  size_t lines = 0;
  bool fits = false;
  Edits edits;
};

}  // namespace

Patch patch_of(const std::vector<ConfigFinding>& findings, parse::FileTree& files, const Locate& locate) {
  Patch patch;
  std::map<std::string, PatchedFile> patched;
  auto refuse = [&](const ConfigFinding& f, std::string_view why) {
    patch.problems.push_back(text::say(why, {{"rule", f.rule}, {"path", f.edit->path}}));
  };
  for (const ConfigFinding& f : findings) {
    if (!f.edit || f.inert) continue;
    auto real = locate(f.edit->path);
    if (!real) {
      refuse(f, "audit.patch.outside");
      continue;
    }
    auto [file, is_new] = patched.try_emplace(*real);
    PatchedFile& p = file->second;
    if (is_new) {
      auto text = files.read(f.edit->path);
      p.fits = text && fits_a_diff(*real, *text);
      if (p.fits) p.text = std::move(*text);
      p.lines = count_lines(p.text);
    }
    bool has_line = f.edit->line >= (f.edit->kind == SafeEdit::Kind::insert_after ? 0 : 1) &&
                    static_cast<size_t>(std::max(f.edit->line, 0)) <= p.lines;
    if (!p.fits || !has_line || f.edit->text.find_first_of(std::string_view("\r\0", 2)) != std::string::npos)
      refuse(f, "audit.patch.unfit");
    else if (!put(p.edits, *f.edit))
      refuse(f, "audit.patch.conflict");
    else
      ++patch.fixes;
  }
  for (const auto& [path, file] : patched)
    if (!file.edits.empty()) patch.text += diff_of(path, file.text, file.edits);
  return patch;
}

std::string shown_patch(const Patch& patch) {
  std::string out;
  for (std::string_view line : lines_of(patch.text)) {
    if (line.ends_with('\n')) line.remove_suffix(1);
    out += text::printable(line, kShownWidth) + "\n";
  }
  return out;
}

}  // namespace denwaban::report
