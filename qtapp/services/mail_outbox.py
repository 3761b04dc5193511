"""The outbox: letters that wait for a connection, are sent once, and are never lost.

A letter is queued → unsure → sent, or held until somebody has a look. It becomes unsure, with its id
kept, in the last moment before the dot that makes it the server's; whoever finds it unsure later looks
for that id among the copies the server keeps, and sends again only what is not there. Two programs that
send the same letter at once meet at that moment: the second one breaks off.
"""

from collections.abc import Callable, Sequence
from datetime import timedelta

from qtapp.carriers.mail_letter import Letter, write_letter
from qtapp.carriers.mail_reading import Mailbox
from qtapp.carriers.mail_sending import MailSender
from qtapp.domain.errors import MailError
from qtapp.domain.mail import LetterState, MailAccount
from qtapp.domain.mail_errors import (
    MailBoxFull,
    MailDropped,
    MailFileBusy,
    MailNameUnknown,
    MailNoAnswer,
    MailNoNetwork,
    MailRefused,
    MailTryLater,
    MailUnsure,
)
from qtapp.services.environment import Environment, Report, silent
from qtapp.services.mail_letters import KeptLetter, Letters, keep_problem
from qtapp.services.mail_status import MailSent

_OFFLINE = (MailNoNetwork, MailNameUnknown)
_BROKEN_OFF = (*_OFFLINE, MailRefused, MailNoAnswer, MailDropped)
"""After these nothing more goes through this connection."""
_PASSING = (*_BROKEN_OFF, MailTryLater, MailBoxFull, MailFileBusy)
"""What waiting may put right; everything else wants a person."""
_FIRST_PAUSE, _LONGEST_PAUSE, _LONGEST_OFFLINE = 60, 3600, 120
_PATIENCE, _PATIENCE_UNSEEN = 30, 8
"""Seconds a server has for an answer while somebody waits for the letters, and while nobody does."""
_TIME_FOR_COPIES = timedelta(minutes=2)
"""How long a server may take to show the copy of what it has taken."""


class _TakenElsewhere(Exception):
    """Another run of the program has sent this letter, or dropped it, in the meantime."""


