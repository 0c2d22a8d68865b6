# SPDX-License-Identifier: GPL-3.0-or-later
"""Every way we know to have Asterisk's records name somebody else, that the other stories do not tell: Digest values, Call-IDs and
manager logins with fields within, nonces learnt at home and carried elsewhere, made-up nonces, realms and users, `;maddr=` by
REGISTER, INVITE, TCP and with the right password. The telephone that they name goes on, the stranger that they name earns neither
a ban nor trust, and of the forgers those are banned who show themselves on the wire."""
from lab import sip

LOGS = "with security"
PHONE, STRANGER = "192.0.2.10", "192.0.2.11"
ROUNDS = 12


class Forger:
    """One trick, under an address of its own."""

    def __init__(self, stage, number, trick):
        self.stage, self.trick, self.name = stage, trick, trick.__name__.replace("_", " ")
        self.one = stage.attacker(f"forger{number}", f"203.0.{113 + number}.9")
        self.address, self.aim, self.line = self.one.address, self.one.aim, self.one.voice
        self.silenced = False  # nobody answers him any more

    def register(self, account, call=None, number=1, line=None, via="", **digest):
        """A REGISTER; with credentials that say what `digest` says."""
        proof = [", ".join(f'{key}="{value}"' for key, value in digest.items())] if digest else []
        line = line or self.line
        line.send(line.message("REGISTER", self.aim, to=f"sip:{account}@{line.there}", who=account, call=call, number=number, via=via,
                               headers=[f"Authorization: Digest {fields}, algorithm=MD5" for fields in proof]))

    def learnt(self, account, call, **parts):
        challenge = self.one.challenge(account, call, **parts)
        self.silenced = challenge is None
        return challenge

    def play(self, account, victim, n):
        if self.silenced:
            return
        try:
            self.trick(self, account, victim, n)
        except OSError:  # over TCP no connection comes about
            self.silenced = True


def values(forger, account, n, **different):
    """A Digest answer to the challenge of a Call-ID, with some values replaced."""
    call = f"{n}-{forger.trick.__name__}@{forger.address}"
    challenge = forger.learnt(account, call)
    if challenge:
        said = {"username": account, "realm": challenge["realm"], "nonce": challenge["nonce"], "uri": forger.aim, "response": f"{n:032x}"}
        if "opaque" in challenge:
            said["opaque"] = challenge["opaque"]
        forger.register(account, call, 2, **{**said, **different})


def field(victim, quote='\\"'):
    return f"{quote},RemoteAddress={quote}IPV4/UDP/{victim}/5060{quote},X={quote}"


# Those who show themselves: the packets come from where they are sent.
def fields_in_a_response(forger, account, victim, n):
    values(forger, account, n, response=f"{n:020x}{field(victim)}")


def a_carriage_return_in_a_response(forger, account, victim, n):
    values(forger, account, n, response=f"{n:020x}\rRemoteAddress=IPV4/UDP/{victim}/5060")


def fields_in_a_user_name(forger, account, victim, n):
    values(forger, account, n, username=f"{account}{field(victim)}")


def fields_in_a_nonce(forger, account, victim, n):
    forger.register(account, **{"username": account, "realm": "asterisk", "nonce": f"x{field(victim)}", "uri": forger.aim, "response": "0" * 32})


def a_field_in_a_call_id(forger, account, victim, n):
    forger.register("nosuch", call=f'{n}"RemoteAddress="IPV4/UDP/{victim}/1', username="nosuch", realm="asterisk", nonce="x",
                    uri=forger.aim, response="0" * 32)


def redirected(forger, account, victim, n):
    answer = forger.line.ask("REGISTER", forger.aim, to=f"sip:{account}@{forger.line.there}", user=account, password=f"word{n}",
                             via=f";maddr={victim}", timeout=1)
    forger.silenced = answer is None


def redirected_calls(forger, account, victim, n):
    forger.line.send(forger.line.message("INVITE", f"sip:00{n}@{forger.line.there}", who="9001", via=f";maddr={victim}"))


def redirected_over_tcp(forger, account, victim, n):
    line = forger.one.speaker(transport="tcp")
    try:
        line.ask("REGISTER", forger.aim, to=f"sip:{account}@{line.there}", user=account, password=f"word{n}", via=f";maddr={victim}",
                 timeout=1)
    finally:
        line.close()


def keys_at_the_manager(forger, account, victim, n):
    forger.silenced = not forger.one.ami_login(f"x{n}", "x", more=f'Key: ",RemoteAddress="IPV4/TCP/{victim}/5038\r\n')


