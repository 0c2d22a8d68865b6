// SPDX-License-Identifier: GPL-3.0-or-later
// Walks the dialplan as a call would, with sets of numbers in place of a number: from a start through every
// line that can be reached, both ways at conditions that are not known. Those that came through the weakest
// gates go first, then the shortest; in a large walk, those to the lines that were seen least, so that its bound leaves out
// repetitions and not trunks.
//
// A walk ends on every dialplan: a line that is seen with the same variables, the same returns and no further numbers is not seen
// again, calls that come to a line alike before its turn go on as one, what multiplies at a line is forgotten
// (walk_widening.cc), no line waits twice for a subroutine to return, and there is a bound on all.
#pragma once

#include <absl/container/flat_hash_map.h>

#include <array>
#include <map>
#include <memory>
#include <optional>
#include <queue>
#include <set>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "audit/estate.h"
#include "audit/paths/interned.h"
#include "audit/paths/plan_index.h"
#include "audit/paths/sinks.h"
#include "audit/paths/values.h"
#include "model/toll_path.h"

namespace denwaban::audit {

constexpr size_t kInputsMax =
    4;  // 0: what was dialled at the entry; the others: at menus, DISA, transfers on the way
using Inputs = std::array<NumberSet, kInputsMax>;

// What a way went through, as bits.
enum WayClass : uint16_t {
  kIvr = 1,
  kDisa = 2,
  kTransfer = 4,
  kForward = 8,
  kVoicemail = 16,
  kInjection = 32,
  kLocal = 64,
  kQueue = 128,
  kUndefined = 256,  // to a trunk that no file has: the name service may have it
  kUndriven = 512,   // to a trunk whose module is not loaded
};
std::vector<std::string> class_words(uint16_t classes);

struct Start {
  std::string context;
  NumberSet numbers;                                           // that may be dialled
  std::vector<std::pair<std::string, std::string>> variables;  // setvar
  std::optional<std::string> text = std::nullopt;              // the only number, as a text that conditions can be tried on
};

struct WalkState {
  Searched* in = nullptr;  // the channel's context
  uint32_t candidate = 0;
  const parse::Priority* priority = nullptr;
  uint32_t exten = 0;  // a value
  uint32_t variables = 0;
  uint32_t frames = 0;  // to return to; 0: none
  Inputs inputs;
  Gate gate = Gate::none;
  uint16_t classes = 0;
  bool programmed = false;  // an external program ran: variables that nobody set may be set
  uint32_t condition = 0;   // a name: what the strongest unknown gate asks
  Gate before = Gate::none;  // the gate beside the unknown one
  bool nested = false;       // several unknown ones, of which `condition` is the first
  uint32_t parent = 0;      // index + 1
  uint32_t depth = 0;
  uint32_t joined = 0;  // index + 1: of the first of several that came here alike
  Source somebodys = Source::number;  // who says the last of the inputs, where no caller keys it
  bool jumped = true;   // came here by another way than from the line before
};

struct Hit {
  uint32_t state = 0;  // none when the first context asks elsewhere at once
  bool opaque = false;
  std::string trunk;  // empty of opaque ones
  Value number;       // what the trunk is sent
  Inputs inputs;
  Gate gate = Gate::none;
  uint16_t classes = 0;
  Source somebodys = Source::number;
  std::string condition;
};

// A device that is called with leave to send the call on, as EntryKind::transfer or forward.
struct Callee {
  std::string device;   // "100" of SIP/100
  std::string context;  // where the new number is dialled; empty: the device's own
  EntryKind kind = EntryKind::transfer;
  auto operator<=>(const Callee&) const = default;
};

class Walk {
 public:
  static constexpr size_t kVariantsMin = 24, kVariantsMax = 1'000;  // of the variables at one line
  static constexpr size_t kExtensMax = 64, kConstantsMax = 2'000;   // at one line
  static constexpr size_t kGrowthsMax = 24;                         // of the numbers of one state
  static constexpr uint32_t kDepthMax = 4'000;
  static constexpr size_t kFramesMax = 24;
  static constexpr size_t kContextsNamedMax = 200;  // that one jump can name; more are not gone through

  Walk(const Estate& estate, PlanIndex& index, NumberSets& sets, const Sinks& sinks, size_t states_max);

  // Whether the arguments of the application (in small letters) can have a say in where a call goes.
  static bool decides(std::string_view app);
  void begin(const Start& start);
  // Until all is seen or a bound is reached, or `enough` says so.
  template <typename Enough>
  void run(Enough enough) {
    while (step())
      if (enough()) return;
  }