class Outbox:
    """Sends what waits when it is told to."""

    def __init__(self, letters: Letters, environment: Environment) -> None:
        self._letters = letters
        self._environment = environment

    def send(
        self, account: MailAccount, password: str, report: Report = silent, *, hurry: bool = False
    ) -> MailSent:
        """Send what is due, or with `hurry` whatever waits, also what was held; say how it went.

        Without a hurry no server is waited for long, as nobody shall wait for that who wants something else.
        No hurry sends a letter again that may have gone a moment ago: it is only looked for. A failure is kept with its letter and returned, not raised. Raises Cancelled between two pieces.
        """
        if hurry:
            self._letters.release()
        waiting = [each for each in self._letters.waiting() if hurry or self._letters.is_due(each)]
        patience = _PATIENCE if hurry else _PATIENCE_UNSEEN
        sent, problem = 0, None
        try:
            report(0, len(waiting) * 100)
            sent, waiting, problem = self._settle(waiting, account, password, patience)
            if waiting:
                report(0, len(waiting) * 100)
                with MailSender(account.smtp, account.login, password, patience) as sender:
                    more, trouble = self._send_all(sender, waiting, account, report)
                    sent, problem = sent + more, trouble or problem
        except MailError as error:
            problem = error
            for each in waiting:
                self._put_off(each, error)
        self._letters.sweep()
        counts = self._letters.counts()
        return MailSent(
            sent=sent,
            waiting=counts.get(LetterState.QUEUED, 0) + counts.get(LetterState.UNSURE, 0),
            held=counts.get(LetterState.HELD, 0),
            problem=problem,
        )

    def _send_all(
        self,
        sender: MailSender,
        waiting: Sequence[KeptLetter],
        account: MailAccount,
        report: Report,
    ) -> tuple[int, MailError | None]:
        """Send one after the other; a letter that is refused does not stop the next."""
        sent, problem = 0, None
        for place, each in enumerate(waiting):

            def told(done: int, total: int, place: int = place) -> None:
                report(place * 100 + done * 100 // max(total, 1), len(waiting) * 100)

            try:
                self._send_one(sender, each, account, told)
                sent += 1
            except _TakenElsewhere:
                return sent, problem
            except MailError as error:
                problem = error
                broken_off = isinstance(error, _BROKEN_OFF)
                for one in waiting[place:] if broken_off else [each]:
                    self._put_off(one, error)
                if broken_off:
                    break
        report(len(waiting) * 100, len(waiting) * 100)
        return sent, problem

    def _send_one(
        self, sender: MailSender, kept: KeptLetter, account: MailAccount, report: Report
    ) -> None:
        letter = Letter(
            message_id=kept.message_id,
            sender=account.address,
            recipient=kept.recipient,
            written=self._environment.now(),
            name=kept.name,
            part=kept.part,
            parts=kept.parts,
        )
        content = write_letter(letter, self._letters.content(kept))
        unsure = (LetterState.UNSURE, kept.tries + 1)
        try:
            sender.send(
                content,
                account.address,
                kept.recipient,
                seal=lambda: self._seal(kept),
                report=report,
            )
        except (MailDropped, MailNoAnswer):
            raise
        except MailError:
            # Refused after the dot: the server has nothing.
            self._letters.change(kept, *unsure, "state = 'queued'")
            raise
        now = self._letters.moment()
        self._letters.change(kept, *unsure, "state = 'sent', reason = '', sent = ?", now)

    def _seal(self, kept: KeptLetter) -> None:
        """Note that from now on only the server knows; raises _TakenElsewhere if another run was first."""
        due = self._letters.moment(_TIME_FOR_COPIES)
        change = "state = 'unsure', tries = tries + 1, due = ?"
        if not self._letters.change(kept, kept.state, kept.tries, change, due):
            raise _TakenElsewhere

    def _settle(
        self, waiting: Sequence[KeptLetter], account: MailAccount, password: str, patience: float
    ) -> tuple[int, list[KeptLetter], MailError | None]:
        """Look for unsure letters where the server keeps copies.

        Returns how many are there, the letters that can be sent now, and why others cannot, if so: nobody
        could look, or the server has not had the time to show its copies.
        """
        unsure = [each for each in waiting if each.state is LetterState.UNSURE]
        sure = [each for each in waiting if each.state is not LetterState.UNSURE]
        if not unsure:
            return 0, sure, None
        found: set[int] = set()
        early: set[int] = set()
        try:
            with Mailbox(account.imap, account.login, password, patience) as box:
                for name in box.sent_folders():
                    box.examine(name)
                    found |= {each.n for each in unsure if box.has_letter(each.message_id)}
        except MailError as error:
            for each in unsure:
                self._put_off(each, error)
            return 0, sure, error
        now = self._letters.moment()
        for each in unsure:
            if each.n in found:
                change = "state = 'sent', reason = '', sent = ?"
                self._letters.change(each, each.state, each.tries, change, now)
            elif self._letters.is_due(each):
                self._letters.change(each, each.state, each.tries, "state = 'queued'")
            else:
                early.add(each.n)
        left = {each.n for each in waiting} - found - early
        ready = [each for each in self._letters.waiting() if each.n in left]
        return len(found), ready, MailUnsure() if early else None

    def _put_off(self, kept: KeptLetter, error: MailError) -> None:
        """Let a letter wait before its next try, longer every time; or for somebody to look at it."""
        now = self._letters.now(kept)
        if now is None or now.state is LetterState.SENT:
            return
        state = now.state
        if not isinstance(error, _PASSING) and state is LetterState.QUEUED:
            state = LetterState.HELD
        longest = _LONGEST_OFFLINE if isinstance(error, _OFFLINE) else _LONGEST_PAUSE
        wait = timedelta(seconds=pause(kept.tries, longest, self._environment.random))
        if state is LetterState.UNSURE:
            wait = max(wait, _TIME_FOR_COPIES)
        self._letters.change(
            kept,
            now.state,
            now.tries,
            "state = ?, tries = ?, due = ?, reason = ?",
            state.value,
            kept.tries + 1,
            self._letters.moment(wait),
            keep_problem(error),
        )


def pause(tries: int, longest: float, random: Callable[[int], bytes]) -> float:
    """Return the seconds before the next try: doubled every time up to `longest`, the last half by chance.

    Chance keeps a hundred offices that lost their power together from coming back together.
    """
    full = min(_FIRST_PAUSE * (1 << min(tries, 16)), longest)
    chance = int.from_bytes(random(2), "big") / 65_536
    return full * (1 + chance) / 2