# Those who do not: what comes after the challenge carries the victim's address.
def an_invented_nonce(forger, account, victim, n):
    forger.one.forged_guess(victim, account, challenge={"realm": "asterisk", "nonce": f"1795296697/{n:032x}", "qop": "auth"})


def a_wrong_realm(forger, account, victim, n):
    forger.one.forged_guess(victim, account, challenge={"realm": "elsewhere", "nonce": f"{n:08x}"})


def an_unknown_user(forger, account, victim, n):
    forger.one.forged_guess(victim, f"nosuch{n}")


def a_nonce_learnt_at_home(forger, account, victim, n):
    call = f"home-{n}@{forger.address}"
    challenge = forger.learnt(account, call)
    if challenge:
        forger.one.forged_guess(victim, account, challenge=challenge, call=call)


def a_nonce_learnt_by_redirection(forger, account, victim, n):
    call = f"redirected-{n}@{forger.address}"
    challenge = forger.learnt(account, call, via=f";maddr={victim}")
    if challenge:
        forger.one.forged_guess(victim, account, challenge=challenge, call=call)


SEEN = [fields_in_a_response, a_carriage_return_in_a_response, fields_in_a_user_name, fields_in_a_nonce, a_field_in_a_call_id,
        redirected, redirected_calls, redirected_over_tcp, keys_at_the_manager]
# A nonce that nobody made proves nobody's address: it is told of, and nobody is banned for it.
UNPROVEN = [fields_in_a_nonce]
UNSEEN = [an_invented_nonce, a_wrong_realm, an_unknown_user, a_nonce_learnt_at_home, a_nonce_learnt_by_redirection]


def steal_trust(stage):
    """Somebody who knows a password has a record say that it was the stranger who logged in."""
    thief = Forger(stage, 30, redirected)
    account, password = stage.account(2), stage.password(2)
    answer = thief.line.ask("REGISTER", thief.aim, to=f"sip:{account}@{thief.line.there}", user=account, password=password,
                            via=f";maddr={STRANGER}", timeout=2)
    call = "carried-success"
    challenge = thief.learnt(account, call)
    proof = sip.credentials("REGISTER", thief.aim, account, password, challenge)
    thief.one.forge(STRANGER, thief.line.message("REGISTER", thief.aim, to=f"sip:{account}@{thief.line.there}", who=account, call=call, number=2,
                                                 here=f"{STRANGER}:5060", headers=["Expires: 60", f"Authorization: {proof}"]))
    stage.say(f"a right password with ;maddr= was answered {answer and answer.status}; another was sent in the stranger's name")


def play(stage):
    phone = stage.phone(stage.host("phone", PHONE), 0)
    assert phone.register() == 200
    stage.read_up()
    steal_trust(stage)
    forgers = [Forger(stage, n, trick) for n, trick in enumerate([*SEEN, *UNSEEN])]
    for n in range(ROUNDS):
        for forger in forgers:
            # Claims enough may ban an address that nobody knows: another story tells of that.
            forger.play(stage.account(1 + n % 9), STRANGER if n % 4 == 3 and forger.trick in SEEN else PHONE, n)
        answer = (phone.register(), phone.call("600"))
        assert answer == (200, 200), f"the phone is answered {answer} in round {n}"
        assert not stage.guard.ban_of(PHONE), stage.guard.ask("why", PHONE)
    stage.heard(stage.witness)
    stage.spared(PHONE, STRANGER, stage.witness.address)
    named = sum(victim in text for text in stage.pbx.log().splitlines() for victim in (PHONE, STRANGER))
    stage.say(f"the log names the victims in {named} lines; what the guard thinks of the stranger: {stage.guard.ask('why', STRANGER)[0]}")
    for forger in forgers:
        banned = "banned" if stage.guard.ban_of(forger.address) else "not banned"
        assert forger.trick not in UNPROVEN or stage.guard.findings(forger.address), f"{forger.name}: nothing is told"
        found = sorted({f["detector"] for f in stage.guard.findings(forger.address)})
        stage.say(f"{forger.address} ({forger.name}): {banned} {', '.join(found)}")
        assert forger.trick in UNSEEN + UNPROVEN or forger.silenced or banned == "banned", f"{forger.name}: all were answered"
    accused = [f for f in stage.guard.findings(detector="forgery") if f["subject"].get("address") in (PHONE, STRANGER)]
    assert not accused, f"a victim is called a forger: {accused}"
    assert phone.register() == 200 and phone.call("600") == 200
