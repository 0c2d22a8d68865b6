// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string_view>

#include "model/event.h"

namespace denwaban::parse {

// "REGISTER" → register_; any other word → other.
inline SipMethod read_method(std::string_view word) {
  if (word == "REGISTER") return SipMethod::register_;
  if (word == "INVITE") return SipMethod::invite;
  if (word == "OPTIONS") return SipMethod::options;
  if (word == "SUBSCRIBE") return SipMethod::subscribe;
  if (word == "PUBLISH") return SipMethod::publish;
  if (word == "MESSAGE") return SipMethod::message;
  if (word == "NOTIFY") return SipMethod::notify;
  if (word == "REFER") return SipMethod::refer;
  if (word == "INFO") return SipMethod::info;
  if (word == "UPDATE") return SipMethod::update;
  return SipMethod::other;
}

}  // namespace denwaban::parse