  const std::vector<Hit>& hits() const { return hits_; }
  const std::vector<Callee>& callees() const { return callees_; }
  bool cut() const { return cut_; }          // a bound was reached
  // Contexts that lines on the way name and that stand nowhere.
  const std::set<std::string>& missing() const { return missing_; }
  // Trunks that lines on the way dial, and that Asterisk refuses to.
  const std::set<std::string>& refused() const { return refused_; }
  bool asks_who_calls() const { return asks_who_calls_; }  // some line on the way asks for the caller's number
  bool answers() const { return answers_; }  // somebody is rung, or something is played
  size_t size() const { return states_.size(); }
  // Where most of the search went: what to look at when a bound was reached.
  std::optional<SourceLine> busiest() const;
  uint32_t depth(uint32_t at) const { return at < states_.size() ? states_[at].depth : 0; }
  // From the start to the state: jumps, includes, gates, and the last line. `dialled`: by input, what is to go that way.
  std::vector<SourceLine> trace(uint32_t at, const std::vector<std::string>& dialled) const;

 private:
  friend class ChannelScope;
  friend struct Application;
  struct Arguments;
  struct Seen;
  using Handler = void (Walk::*)(const WalkState&, const Arguments&);
  struct Row {
    std::string_view name;
    Handler handler;
  };
  static const std::vector<Row>& rows();

  bool step();
  void execute(const WalkState& state, std::string_view app, const std::string& arguments, int depth);
  // False: there is nothing to choose in it.
  bool execute_each(const WalkState& state, std::string_view app, const std::string& text, int depth);
  void execute_text(const WalkState& state, std::string_view text, int depth);
  void push(WalkState state);
  bool takes_caller(const WalkState& state, const parse::Extension& extension);
  bool is_covered(const Inputs& inputs, const Inputs& by);
  bool is_known(WalkState& state);
  bool is_other_side(const WalkState& state, const Seen& seen) const;
  static void raise_gate(WalkState& state, Gate gate);
  void unite(Inputs& inputs, const Inputs& more);
  void join(uint32_t waiting, const WalkState& state);
  uint32_t parent_on_the_way(uint32_t at, const std::vector<std::string>& dialled) const;
  // As bits: which inputs something still speaks of.
  uint8_t inputs_of(const Value& value) const;
  uint8_t inputs_of(uint32_t variables);
  uint8_t inputs_of(const WalkState& state, bool exten);
  // Moving on.
  // What a variable holds now only the run knows.
  void forget(WalkState& state, std::string_view name, Source source);
  bool forget_changed(WalkState& state, std::string_view text);
  bool has_application(std::string_view name) const;  // in small letters
  void run_unread(const WalkState& state, std::string_view app);
  void go_on(const WalkState& state);  // to the next priority
  void go_to_priority(const WalkState& state, int number, bool jumped);
  void enter(WalkState state, Searched& in, const Value& exten, int priority);
  void jump(const WalkState& state, const Value& context, const Value& exten, const Value& priority);
  void arrive(const WalkState& state, const Value& context, const Value& exten, const Value& priority);
  bool arrive_in_each(const WalkState& state, const Value& context, const Value& exten, const Value& priority);
  bool arrive_at_labels(const WalkState& state, const Searched& in, const Value& exten, const Value& label);
  void jump_to(const WalkState& state, const std::vector<Value>& target);  // "ctx,ext,pri" split
  void end_of_extension(const WalkState& state);
  void dialled_later(WalkState state, const Value& context, NumberSet numbers, uint16_t classes);
  // What was keyed once the call is up. `stays`: in the extension, whose number is still asked for.
  Value keyed(WalkState& state, NumberSet numbers, bool stays);
  void note_missing(const std::string& context);
  void note_includes(const Searched& in);
  // Whoever calls may hang up at every line that takes its time, and then `h` of the context runs (main/pbx.c, __ast_pbx_run).
  void hang_up_here(const WalkState& state);
  void run_at_hangup(const WalkState& state);
  bool calls_at_hangup(Searched& in);
  void return_from(const WalkState& state, const Value* answer = nullptr);  // GOSUB_RETVAL
  int label(const WalkState& state, Searched& in, const Value& exten, const std::string& label) const;
  void pass_read_pin(const WalkState& before, uint8_t input, WalkState& after);
  bool pass_gate(WalkState& state, Gate gate, const std::string& condition);
  void branch(const WalkState& state, const Truth& truth, bool way, WalkState& out, bool& open);
  std::string transfer_context(const WalkState& state) const;
  std::string current_context(const WalkState& state) const;
  void opaque(const WalkState& state, const std::string& what, Gate gate = Gate::none);
  void note_caller_named(std::string_view target);
  void leave_macros(WalkState& state, const Searched& to);
  NumberSet targets(const Value& exten) const;
  // All of them where they are few; else none.
  std::vector<std::string> few_words(NumberSet names) const;
  Value settled(const WalkState& state, const Value& value) const;

