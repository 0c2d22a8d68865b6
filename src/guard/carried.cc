// SPDX-License-Identifier: GPL-3.0-or-later
#include "guard/carried.h"

#include <fmt/format.h>
#include <grp.h>
#include <pwd.h>

#include <algorithm>
#include <charconv>

#include "base/bytes.h"
#include "guard/listen.h"

namespace denwaban::guard {
namespace {

template <class Channel>
bool tells(const std::vector<Channel>& channels) {
  auto is_wanted = [](const std::string& level) {
    return level == "*" || level == "notice" || level == "security";
  };
  return std::any_of(channels.begin(), channels.end(), [&](const Channel& channel) {
    return std::any_of(channel.levels.begin(), channel.levels.end(), is_wanted);
  });
}

std::optional<uint32_t> number(std::string_view text) {
  uint32_t value = 0;
  auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return value;
}

std::optional<uint32_t> user_id(const std::string& name) {
  if (auto id = number(name)) return id;
  const passwd* entry = ::getpwnam(name.c_str());
  return entry ? std::optional<uint32_t>(entry->pw_uid) : std::nullopt;
}

std::optional<uint32_t> group_id(const std::string& name) {
  if (auto id = number(name)) return id;
  const ::group* entry = ::getgrnam(name.c_str());
  return entry ? std::optional<uint32_t>(entry->gr_gid) : std::nullopt;
}

// Root, and whom Asterisk runs as.
std::vector<uint32_t> believed(const settings::Settings& settings, const pbx::Exchange& exchange,
                               std::vector<std::string>& remarks) {
  std::vector<uint32_t> ids = {0};
  std::vector<std::string> names = settings.pbx.users;
  if (names.empty()) names = {"asterisk", exchange.run_user};
  for (const std::string& name : names) {
    if (auto id = name.empty() ? std::nullopt : user_id(name))
      ids.push_back(*id);
    else if (!settings.pbx.users.empty())
      remarks.push_back(fmt::format("pbx.users names {}: this machine has no such user", name));
  }
  return ids;
}

bool wants_journal(const settings::Settings& settings, const pbx::Exchange& exchange) {
  if (settings.journal.enabled != "auto") return settings.journal.enabled == "on";
  bool told_by_files = !settings.pbx.logs.empty() || tells(exchange.logs);
  return (logs_to_syslog(exchange) || !told_by_files) && sources::has_journal(settings.journal.folder);
}

bool same(const sources::JournalOptions& a, const sources::JournalOptions& b) {
  return a.folder == b.folder && a.units == b.units && a.identifiers == b.identifiers && a.users == b.users;
}

}  // namespace

bool logs_to_syslog(const pbx::Exchange& exchange) { return tells(exchange.syslog); }

Carried::Carried(net::Loop& loop, const Clock& clock, Take take, std::function<void()> wake)
    : loop_(loop), clock_(clock), take_(std::move(take)), wake_(std::move(wake)) {}

void Carried::open(const settings::Settings& settings, const pbx::Exchange& exchange) {
  const settings::SyslogSettings& wanted = settings.syslog;
  if (wanted.socket.empty() && wanted.listen.empty()) return;
  auto refuse = [this](std::string_view why) {
    syslog_remark_ = fmt::format("no syslog is received: {}", why);
  };
  sources::SyslogOptions options;
  options.socket = wanted.socket;
  options.users = believed(settings, exchange, user_remarks_);
  options.beyond_loopback = wanted.beyond_loopback;
  if (!wanted.group.empty() && !(options.group = group_id(wanted.group)))
    return refuse(fmt::format("this machine has no group {}: set syslog.group", wanted.group));
  if (!wanted.listen.empty()) {
    auto listen = parse_listen(wanted.listen);
    if (!listen)
      return refuse(fmt::format(
          "syslog.listen \"{}\" is no address and port: write it like \"127.0.0.1:5140\"", wanted.listen));
    options.address = listen->address;
    options.port = listen->port;
  }
  auto listener = sources::SyslogListener::open(options);
  if (!listener) return refuse(listener.error().message);
  syslog_.emplace(std::move(*listener));
  syslog_name_ = wanted.socket;
  if (!wanted.listen.empty())
    syslog_name_ += fmt::format("{}{}", syslog_name_.empty() ? "" : ", ", wanted.listen);
}

void Carried::follow(const settings::Settings& settings, const pbx::Exchange& exchange, bool from_start) {
  if (syslog_ && !reading_syslog_) reading_syslog_ = loop_.on_readable(syslog_->fd(), [this] { wake_(); });
  journal_remark_.clear();
  user_remarks_.clear();
  sources::JournalOptions options;
  options.folder = settings.journal.folder;
  options.units = settings.journal.units;
  options.identifiers = settings.journal.identifiers;
  options.users = believed(settings, exchange, user_remarks_);
  options.from_start = from_start;
  bool wanted = wants_journal(settings, exchange);
  if (wanted && journal_ && same(options, journal_options_)) return;
  if (journal_) position_ = journal_->position();
  reading_journal_.reset();
  journal_.reset();
  if (!wanted) return;
  auto journal = sources::JournalReader::open(options, position_, clock_.now());
  if (!journal) {
    journal_remark_ = fmt::format("the journal is not read: {}", journal.error().message);
    return;
  }
  journal_options_ = options;
  journal_name_ = options.folder.empty() ? "this machine's" : options.folder;
  if (auto gap = journal->gap())
    gap_remark_ = fmt::format(
        "the journal no longer has what was written between {} and {}: what happened then is known only as "
        "far as other "
        "sources tell; SystemMaxUse= in journald.conf lets it keep more",
        to_rfc3339(gap->begin), to_rfc3339(gap->end));
  journal_.emplace(std::move(*journal));
  reading_journal_ = loop_.on_readable(journal_->fd(), [this] { wake_(); });
}

bool Carried::read() {
  bool more = false;
  if (journal_) {
    more = journal_->poll(clock_.now(), lines_);
    hand_out(journal_stream_);
  }
  if (syslog_) {
    more = syslog_->poll(clock_.now(), lines_) || more;
    hand_out(syslog_stream_);
  }
  return more;
}

void Carried::hand_out(Stream& stream) {
  if (lines_.empty()) return;
  for (size_t begin = 0, end = 0; begin < lines_.size(); begin = end + 1) {
    end = lines_.find('\n', begin);
    stream.lines.push_back({stream.offset + begin, lines_.substr(begin, std::min(end - begin, kTextMax))});
    if (stream.lines.size() > kRemembered) stream.lines.pop_front();
  }
  sources::Piece piece;
  piece.source = stream.source;
  piece.bytes = lines_;
  piece.offset = stream.offset;
  stream.offset += lines_.size();
  take_(piece);
  lines_.clear();
}

std::optional<std::string> Carried::line(const EvidenceRef& ref) const {
  if (ref.source != kJournalSource && ref.source != kSyslogSource) return std::nullopt;
  const auto& lines = (ref.source == kJournalSource ? journal_stream_ : syslog_stream_).lines;
  auto at = std::lower_bound(lines.begin(), lines.end(), ref.offset,
                             [](const Remembered& line, uint64_t offset) { return line.offset < offset; });
  return at == lines.end() || at->offset != ref.offset ? std::string() : at->text;
}

std::vector<std::string> Carried::remarks() const {
  std::vector<std::string> all = user_remarks_;
  for (const std::string* remark : {&journal_remark_, &gap_remark_, &syslog_remark_})
    if (!remark->empty()) all.push_back(*remark);
  if (journal_ && !journal_->counters().trouble.empty())
    all.push_back(fmt::format(
        "the journal cannot be read at the moment: {}: see whether journalctl --verify is content",
        journal_->counters().trouble));
  uint64_t strangers =
      (journal_ ? journal_->counters().strangers : 0) + (syslog_ ? syslog_->counters().strangers : 0);
  if (strangers > 0)
    all.push_back(
        fmt::format("{} records in Asterisk's name came from users of this machine whom nobody believes; if "
                    "Asterisk runs as one of "
                    "them, name it in pbx.users",
                    strangers));
  if (journal_ && journal_->counters().suppressed > 0)
    all.push_back(
        fmt::format("journald threw away {} of Asterisk's messages because they came too fast: set "
                    "RateLimitBurst=0 in journald.conf, "
                    "or LogRateLimitBurst=0 in Asterisk's unit",
                    journal_->counters().suppressed));
  return all;
}

std::vector<Carried::Facts> Carried::facts() const {
  std::vector<Facts> all;
  auto add = [&](Facts facts) {
    std::erase_if(facts.refused, [](const auto& why) { return why.second == 0; });
    all.push_back(std::move(facts));
  };
  if (journal_) {
    const sources::JournalCounters& c = journal_->counters();
    add({"journal",
         journal_name_,
         c.last,
         c.records,
         c.suppressed,
         {{"strangers", c.strangers}, {"too_long", c.too_long}}});
  }
  if (syslog_) {
    const sources::SyslogCounters& c = syslog_->counters();
    add({"syslog",
         syslog_name_,
         c.last,
         c.records,
         c.kernel_dropped,
         {{"strangers", c.strangers}, {"other_programs", c.foreign}, {"too_long", c.too_long}}});
  }
  return all;
}

std::string Carried::save() const {
  sources::JournalPosition position = journal_ ? journal_->position() : position_;
  ByteWriter out;
  out.put(position.cursor);
  out.put(position.read_up_to);
  out.put(journal_stream_.offset);
  out.put(syslog_stream_.offset);
  return out.take();
}

void Carried::load(std::string_view bytes) {
  constexpr size_t kCursorMax = 4'096;
  ByteReader in(bytes);
  sources::JournalPosition position;
  position.cursor = in.get_text(kCursorMax);
  position.read_up_to = in.get_time();
  auto journal = in.get<uint64_t>(), syslog = in.get<uint64_t>();
  if (in.failed()) return;
  position_ = std::move(position);
  journal_stream_.offset = journal;
  syslog_stream_.offset = syslog;
}

}  // namespace denwaban::guard
