// SPDX-License-Identifier: GPL-3.0-or-later
// Applications that take digits from the caller: menus, PINs, DISA, mailboxes; and those that leave the
// dialplan.
#include <algorithm>

#include "audit/dialplan/arguments.h"
#include "audit/paths/walk_parts.h"
#include "knowledge/weak_words.h"

namespace denwaban::audit {

Gate pin_gate(std::string_view pin, std::string_view mailbox) {
  return knowledge::grade_pin(pin, mailbox) == knowledge::PinStrength::ok ? Gate::pin : Gate::weak_pin;
}

namespace {

// The weakest PIN of a voicemail context decides when anybody's is taken.
Gate weakest_gate(const Estate& estate, std::string_view context) {
  Gate weakest = Gate::pin;
  for (const Mailbox& mailbox : estate.voicemail.mailboxes)
    if (mailbox.context == context)
      weakest = std::min(weakest, pin_gate(mailbox.pin, mailbox.number));
  return weakest;
}

struct BoxName {
  std::string number, context;
};

BoxName box_name(const Value& value) {
  std::string text = value.constant() ? std::string(trim(value.text())) : std::string();
  size_t at = text.find('@');
  return at == std::string::npos ? BoxName{text, {}} : BoxName{text.substr(0, at), text.substr(at + 1)};
}

}  // namespace

void Walk::background(const WalkState& state, const Arguments& arguments) {
  answers_ = true;
  std::vector<Value> parts = arguments.parts();
  std::string options = parts.size() > 1 ? parts[1].text() : std::string();
  Value context =
      parts.size() > 3 && !parts[3].trimmed().empty() ? parts[3].trimmed() : Value(current_context(state));
  bool single = options.find('m') != std::string::npos;
  dialled_later(state, context, sets_.of_extension(single ? "_[0-9*#]" : "_[0-9*#A-D]!"), kIvr);
  go_on(state);
}

void Walk::wait_exten(const WalkState& state, const Arguments&) {
  answers_ = true;
  Value context(current_context(state));
  dialled_later(state, context, sets_.of_extension("_[0-9*#A-D]!"), kIvr);
  Searched* in = index_.find(context.text());
  if (!in) return;
  WalkState next = state;
  next.jumped = true;
  enter(next, *in, Value(std::string("t")), 1);
  enter(next, *in, Value(std::string("i")), 1);
}

void Walk::disa(const WalkState& state, const Arguments& arguments) {
  std::vector<Value> parts = arguments.parts();
  answers_ = true;
  WalkState next = state;
  Value pass = parts[0].trimmed();
  if (pass.constant()) {
    std::string text = pass.text();
    if (text.starts_with('/'))
      pass_gate(next, Gate::pin, "DISA");
    else if (!is_app(text, "no-password"))
      pass_gate(next, pin_gate(text), "DISA");
  } else {
    pass_gate(next, Gate::pin, "DISA(" + pass.shown() + ")");
  }
  Value context =
      parts.size() > 1 && !parts[1].trimmed().empty() ? parts[1].trimmed() : Value(std::string("disa"));
  next.frames = 0;
  dialled_later(next, context, sets_.of_extension("_[0-9*#A-D]!"), kDisa);
}

void Walk::authenticate(const WalkState& state, const Arguments& arguments) {
  std::vector<Value> parts = arguments.parts();
  answers_ = true;
  WalkState next = state;
  Value pin = parts[0].trimmed();
  if (pin.constant()) {
    std::string text = pin.text();
    if (text.empty() && parts.size() < 2) return;  // hangs up
    pass_gate(next, text.starts_with('/') ? Gate::pin : pin_gate(text), "Authenticate");
  } else {
    pass_gate(next, pin.worst_source() == Source::number ? Gate::none : Gate::pin,
              "Authenticate(" + pin.shown() + ")");
  }
  go_on(next);
}

void Walk::vm_authenticate(const WalkState& state, const Arguments& arguments) {
  std::vector<Value> parts = arguments.parts();
  answers_ = true;
  WalkState next = state;
  BoxName box = box_name(parts[0]);
  Gate gate = Gate::pin;
  if (const Mailbox* one = box.number.empty() ? nullptr : mailbox(box.number, box.context))
    gate = pin_gate(one->pin, one->number);
  else if (box.number.empty())
    gate = weakest_gate(estate_, box.context.empty() ? "default" : box.context);
  pass_gate(next, gate, "VMAuthenticate");
  go_on(next);
}

// A program outside may do anything with the call; usually it gives it back, with variables that it set.
void Walk::external(const WalkState& state, const Arguments& arguments) {
  answers_ = true;
  Value text = arguments.text();
  opaque(state, arguments.app + "(" + text.shown() + ")");
  WalkState next = state;
  next.programmed = true;
  next.variables = with_variable(next.variables, kCallerNumber, of_caller());
  go_on(next);
}

const Mailbox* Walk::mailbox(const std::string& number, const std::string& context) {
  if (mailboxes_.empty())
    for (const Mailbox& one : estate_.voicemail.mailboxes) mailboxes_.emplace(one.number + '@' + one.context, &one);
  auto found = mailboxes_.find(number + '@' + (context.empty() ? "default" : context));
  return found == mailboxes_.end() ? nullptr : found->second;
}

void Walk::voicemail(const WalkState& state, const Arguments& arguments) {
  answers_ = true;
  std::vector<Value> parts = arguments.parts();
  BoxName box = box_name(parts[0]);
  std::string context = current_context(state);
  const Object& general = estate_.voicemail.general;
  bool operator_exit = general.option("operator").yes();
  std::string exit = general.option("exitcontext").value;
  if (const Mailbox* one = mailbox(box.number, box.context)) {
    operator_exit = one->operator_exit;
    if (!one->exit_context.empty()) exit = one->exit_context;
  }
  if (!exit.empty()) context = exit;
  if (Searched* in = index_.find(context)) {
    WalkState next = state;
    next.jumped = true;
    next.frames = 0;
    next.classes |= kVoicemail;
    if (operator_exit) enter(next, *in, Value(std::string("o")), 1);
    enter(next, *in, Value(std::string("a")), 1);
  }
  go_on(state);
}

void Walk::voicemail_main(const WalkState& state, const Arguments& arguments) {
  answers_ = true;
  std::vector<Value> parts = arguments.parts();
  BoxName box = box_name(parts[0]);
  bool skips_pin = parts.size() > 1 && parts[1].text().find('s') != std::string::npos;
  size_t seen = 0;
  for (const Mailbox& mailbox : estate_.voicemail.mailboxes) {
    if (++seen > 2'000) break;
    if (!box.number.empty() && mailbox.number != box.number) continue;
    if (!box.context.empty() && mailbox.context != box.context) continue;
    for (const std::string& out : {mailbox.dialout, mailbox.callback}) {
      if (out.empty()) continue;
      WalkState next = state;
      next.frames = 0;
      if (!skips_pin) pass_gate(next, pin_gate(mailbox.pin, mailbox.number), "VoiceMailMain");
      dialled_later(next, Value(out), sets_.of_extension("_[0-9*#]!"), kVoicemail);
    }
  }
  go_on(state);
}

// Read(PIN), and then a comparison with digits that stand in the dialplan: who does not know them gets no further. Up to three
// are a menu, or the number of a telephone.
void Walk::pass_read_pin(const WalkState& before, uint8_t input, WalkState& after) {
  constexpr size_t kShortest = 4;
  if (input == 0 || values_[before.exten].only_input() == input || before.inputs[input] == after.inputs[input]) return;
  const auto pin = sets_.smallest(after.inputs[input]);
  if (!pin || pin->size() < kShortest || !sets_.is_subset(after.inputs[input], sets_.of_text(*pin))) return;
  pass_gate(after, pin_gate(*pin), "Read");
}

}  // namespace denwaban::audit