  // Applications.
  void goto_line(const WalkState&, const Arguments&);
  void goto_if(const WalkState&, const Arguments&);
  void goto_if_time(const WalkState&, const Arguments&);
  void exec_if(const WalkState&, const Arguments&);
  void gosub(const WalkState&, const Arguments&);
  void gosub_if(const WalkState&, const Arguments&);
  void macro(const WalkState&, const Arguments&);
  void macro_if(const WalkState&, const Arguments&);
  void call_gosub(const WalkState&, const Value& target);
  void call_macro(const WalkState&, const Value& text);
  // GosubIf, MacroIf: what stands for each way is called.
  void call_either(const WalkState&, const Arguments&, void (Walk::*call)(const WalkState&, const Value&));
  void give_back(const WalkState&, const Arguments&);
  void pop_frame(const WalkState&, const Arguments&);
  void end_while(const WalkState&, const Arguments&);
  void while_true(const WalkState&, const Arguments&);
  void exit_while(const WalkState&, const Arguments&);
  void random_jump(const WalkState&, const Arguments&);
  void set_variable(const WalkState&, const Arguments&);
  void set_many(const WalkState&, const Arguments&);
  void read_digits(const WalkState&, const Arguments&);
  void hang_up(const WalkState&, const Arguments&);
  void background(const WalkState&, const Arguments&);
  void wait_exten(const WalkState&, const Arguments&);
  void disa(const WalkState&, const Arguments&);
  void authenticate(const WalkState&, const Arguments&);
  void vm_authenticate(const WalkState&, const Arguments&);
  void run_other(const WalkState&, const Arguments&);
  void external(const WalkState&, const Arguments&);
  void dial(const WalkState&, const Arguments&);
  void page(const WalkState&, const Arguments&);
  void queue(const WalkState&, const Arguments&);
  void follow_me(const WalkState&, const Arguments&);
  void leave_result(const WalkState&, const Arguments&);
  void ask_mysql(const WalkState&, const Arguments&);
  void originate(const WalkState&, const Arguments&);
  void system(const WalkState&, const Arguments&);
  // The call that a file in the spool orders, and where it goes on.
  void ordered(const WalkState& state, const Value& channel, const Value& context, const Value& exten, const Value& priority);
  void voicemail(const WalkState&, const Arguments&);
  void voicemail_main(const WalkState&, const Arguments&);
  void something_heard(const WalkState&, const Arguments&);
  void legs(const WalkState& state, const Value& legs, uint16_t classes);
  void leg(const WalkState& state, const Value& written, uint16_t classes);
  Value with_fixed_slices(const WalkState& state, const Value& leg);
  void note_hit(const WalkState& state, const Value& leg, const std::optional<Sink>& sink, uint16_t classes = 0);
  void note_dial_tone(WalkState state, const Value& leg, const std::string& line, uint16_t classes);
  bool note_injection(const WalkState& state, const Value& leg, const std::optional<Sink>& sink, uint16_t classes);
  void local_leg(const WalkState& state, const Value& resource, uint16_t classes);
  void transfers(const WalkState& state);
  bool keys_transfer() const;
  void dial_options(const WalkState& state, const Value& called, const Value& options);
  void go_both(const WalkState& state, std::vector<Value> target);
  void beside(const WalkState& state, const std::vector<Value>& target, const std::vector<Value>& given);
  void note_forwards(const WalkState& state, const Value& called, const Value& options);
  void note_callees(const Value& called, EntryKind kind, const Value& context);

  const Mailbox* mailbox(const std::string& number, const std::string& context);

  // Variables.
  Value variable(const WalkState& state, std::string_view name) const;
  void assign(const WalkState& state, WalkState& next, std::string name, const Value& value, bool is_global);
  static Value of_caller();
  uint32_t with_variable(uint32_t variables, std::string_view name, const Value& value, bool local = false);
  uint32_t hidden(uint32_t variables);
  uint32_t frame_of(const WalkState& state, bool is_macro);
  uint32_t with_arguments(const WalkState& state, const std::vector<Value>& arguments, bool of_gosub);
  uint32_t inherited(uint32_t variables);
  uint32_t after_return(uint32_t callee, uint32_t caller);

