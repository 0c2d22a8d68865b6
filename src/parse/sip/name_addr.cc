// SPDX-License-Identifier: GPL-3.0-or-later
// RFC 3261 section 20.10 and 25.1: name-addr and addr-spec with header parameters.
#include "parse/sip/fields.h"

namespace denwaban::parse::sip {
namespace {

void keep_parameter(const Parameter& parameter, NameAddr& out, DeviationSet& deviations) {
  std::string_view name = parameter.name;
  if (name.size() == 3 && same_word(name, "tag"))
    out.tag = parameter.value;
  else if (name.size() == 7 && same_word(name, "expires"))
    out.expires = parameter.value;
  else if (name.size() == 1 && lower(name[0]) == 'q')
    out.q = parameter.value;
  else
    check_name(parameter, deviations);
}

void read_parameters(Cursor& c, NameAddr& out, DeviationSet& deviations) {
  const char* begin = c.at + 1;
  while (c.is(';')) keep_parameter(take_parameter(c, deviations), out, deviations);
  out.parameters = view(begin, c.at);
}

void read_bracketed(Cursor& c, NameAddr& out, DeviationSet& deviations) {
  out.bracketed = true;
  const char* begin = ++c.at;
  c.at = find_first<'>'>(c);
  std::string_view uri = trimmed(begin, c.at);
  deviations.add_if(uri.size() != static_cast<size_t>(c.at - begin), Deviation::spaces_in_uri);
  read_uri({uri.data(), uri.data() + uri.size(), c.limit}, out.uri, deviations);
  if (c.done())
    deviations.add(Deviation::unbalanced_bracket);
  else
    ++c.at;
}

void read_bare(Cursor& c, bool in_list, NameAddr& out, DeviationSet& deviations) {
  const char* begin = c.at;
  c.at = in_list ? find_first_or_blank<';', ','>(c) : find_first_or_blank<';'>(c);
  Cursor uri{begin, c.at, c.limit};
  deviations.add_if(find_first<'?', ','>(uri) != uri.end, Deviation::unbracketed_address);
  deviations.add_if(find_first<'>'>(uri) != uri.end, Deviation::unbalanced_bracket);
  read_uri(uri, out.uri, deviations);
}

// What stands before the `<`, or nothing when there is none.
void read_display(Cursor& c, bool in_list, NameAddr& out, DeviationSet& deviations) {
  if (c.is('"')) {
    Cursor quoted = c;
    DeviationSet inside;
    out.display = take_quoted(quoted, inside);
    if (inside.empty()) {
      c.at = quoted.at;
      skip_space(c);
      return;
    }
    deviations.add(Deviation::unterminated_quote);
    ++c.at;
  }
  // A colon before any `<` is that of a scheme.
  const char* found = in_list ? find_first<'<', ':', ','>(c) : find_first<'<', ':'>(c);
  if (found == c.end || *found != '<') {
    out.display = {};
    return;
  }
  out.display = trimmed(c.at, found);
  for (char letter : out.display)
    deviations.add_if(!is(letter, kToken) && !is(letter, kSpace), Deviation::bad_display_name);
  c.at = found;
}

}  // namespace

void read_name_addr(Cursor& c, bool in_list, NameAddr& out, DeviationSet& deviations) {
  clear(out);
  skip_space(c);
  if (!c.is('<')) read_display(c, in_list, out, deviations);
  if (c.is('<')) {
    read_bracketed(c, out, deviations);
  } else if (c.is('*') && (c.left() == 1 || !is(c.at[1], kUri))) {
    out.star = true;
    ++c.at;
  } else {
    deviations.add_if(!out.display.empty(), Deviation::bad_display_name);
    read_bare(c, in_list, out, deviations);
  }
  skip_space(c);
  if (c.is(';')) read_parameters(c, out, deviations);
  if (!c.done() && (*c.at != ',' || !in_list)) {
    deviations.add(Deviation::bad_parameter);
    c.at = in_list ? find_first<','>(c) : c.end;
  }
}

}  // namespace denwaban::parse::sip
