// SPDX-License-Identifier: GPL-3.0-or-later
#include "net/tls.h"

#include <fmt/format.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <vector>

#include "text/printable.h"

namespace denwaban::net {
namespace {

template <auto kFree>
struct Freed {
  template <class T>
  void operator()(T* it) const {
    kFree(it);
  }
};
using Context = std::unique_ptr<SSL_CTX, Freed<SSL_CTX_free>>;
using Session = std::unique_ptr<SSL, Freed<SSL_free>>;
using Certificate = std::unique_ptr<X509, Freed<X509_free>>;

constexpr size_t kCertificatesMax = 256;

// What OpenSSL complains of; its queue is empty afterwards.
std::string complaint() {
  unsigned long first = ERR_get_error();
  ERR_clear_error();
  const char* reason = first != 0 ? ERR_reason_error_string(first) : nullptr;
  return reason != nullptr ? reason : "it is no TLS";
}

bool pinned(X509_STORE_CTX* chain);

// OpenSSL asks for each certificate of the chain; a pinned one is believed whatever is wrong with it.
int judge(int good, X509_STORE_CTX* chain) {
  if (good == 1) return 1;
  if (!pinned(chain)) return 0;
  X509_STORE_CTX_set_error(chain, X509_V_OK);
  return 1;
}

}  // namespace

struct TlsTrust::State {
  Context context{SSL_CTX_new(TLS_client_method())};
  std::vector<Certificate> certificates;
};

struct TlsClient::State {
  std::shared_ptr<TlsTrust::State> trust;  // the context outlives its sessions
  Session session;
};

namespace {

bool pinned(X509_STORE_CTX* chain) {
  auto* session = static_cast<SSL*>(X509_STORE_CTX_get_ex_data(chain, SSL_get_ex_data_X509_STORE_CTX_idx()));
  auto* trust = static_cast<TlsTrust::State*>(SSL_CTX_get_app_data(SSL_get_SSL_CTX(session)));
  X509* shown = X509_STORE_CTX_get0_cert(chain);
  return shown != nullptr &&
         std::any_of(trust->certificates.begin(), trust->certificates.end(),
                     [&](const Certificate& known) { return X509_cmp(known.get(), shown) == 0; });
}

}  // namespace

Result<TlsTrust> TlsTrust::load(const std::string& path) {
  std::string shown = text::printable(path, 200);
  auto state = std::make_shared<State>();
  std::unique_ptr<BIO, Freed<BIO_free>> file(BIO_new_file(path.c_str(), "r"));
  if (!file) {
    int number = errno;
    ERR_clear_error();
    return fail(number == ENOENT ? ErrorKind::not_found : ErrorKind::permission,
                fmt::format("cannot read the certificate {}: {}", shown, std::strerror(number)));
  }
  if (!state->context)
    return fail(ErrorKind::unavailable, fmt::format("TLS is not to be had: {}", complaint()));
  X509_STORE* store = SSL_CTX_get_cert_store(state->context.get());
  while (state->certificates.size() < kCertificatesMax) {
    Certificate certificate(PEM_read_bio_X509(file.get(), nullptr, nullptr, nullptr));
    if (!certificate) break;
    X509_STORE_add_cert(store, certificate.get());
    state->certificates.push_back(std::move(certificate));
  }
  ERR_clear_error();
  if (state->certificates.empty())
    return fail(ErrorKind::input,
                fmt::format("there is no certificate in {}: give it the server's own, or its authority's, as "
                            "PEM (-----BEGIN CERTIFICATE-----)",
                            shown));
  SSL_CTX_set_min_proto_version(state->context.get(), TLS1_2_VERSION);
  SSL_CTX_set_verify(state->context.get(), SSL_VERIFY_PEER, judge);
  SSL_CTX_set_app_data(state->context.get(), state.get());
  SSL_CTX_set_mode(state->context.get(), SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER);
  return TlsTrust(std::move(state));
}

TlsClient::TlsClient(std::unique_ptr<State> state) : state_(std::move(state)) {}
TlsClient::TlsClient(TlsClient&&) noexcept = default;
TlsClient& TlsClient::operator=(TlsClient&&) noexcept = default;
TlsClient::~TlsClient() = default;

Result<TlsClient> TlsClient::begin(int socket, const TlsTrust& trust, const std::string& name) {
  auto state = std::make_unique<State>();
  state->trust = trust.state();
  state->session.reset(SSL_new(state->trust->context.get()));
  SSL* session = state->session.get();
  bool address = IpAddress::parse(name).has_value();
  bool good = session != nullptr && SSL_set_fd(session, socket) == 1;
  if (good && address)
    good = X509_VERIFY_PARAM_set1_ip_asc(SSL_get0_param(session), name.c_str()) == 1;
  else if (good)
    good = SSL_set1_host(session, name.c_str()) == 1 && SSL_set_tlsext_host_name(session, name.c_str()) == 1;
  if (!good) return fail(ErrorKind::unavailable, fmt::format("TLS cannot begin: {}", complaint()));
  SSL_set_connect_state(session);
  return TlsClient(std::move(state));
}

Result<bool> TlsClient::handshake() {
  SSL* session = state_->session.get();
  int done = SSL_do_handshake(session);
  if (done == 1) {
    wants_to_write_ = false;
    return true;
  }
  long verdict = SSL_get_verify_result(session);
  if (verdict != X509_V_OK) {
    ERR_clear_error();
    return fail(ErrorKind::permission,
                fmt::format("its certificate is not believed ({})", X509_verify_cert_error_string(verdict)));
  }
  auto waiting = result_of(done, "the TLS handshake failed");
  if (!waiting) return fail(ErrorKind::permission, waiting.error().message);
  return false;
}

// Of a call that did not succeed.
Result<size_t> TlsClient::result_of(int count, std::string_view doing) {
  int number = errno;
  int why = SSL_get_error(state_->session.get(), count);
  wants_to_write_ = why == SSL_ERROR_WANT_WRITE;
  if (why == SSL_ERROR_WANT_READ || why == SSL_ERROR_WANT_WRITE) return 0;
  std::string reason = why == SSL_ERROR_SYSCALL && number != 0 && ERR_peek_error() == 0
                           ? std::string(std::strerror(number))
                       : why == SSL_ERROR_ZERO_RETURN || why == SSL_ERROR_SYSCALL ? "the other side closed it"
                                                                                  : complaint();
  ERR_clear_error();
  return fail(ErrorKind::unavailable, fmt::format("{}: {}", doing, reason));
}

Result<size_t> TlsClient::read(std::span<char> into) {
  size_t count = 0;
  ERR_clear_error();
  errno = 0;
  int done = SSL_read_ex(state_->session.get(), into.data(), into.size(), &count);
  if (done == 1) return count;
  return result_of(done, "the connection ended");
}

Result<size_t> TlsClient::write(std::string_view bytes) {
  size_t count = 0;
  ERR_clear_error();
  errno = 0;
  int done = SSL_write_ex(state_->session.get(), bytes.data(), bytes.size(), &count);
  wants_to_write_ = false;
  if (done == 1) return count;
  return result_of(done, "the connection ended");
}

std::string md5_hex(std::string_view bytes) {
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest;
  unsigned length = 0;
  if (EVP_Digest(bytes.data(), bytes.size(), digest.data(), &length, EVP_md5(), nullptr) != 1) {
    ERR_clear_error();
    return {};
  }
  std::string hex;
  for (unsigned i = 0; i < length; ++i) hex += fmt::format("{:02x}", digest[i]);
  return hex;
}

}  // namespace denwaban::net
