// SPDX-License-Identifier: GPL-3.0-or-later
// Where sofia-sip accepts a message, we read the same from it: method, Request-URI, From, To, topmost Via,
// CSeq, Call-ID, of the torture messages and of recorded ones.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sofia-sip/msg.h>
#include <sofia-sip/sip.h>
#include <sofia-sip/sip_header.h>

#include <memory>

#include "parse/sip_files.h"

namespace denwaban::parse {
namespace {

std::string text(const char* chars) { return chars ? chars : ""; }

std::string bare_host(const char* host) {
  std::string bare = text(host);
  if (bare.size() > 1 && bare.front() == '[') bare = bare.substr(1, bare.size() - 2);
  return bare;
}

std::string uri(const url_t* url) {
  return unescape_uri(text(url->url_user)) + "@" + bare_host(url->url_host) + ":" + text(url->url_port);
}
std::string uri(const SipUri& ours) {
  return unescape_uri(ours.user) + "@" + std::string(ours.host) + ":" +
         (ours.port ? std::to_string(ours.port) : "");
}

// What both must agree on, as text that a failing test shows well.
std::vector<std::string> reading_of(const sip_t* sip) {
  std::vector<std::string> out;
  if (sip->sip_request) {
    out.push_back("method " + text(sip->sip_request->rq_method_name));
    if (sip->sip_request->rq_url->url_type == url_sip || sip->sip_request->rq_url->url_type == url_sips)
      out.push_back("uri " + uri(sip->sip_request->rq_url));
  } else {
    out.push_back("status " + std::to_string(sip->sip_status->st_status));
  }
  if (sip->sip_from->a_url->url_type == url_sip)
    out.push_back("from " + uri(sip->sip_from->a_url) + ";" + text(sip->sip_from->a_tag));
  if (sip->sip_to->a_url->url_type == url_sip)
    out.push_back("to " + uri(sip->sip_to->a_url) + ";" + text(sip->sip_to->a_tag));
  out.push_back("via " + bare_host(sip->sip_via->v_host) + ":" + text(sip->sip_via->v_port) + ";" +
                text(sip->sip_via->v_branch));
  out.push_back("cseq " + std::to_string(sip->sip_cseq->cs_seq) + " " + text(sip->sip_cseq->cs_method_name));
  out.push_back("call-id " + text(sip->sip_call_id->i_id));
  if (sip->sip_contact && sip->sip_contact->m_url->url_type == url_sip)
    out.push_back("contact " + uri(sip->sip_contact->m_url));
  return out;
}

std::vector<std::string> reading_of(const SipMessage& m) {
  std::vector<std::string> out;
  if (m.is_request()) {
    out.push_back("method " + std::string(m.method_text));
    if (m.uri.scheme == UriScheme::sip || m.uri.scheme == UriScheme::sips) out.push_back("uri " + uri(m.uri));
  } else {
    out.push_back("status " + std::to_string(m.status));
  }
  if (m.from.uri.scheme == UriScheme::sip)
    out.push_back("from " + uri(m.from.uri) + ";" + std::string(m.from.tag));
  if (m.to.uri.scheme == UriScheme::sip) out.push_back("to " + uri(m.to.uri) + ";" + std::string(m.to.tag));
  const Via& via = m.vias()[0];
  out.push_back("via " + std::string(via.host) + ":" + (via.port ? std::to_string(via.port) : "") + ";" +
                std::string(via.branch));
  out.push_back("cseq " + std::to_string(m.cseq.number) + " " + std::string(m.cseq.method_text));
  out.push_back("call-id " + std::string(m.call_id));
  if (m.contact_count != 0 && m.contacts()[0].uri.scheme == UriScheme::sip)
    out.push_back("contact " + uri(m.contacts()[0].uri));
  return out;
}

struct MsgDestroy {
  void operator()(msg_t* msg) const { msg_destroy(msg); }
};

// Nothing when the peer refuses the message.
std::optional<std::vector<std::string>> reading_of_peer(const std::string& bytes) {
  std::unique_ptr<msg_t, MsgDestroy> msg(
      msg_make(sip_default_mclass(), 0, bytes.data(), static_cast<ssize_t>(bytes.size())));
  const sip_t* sip = sip_object(msg.get());
  if (!sip || (sip->sip_flags & MSG_FLG_ERROR) != 0 || sip->sip_error) return std::nullopt;
  if (!sip->sip_from || !sip->sip_to || !sip->sip_via || !sip->sip_cseq || !sip->sip_call_id)
    return std::nullopt;
  if (!sip->sip_request && !sip->sip_status) return std::nullopt;
  return reading_of(sip);
}

TEST(SipPeer, TortureMessagesReadAlikeWherePeerAcceptsThem) {
  size_t compared = 0;
  SipMessage message;
  for (const std::string& name : torture_names()) {
    SCOPED_TRACE(name);
    std::string bytes = sip_file("torture/" + name + ".sip");
    auto theirs = reading_of_peer(bytes);
    if (!theirs) continue;
    ASSERT_LE(parse_sip_message(bytes, message), SipReading::response);
    EXPECT_THAT(reading_of(message),
                testing::IsSupersetOf(*theirs));  // of other schemes than sip it tells less
    ++compared;
  }
  EXPECT_GE(compared, 35u);
}

TEST(SipPeer, RecordedMessagesReadAlike) {
  size_t compared = 0;
  SipMessage message;
  for (const std::string& bytes : recorded_datagrams()) {
    auto theirs = reading_of_peer(bytes);
    if (!theirs) continue;
    SCOPED_TRACE(bytes);
    ASSERT_LE(parse_sip_message(bytes, message), SipReading::response);
    EXPECT_THAT(reading_of(message),
                testing::IsSupersetOf(*theirs));  // of other schemes than sip it tells less
    ++compared;
  }
  EXPECT_GE(compared, 250u);
}

}  // namespace
}  // namespace denwaban::parse
