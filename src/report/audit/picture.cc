// SPDX-License-Identifier: GPL-3.0-or-later
#include "report/audit/picture.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "audit/toll_severity.h"
#include "model/names.h"
#include "report/audit/sentences.h"
#include "report/html.h"
#include "text/message.h"
#include "text/printable.h"

namespace denwaban::report {
namespace {

using text::say;

// More would be lines on lines: the rest shares one place.
constexpr size_t kEntriesMax = 24, kTrunksMax = 14;
constexpr double kWidth = 1000, kRow = 30, kTop = 14, kLeftEdge = 430, kRightEdge = 700;
constexpr size_t kNameWidth = 52, kTrunkWidth = 36;

// The names on one side, in the order in which they come; what is beyond the most is one name.
class Side {
 public:
  Side(size_t most, std::string_view rest) : most_(most), rest_(rest) {}

  size_t place(const std::string& name) {
    auto found = places_.find(name);
    if (found != places_.end()) return found->second;
    if (names_.size() < most_)
      names_.push_back(name);
    else
      ++hidden_;
    return places_[name] = std::min(places_.size(), most_);
  }
  size_t rows() const { return names_.size() + (hidden_ > 0); }
  std::string name(size_t place) const {
    return place < names_.size() ? names_[place] : say(rest_, {{"count", hidden_}});
  }

 private:
  size_t most_;
  std::string_view rest_;
  std::vector<std::string> names_;
  std::map<std::string, size_t> places_;
  size_t hidden_ = 0;
};

double row_y(size_t row, size_t rows, size_t most) {
  double free = static_cast<double>(most - rows) * kRow / 2;
  return kTop + free + kRow * (static_cast<double>(row) + 0.5);
}

std::string label(double x, double y, const char* anchor, const std::string& name, size_t width) {
  return fmt::format("<text x=\"{}\" y=\"{:.1f}\" text-anchor=\"{}\">{}</text>", x, y + 5, anchor,
                     escaped(text::printable(name, width)));
}

std::string line(const TollPath& path, double from, double to) {
  double middle = (kLeftEdge + kRightEdge) / 2;
  return fmt::format(
      "<path class=\"way {}\" d=\"M{} {:.1f} C{} {:.1f} {} {:.1f} {} {:.1f}\"><title>{}</title></path>",
      name_of(path.verdict), kLeftEdge + 8, from, middle, from, middle, to, kRightEdge - 8, to,
      escaped(verdict_text(path)));
}

std::string dots(const Side& side, size_t most, double x) {
  std::string out;
  for (size_t row = 0; row < side.rows(); ++row)
    out += fmt::format("<circle cx=\"{}\" cy=\"{:.1f}\" r=\"4\"/>", x, row_y(row, side.rows(), most));
  return out;
}

}  // namespace

std::string reach_picture(const std::vector<TollPath>& paths) {
  std::vector<const TollPath*> drawn;
  for (const TollPath& path : paths)
    if (path.verdict != Verdict::not_reachable && path.verdict != Verdict::inert) drawn.push_back(&path);
  if (drawn.empty()) return "";
  std::stable_sort(drawn.begin(), drawn.end(), [](const TollPath* a, const TollPath* b) {
    return std::pair(audit::severity_of(*b), a->verdict) < std::pair(audit::severity_of(*a), b->verdict);
  });
  Side entries(kEntriesMax, "audit.more_entries"), trunks(kTrunksMax, "audit.more_trunks");
  std::map<std::pair<size_t, size_t>, const TollPath*> worst;
  for (const TollPath* path : drawn) {
    size_t entry = entries.place(entry_text(path->entry));
    size_t trunk = trunks.place(path->trunk.empty() ? say("audit.no_trunk") : path->trunk);
    worst.try_emplace({entry, trunk}, path);
  }
  size_t rows = std::max(entries.rows(), trunks.rows());
  std::string out =
      fmt::format("<svg class=\"reach\" role=\"img\" viewBox=\"0 0 {} {}\" aria-label=\"{}\">", kWidth,
                  2 * kTop + kRow * static_cast<double>(rows), escaped(say("audit.heading.picture")));
  for (const auto& [ends, path] : worst)
    out += line(*path, row_y(ends.first, entries.rows(), rows), row_y(ends.second, trunks.rows(), rows));
  out += dots(entries, rows, kLeftEdge) + dots(trunks, rows, kRightEdge);
  for (size_t row = 0; row < entries.rows(); ++row)
    out += label(kLeftEdge - 12, row_y(row, entries.rows(), rows), "end", entries.name(row), kNameWidth);
  for (size_t row = 0; row < trunks.rows(); ++row)
    out += label(kRightEdge + 12, row_y(row, trunks.rows(), rows), "start", trunks.name(row), kTrunkWidth);
  return out + "</svg>\n";
}

}  // namespace denwaban::report
