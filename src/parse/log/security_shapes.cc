// SPDX-License-Identifier: GPL-3.0-or-later
#include "parse/log/security_shapes.h"

namespace denwaban::parse {
namespace {

constexpr std::array<SecurityShape, 15> kShapes = {{
    {"InvalidPassword",
     EventKind::auth_failed,
     {},
     {"Module", "SessionTV", "Challenge", "ReceivedChallenge", "ReceivedHash"},
     true},
    {"ChallengeSent", EventKind::challenge_sent, {"Challenge"}},
    {"InvalidAccountID", EventKind::unknown_account},
    {"ChallengeResponseFailed",
     EventKind::auth_failed,
     {"Challenge", "Response", "ExpectedResponse"},
     {"Module", "SessionTV"},
     true},
    {"FailedACL", EventKind::acl_rejected, {}, {"Module", "ACLName", "SessionTV"}},
    {"SuccessfulAuth", EventKind::auth_succeeded, {"UsingPassword"}},
    {"SessionLimit", EventKind::limit_reached},
    {"MemoryLimit", EventKind::limit_reached},
    {"LoadAverageLimit", EventKind::limit_reached},
    {"RequestNotSupported", EventKind::request_refused, {"RequestType"}, {"Module", "SessionTV"}, true},
    {"RequestNotAllowed",
     EventKind::request_refused,
     {"RequestType"},
     {"Module", "SessionTV", "RequestParams"},
     true},
    {"AuthMethodNotAllowed", EventKind::request_refused, {"AuthMethod"}, {"Module", "SessionTV"}, true},
    {"RequestBadFormat",
     EventKind::request_refused,
     {"RequestType"},
     {"Module", "SessionTV", "AccountID", "RequestParams"},
     true,
     false},
    {"UnexpectedAddress", EventKind::unexpected_address, {"ExpectedAddress"}},
    {"InvalidTransport", EventKind::request_refused, {"AttemptedTransport"}},
}};

}  // namespace

const SecurityShape* security_shape(std::string_view name) {
  for (const SecurityShape& shape : kShapes)
    if (shape.name == name) return &shape;
  return nullptr;
}

}  // namespace denwaban::parse
