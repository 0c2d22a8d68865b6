// SPDX-License-Identifier: GPL-3.0-or-later
#include "report/page.h"

#include <fmt/format.h>

#include <algorithm>

#include "report/html.h"
#include "report/words.h"
#include "text/message.h"

namespace denwaban::report {
namespace {

using text::say;

constexpr size_t kMonthsShown = 25;

std::string paragraph(const char* style, const std::string& sentence) {
  return sentence.empty() ? "" : fmt::format("<p class=\"{}\">{}</p>\n", style, escaped(sentence));
}

bool is_foreign_text(Dimension dimension) {
  return dimension == Dimension::account || dimension == Dimension::extension ||
         dimension == Dimension::ami_user || dimension == Dimension::ami_password ||
         dimension == Dimension::port;
}

std::string heading(const Observation& o) {
  std::string title =
      o.month.empty() ? say("observe.title") : say("observe.title.month", {{"month", month_words(o.month)}});
  std::string lead = o.month.empty() ? say("observe.nothing") : headline(o);
  if (std::string change = change_sentence(o); !change.empty()) lead += ": " + change;
  return fmt::format("<header>\n<p class=\"over\">denwaban</p>\n<h1>{}</h1>\n{}</header>\n", escaped(title),
                     paragraph("lead", lead + "."));
}

std::string figure(const std::string& label, const std::string& value, const std::string& beside) {
  return fmt::format("<div><dt>{}</dt><dd class=\"figure\">{}</dd><dd class=\"small\">{}</dd></div>\n",
                     escaped(label), escaped(value), escaped(beside));
}

std::string beside(const Observation& o, uint64_t now, uint64_t before) {
  if (o.against.empty()) return "";
  return say(
      "observe.beside",
      {{"change", change_text(o, now, before)}, {"before", before}, {"month", month_words(o.against)}});
}

std::string figures(const Observation& o) {
  std::string out = "<dl class=\"figures\">\n";
  out += figure(say("observe.attempts"), text::grouped(o.attempts), beside(o, o.attempts, o.attempts_before));
  out += figure(say("observe.addresses"), text::grouped(o.addresses),
                beside(o, o.addresses, o.addresses_before));
  auto busiest = std::max_element(o.days.begin(), o.days.end());
  if (busiest != o.days.end() && *busiest > 0)
    out += figure(say("observe.busiest"), text::grouped(*busiest),
                  fmt::format("{} {}", busiest - o.days.begin() + 1, month_words(o.month)));
  out += figure(say("observe.proven_share"), percent_text(o.proven, o.attempts), say("observe.proven_short"));
  return out + "</dl>\n";
}

std::string legend(const Observation& o) {
  if (o.against.empty()) return "";
  return fmt::format(
      "<ul class=\"legend\"><li><span></span>{}</li><li><span class=\"mark\"></span>{}</li></ul>\n",
      month_words(o.month), month_words(o.against));
}

std::string numbers_table(const std::string& first, const std::vector<std::string>& headings,
                          const std::vector<std::string>& labels,
                          const std::vector<std::vector<uint64_t>>& columns) {
  std::string out = fmt::format("<details><summary>{}</summary><table><thead><tr><th scope=\"col\">{}</th>",
                                escaped(say("observe.table")), escaped(first));
  for (const std::string& each : headings) out += fmt::format("<th scope=\"col\">{}</th>", escaped(each));
  out += "</tr></thead><tbody>\n";
  for (size_t i = 0; i < labels.size(); ++i) {
    out += fmt::format("<tr><th scope=\"row\">{}</th>", escaped(labels[i]));
    for (const auto& column : columns)
      out += fmt::format("<td>{}</td>", i < column.size() ? text::grouped(column[i]) : "");
    out += "</tr>\n";
  }
  return out + "</tbody></table></details>\n";
}

std::string days_section(const Observation& o) {
  ColumnChart chart{
      say("observe.chart.days", {{"month", month_words(o.month)}}), {}, o.days, o.days_before, 1};
  for (size_t day = 1; day <= o.days.size(); ++day) chart.labels.push_back(std::to_string(day));
  std::vector<std::string> headings{month_words(o.month)};
  std::vector<std::vector<uint64_t>> columns{o.days};
  if (!o.against.empty()) {
    headings.push_back(month_words(o.against));
    columns.push_back(o.days_before);
  }
  return fmt::format("<section class=\"card\"><h2>{}</h2>\n<figure>{}\n{}</figure>{}</section>\n",
                     escaped(say("observe.per_day")), column_chart(chart, "days"), legend(o),
                     numbers_table(say("observe.day"), headings, chart.labels, columns));
}

std::string months_section(const Observation& o) {
  if (o.months.size() < 2) return "";
  size_t first = o.months.size() > kMonthsShown ? o.months.size() - kMonthsShown : 0;
  ColumnChart chart{say("observe.chart.months"), {}, {}, {}, (o.months.size() - first + 11) / 12};
  std::vector<uint64_t> addresses;
  for (size_t i = first; i < o.months.size(); ++i) {
    chart.labels.push_back(o.months[i].month);
    chart.values.push_back(o.months[i].attempts);
    addresses.push_back(o.months[i].addresses);
  }
  return fmt::format("<section class=\"card\"><h2>{}</h2>\n<figure>{}</figure>{}</section>\n",
                     escaped(say("observe.by_month")), column_chart(chart, "months"),
                     numbers_table(say("observe.month"), {say("observe.attempts"), say("observe.addresses")},
                                   chart.labels, {chart.values, addresses}));
}

std::string row_html(const Observation& o, const Observation::Part& part, const std::string& name,
                     const Observation::Row& row, uint64_t most, const char* style) {
  std::string out = fmt::format(
      "<tr{}><th scope=\"row\">{}</th><td class=\"wide\">{}</td><td>{}</td><td>{}</td>", style, name,
      bar(row.count, row.before, most), text::grouped(row.count), percent_text(row.count, part.total));
  if (!o.against.empty()) out += fmt::format("<td>{}</td>", escaped(change_text(o, row.count, row.before)));
  return out + "</tr>\n";
}

std::string part_section(const Observation& o, const Observation::Part& part) {
  std::string out = fmt::format(
      "<section class=\"card\"><h2 id=\"by-{0}\">{1}</h2>\n{2}<table "
      "aria-labelledby=\"by-{0}\"><thead><tr><td></td><td "
      "class=\"wide\"></td><th scope=\"col\">{3}</th><th scope=\"col\">{4}</th>",
      name_of(part.dimension), escaped(title_of(part.dimension)), paragraph("small", about(part.dimension)),
      escaped(say("observe.attempts")), escaped(say("observe.share")));
  if (!o.against.empty()) out += fmt::format("<th scope=\"col\">{}</th>", escaped(say("observe.change")));
  out += "</tr></thead><tbody>\n";
  uint64_t most = 0, shown = 0, shown_before = 0;
  for (const Observation::Row& row : part.rows) most = std::max(most, row.count);
  for (const Observation::Row& row : part.rows) {
    std::string name = escaped(words_for(part.dimension, row.key));
    if (is_foreign_text(part.dimension)) name = "<code>" + name + "</code>";
    out += row_html(o, part, name, row, most, "");
    shown += row.count;
    shown_before += row.before;
  }
  if (shown < part.total)
    out +=
        row_html(o, part, escaped(say("observe.rest")),
                 {"", part.total - shown, 0, part.total_before - std::min(part.total_before, shown_before)},
                 0, " class=\"rest\"");
  return out + "</tbody></table></section>\n";
}

std::string remarks_html(const Observation& o) {
  std::string out;
  for (const std::string& remark : o.remarks) out += paragraph("note", remark);
  return out.empty() ? "" : "<section>\n" + out + "</section>\n";
}

std::string ending(const Observation& o, const PageFacts& facts) {
  std::string out =
      "<footer>\n" + paragraph("", proven_sentence(o)) + paragraph("", say("observe.months.utc"));
  out += paragraph("", say("observe.sources"));
  out += paragraph("", say("observe.made", {{"version", facts.version}, {"time", to_rfc3339(facts.made)}}));
  return out + "</footer>\n";
}

}  // namespace

std::string observation_page(const Observation& o, const PageFacts& facts) {
  std::string page = fmt::format(
      "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
      "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src "
      "'unsafe-inline'\">\n"
      "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
      "<meta name=\"color-scheme\" content=\"light "
      "dark\">\n<title>{}</title>\n<style>{}</style>\n</head>\n<body>\n",
      escaped(o.month.empty() ? say("observe.title")
                              : say("observe.title.month", {{"month", month_words(o.month)}})),
      report_style());
  page += heading(o) + "<main>\n";
  if (!o.month.empty()) {
    page += figures(o) + remarks_html(o) + days_section(o) + months_section(o) + "<div class=\"cards\">\n";
    for (const Observation::Part& part : o.parts)
      if (!part.rows.empty()) page += part_section(o, part);
    page += "</div>\n";
  }
  return page + "</main>\n" + ending(o, facts) + "</body>\n</html>\n";
}

}  // namespace denwaban::report
