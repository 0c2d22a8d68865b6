// SPDX-License-Identifier: GPL-3.0-or-later
#include "parse/sip_deviation.h"

#include <array>

namespace denwaban::parse {
namespace {

// In the order of the enumeration.
constexpr std::array<std::string_view, kDeviations> kNames = {
    "empty_lines_first",
    "bad_start_line",
    "start_line_spaces",
    "bad_method",
    "unknown_version",
    "bad_status_code",
    "bad_request_uri",
    "request_uri_headers",
    "line_feed_only",
    "bare_carriage_return",
    "nul_byte",
    "control_byte",
    "bad_utf8",
    "overlong_line",
    "no_header_end",
    "empty_header_name",
    "bad_header_name",
    "no_colon",
    "too_many_headers",
    "too_many_values",
    "repeated_header",
    "folded_first_line",
    "missing_from",
    "missing_to",
    "missing_via",
    "missing_call_id",
    "missing_cseq",
    "missing_max_forwards",
    "missing_contact",
    "missing_from_tag",
    "missing_branch",
    "bad_from",
    "bad_to",
    "bad_contact",
    "bad_via",
    "unknown_transport",
    "bad_call_id",
    "bad_cseq",
    "cseq_method_mismatch",
    "bad_max_forwards",
    "bad_expires",
    "bad_content_length",
    "content_length_conflict",
    "missing_content_type",
    "bad_date",
    "negative_number",
    "number_overflow",
    "unknown_scheme",
    "bad_uri",
    "bad_escape",
    "bad_host",
    "unbracketed_ipv6",
    "bad_port",
    "spaces_in_uri",
    "bad_display_name",
    "unbracketed_address",
    "unbalanced_bracket",
    "unterminated_quote",
    "bad_parameter",
    "unknown_auth_scheme",
    "bad_digest",
    "missing_digest_parameter",
    "body_truncated",
    "body_excess",
};

}  // namespace

std::string_view deviation_name(Deviation deviation) { return kNames[static_cast<size_t>(deviation)]; }

}  // namespace denwaban::parse
