// SPDX-License-Identifier: GPL-3.0-or-later
// What Asterisk says through others: the systemd journal and syslog. Whole lines go where those of files go.
// Runs on the loop's thread.
#pragma once

#include <deque>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "base/time.h"
#include "net/loop.h"
#include "pbx/exchange.h"
#include "settings/settings.h"
#include "sources/follow.h"
#include "sources/journal_reader.h"
#include "sources/syslog_listener.h"

namespace denwaban::guard {

class Carried {
 public:
  // Lines of one source; all of them are taken.
  using Take = std::function<void(const sources::Piece& piece)>;

  // Logs are numbered from 0.
  static constexpr uint32_t kJournalSource = 0xffff'fffc, kSyslogSource = 0xffff'fffb;

  // `wake`: call `read` soon.
  Carried(net::Loop& loop, const Clock& clock, Take take, std::function<void()> wake);

  // Makes the sockets of syslog: once, while there are privileges. What cannot be done is told by `remarks`.
  void open(const settings::Settings& settings, const pbx::Exchange& exchange);
  // Takes part in the loop's turns as the settings say, from now on; a journal goes on where it was.
  void follow(const settings::Settings& settings, const pbx::Exchange& exchange, bool from_start);
  // Reads what waits. True: there is more; call again after giving others their turn.
  bool read();

  bool reads_journal() const { return journal_.has_value(); }
  bool receives_syslog() const { return syslog_.has_value(); }
  // A line as it was read; nullopt: of none of these sources. Empty: no longer known.
  std::optional<std::string> line(const EvidenceRef& ref) const;
  static std::string_view name_of(uint32_t source) { return source == kJournalSource ? "journal" : "syslog"; }
  // What is wrong, one sentence each.
  std::vector<std::string> remarks() const;

  struct Facts {
    std::string kind, what;  // "journal", "this machine's"
    Time last{};
    uint64_t records = 0, dropped = 0;
    std::vector<std::pair<std::string, uint64_t>> refused;  // why, how many; none that is 0
  };
  std::vector<Facts> facts() const;

  // How far the journal was read, for the snapshot.
  std::string save() const;
  void load(std::string_view bytes);

 private:
  struct Remembered {
    uint64_t offset = 0;
    std::string text;
  };
  struct Stream {
    uint32_t source = 0;
    uint64_t offset = 0;  // of the next byte
    std::deque<Remembered> lines;
  };
  static constexpr size_t kRemembered = 2'048;
  static constexpr size_t kTextMax = 600;

  void hand_out(Stream& stream);

  net::Loop& loop_;
  const Clock& clock_;
  Take take_;
  std::function<void()> wake_;
  std::optional<sources::JournalReader> journal_;
  std::optional<sources::SyslogListener> syslog_;
  net::Loop::Owned reading_journal_, reading_syslog_;
  std::string journal_name_, syslog_name_, journal_remark_, syslog_remark_, gap_remark_;
  std::vector<std::string> user_remarks_;
  sources::JournalPosition position_;  // of the last reader
  sources::JournalOptions journal_options_;
  Stream journal_stream_{kJournalSource, 0, {}}, syslog_stream_{kSyslogSource, 0, {}};
  std::string lines_;
};

// Whether logger.conf sends notices or security events to syslog.
bool logs_to_syslog(const pbx::Exchange& exchange);

}  // namespace denwaban::guard