  struct Variable {
    uint32_t name = 0, value = 0;
    uint8_t inherit = 0;  // 1: by one new channel, 2: by all
    bool local = false;   // of the subroutine
    bool operator==(const Variable&) const = default;
    auto operator<=>(const Variable&) const = default;
  };
  struct Frame {
    uint32_t parent = 0;
    Searched* in = nullptr;
    uint32_t candidate = 0;
    int priority = 0;
    uint32_t exten = 0;
    uint32_t variables = 0;  // those of a subroutine, which come back
    bool is_macro = false;
    size_t depth = 0;
    auto operator<=>(const Frame&) const = default;
  };
  // What makes two states one. Those that wait for their turn are told apart by their gates, too.
  struct Key {
    Searched* in = nullptr;
    const parse::Priority* priority = nullptr;
    uint32_t candidate = 0, exten = 0, variables = 0, frames = 0, condition = 0;
    uint16_t classes = 0;
    Gate gate = Gate::none;
    bool programmed = false, jumped = false;
    bool operator==(const Key&) const = default;
  };
  struct KeyHash {
    size_t operator()(const Key& key) const;
  };
  struct VariablesHash {
    size_t operator()(const std::vector<Variable>& variables) const;
  };
  static Key key_of(const WalkState& state);
  static Key waiting_key_of(const WalkState& state);
  struct Seen {
    Inputs inputs;
    size_t times = 0;
    Gate gate = Gate::none, before = Gate::none;  // of the first, as its condition
    uint32_t condition = 0;
    bool nested = false;
  };
  // One of the ways that came to a state alike before its turn.
  struct Joined {
    uint32_t parent = 0;
    Inputs inputs;
    uint32_t next = 0;  // index + 1
  };
  // Of one line: by what the calls that come to it are told apart.
  struct Line {
    std::unordered_set<uint32_t> variants;  // sets of variables
    std::vector<uint32_t> forgotten;        // names, ascending
    size_t due = kVariantsMin;              // so many variants make it look for what to forget
    std::unordered_set<uint32_t> extens;
    uint32_t visits = 0;
  };
  struct Varied {
    std::optional<uint32_t> name;  // of the variable to be forgotten
    size_t values = 0;             // that the variable with most of them has
  };
  Varied most_varied(const Line& line) const;
  uint32_t told_apart(uint32_t variables, Line& line);
  uint32_t without(uint32_t variables, const std::vector<uint32_t>& names);
  void generalize(WalkState& state, Line& line);
  void take_all(WalkState& state);
  struct Later {
    Gate gate;
    uint32_t visits;  // of its line before, once the walk is large; else 0
    uint32_t depth;
    uint32_t state;
    bool operator<(const Later& other) const {
      return std::tie(other.gate, other.visits, other.depth, other.state) < std::tie(gate, visits, depth, state);
    }
  };

  const Estate& estate_;
  PlanIndex& index_;
  NumberSets& sets_;
  const Sinks& sinks_;
  size_t states_max_;
  std::vector<WalkState> states_;
  std::priority_queue<Later> later_;
  uint32_t current_ = 0;
  size_t arrivals_ = 0;  // whatever became of them
  absl::flat_hash_map<Key, Seen, KeyHash> seen_;
  absl::flat_hash_map<Key, uint32_t, KeyHash> waiting_;
  std::unordered_map<std::string, const Mailbox*> mailboxes_;  // "number@context"; made when one is asked for
  std::vector<Joined> joined_;
  absl::flat_hash_map<std::pair<const Searched*, const parse::Priority*>, Line> lines_;
  Interned<std::string, std::hash<std::string>> names_;
  Interned<Value> values_;
  Interned<std::vector<Variable>, VariablesHash> sets_of_variables_;
  const uint32_t mixed_;  // the value of a variable that was forgotten
  Interned<Frame> frames_;
  std::vector<uint8_t> inputs_of_variables_, inputs_of_frames_;  // by name; 0: not asked yet
  std::vector<Hit> hits_;
  std::vector<Callee> callees_;
  std::set<std::string> missing_;
  std::set<std::string> refused_;
  std::unordered_set<const Searched*> entered_;
  std::unordered_map<const Searched*, bool> calls_at_hangup_;  // made when one is asked for
  bool cut_ = false, answers_ = false, asks_who_calls_ = false;
};

}  // namespace denwaban::audit
