// SPDX-License-Identifier: GPL-3.0-or-later
#include "net/tls.h"

#include <gmock/gmock.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>
#include <signal.h>
#include <sys/socket.h>

#include <optional>

#include "base/unique_fd.h"
#include "temporary_folder.h"

namespace denwaban::net {
namespace {

using ::testing::HasSubstr;

// A certificate with its key; signed by `issuer`, else by itself.
struct Made {
  Made(const std::string& address, const Made* issuer, bool authority)
      : key(EVP_EC_gen("P-256"), EVP_PKEY_free) {
    X509* it = certificate.get();
    X509_set_version(it, 2);
    static long serial = 1;
    ASN1_INTEGER_set(X509_get_serialNumber(it), ++serial);
    X509_gmtime_adj(X509_getm_notBefore(it), -3600);
    X509_gmtime_adj(X509_getm_notAfter(it), 3600);
    X509_set_pubkey(it, key.get());
    X509_NAME* name = X509_get_subject_name(it);
    X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_ASC,
                               reinterpret_cast<const unsigned char*>(address.c_str()), -1, -1, 0);
    X509_set_issuer_name(it, issuer ? X509_get_subject_name(issuer->certificate.get()) : name);
    extend(NID_basic_constraints, authority ? "critical,CA:TRUE" : "CA:FALSE");
    if (!authority) extend(NID_subject_alt_name, "IP:" + address);
    X509_sign(it, (issuer ? issuer : this)->key.get(), EVP_sha256());
  }
  void extend(int what, const std::string& value) {
    X509_EXTENSION* extension = X509V3_EXT_conf_nid(nullptr, nullptr, what, value.c_str());
    X509_add_ext(certificate.get(), extension, -1);
    X509_EXTENSION_free(extension);
  }
  std::string pem() const {
    BIO* out = BIO_new(BIO_s_mem());
    PEM_write_bio_X509(out, certificate.get());
    char* bytes = nullptr;
    auto length = static_cast<size_t>(BIO_get_mem_data(out, &bytes));
    std::string text(bytes, length);
    BIO_free(out);
    return text;
  }

  std::unique_ptr<X509, decltype(&X509_free)> certificate{X509_new(), X509_free};
  std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)> key;
};

class TlsTest : public ::testing::Test {
 protected:
  TlsTest() {
    ::signal(SIGPIPE, SIG_IGN);
    int ends[2];
    EXPECT_EQ(::socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0, ends), 0);
    ours = UniqueFd(ends[0]);
    theirs = UniqueFd(ends[1]);
  }
  // Whether a client that believes `believed` agrees with a server that shows `shown`; else why not.
  std::string agree(const Made& shown, const std::string& believed, const std::string& name) {
    context.reset(SSL_CTX_new(TLS_server_method()));
    SSL_CTX_use_certificate(context.get(), shown.certificate.get());
    SSL_CTX_use_PrivateKey(context.get(), shown.key.get());
    server.reset(SSL_new(context.get()));
    SSL_set_fd(server.get(), theirs.get());
    SSL_set_accept_state(server.get());
    auto trust = TlsTrust::load(folder.write("trust.pem", believed));
    if (!trust) return trust.error().message;
    auto begun = TlsClient::begin(ours.get(), *trust, name);
    if (!begun) return begun.error().message;
    client.emplace(std::move(*begun));
    for (int i = 0; i < 100; ++i) {
      auto agreed = client->handshake();
      if (!agreed) return agreed.error().message;
      int served = SSL_do_handshake(server.get());
      if (*agreed && served == 1) return "agreed";
    }
    return "never";
  }

  test::TemporaryFolder folder;
  UniqueFd ours, theirs;
  std::unique_ptr<SSL_CTX, decltype(&SSL_CTX_free)> context{nullptr, SSL_CTX_free};
  std::unique_ptr<SSL, decltype(&SSL_free)> server{nullptr, SSL_free};
  std::optional<TlsClient> client;
};

TEST_F(TlsTest, a_pinned_certificate_is_believed_whatever_its_name) {
  Made pbx("192.0.2.1", nullptr, false);
  ASSERT_EQ(agree(pbx, pbx.pem(), "127.0.0.1"), "agreed");
  char buffer[16];
  EXPECT_EQ(client->read(buffer).value_or(99), 0u);
  EXPECT_EQ(client->write("ping").value_or(0), 4u);
  EXPECT_EQ(SSL_read(server.get(), buffer, sizeof buffer), 4);
  EXPECT_EQ(SSL_write(server.get(), "pong!", 5), 5);
  EXPECT_EQ(client->read(buffer).value_or(0), 5u);
  SSL_shutdown(server.get());
  EXPECT_FALSE(client->read(buffer));
}

TEST_F(TlsTest, another_certificate_is_not) {
  Made pbx("127.0.0.1", nullptr, false), other("127.0.0.1", nullptr, false);
  EXPECT_THAT(agree(other, pbx.pem(), "127.0.0.1"), HasSubstr("certificate is not believed"));
}

TEST_F(TlsTest, what_an_authority_signed_is_believed_under_its_own_name_only) {
  Made authority("authority", nullptr, true), pbx("192.0.2.1", &authority, false);
  EXPECT_EQ(agree(pbx, authority.pem(), "192.0.2.1"), "agreed");
}

TEST_F(TlsTest, what_an_authority_signed_is_not_believed_under_another_name) {
  Made authority("authority", nullptr, true), pbx("192.0.2.1", &authority, false);
  EXPECT_THAT(agree(pbx, authority.pem(), "192.0.2.2"), HasSubstr("certificate is not believed"));
}

TEST_F(TlsTest, who_speaks_no_tls_is_told_from_who_is_not_believed) {
  Made pbx("192.0.2.1", nullptr, false);
  auto trust = TlsTrust::load(folder.write("trust.pem", pbx.pem()));
  ASSERT_TRUE(trust);
  auto begun = TlsClient::begin(ours.get(), *trust, "192.0.2.1");
  ASSERT_TRUE(begun);
  EXPECT_FALSE(begun->handshake().value_or(true));
  ASSERT_EQ(::send(theirs.get(), "Asterisk Call Manager/9.0.0\r\n", 29, 0), 29);
  auto agreed = begun->handshake();
  ASSERT_FALSE(agreed);
  EXPECT_THAT(agreed.error().message, HasSubstr("handshake failed"));
}

TEST_F(TlsTest, a_file_without_a_certificate_is_refused) {
  EXPECT_EQ(TlsTrust::load(folder.write("empty.pem", "nothing\n")).error().kind, ErrorKind::input);
  EXPECT_EQ(TlsTrust::load(folder / "missing.pem").error().kind, ErrorKind::not_found);
}

TEST(Md5, is_that_of_rfc_1321) { EXPECT_EQ(md5_hex("message digest"), "f96b697d7cb7938d525a2f31aaf161d0"); }

}  // namespace
}  // namespace denwaban::net
