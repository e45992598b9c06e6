"""Asks the witnesses that have an address, beside everything else: no receipt and no officer ever waits for one."""

import logging
import threading
from typing import Final

import httpx2

from rembug_crypto.tlog_witness import SIZE_TYPE
from rembug_service.errors import ServiceError
from rembug_service.service import Service
from rembug_service.witnesses.asking import AskedMemory, Outcome, Question, answered, questions, request_from

_LOG: Final = logging.getLogger("rembug.witnesses")
_LOOK_SECONDS: Final = 2.0
_TIMEOUT_SECONDS: Final = 10.0
_MOST_BYTES: Final = 16 * 1024
# Whoever did not answer is left alone for a while, longer each time.
_REST_SECONDS: Final = (5.0, 15.0, 60.0)


class WitnessAsker:
    """A thread that asks for cosignatures on the newest witness point of every election."""

    def __init__(self, service: Service, memory: AskedMemory, client: httpx2.Client | None = None) -> None:
        """Make the thread; `start` lets it run."""
        self._service = service
        self._memory = memory
        self._client = client or httpx2.Client(timeout=_TIMEOUT_SECONDS, follow_redirects=False)
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._loop, name="rembug-witnesses", daemon=True)
        self._failed: dict[tuple[str, str], int] = {}
        self._rest: dict[tuple[str, str], float] = {}

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def stop(self) -> None:
        """End, after the question that is being asked."""
        self._stopping.set()
        self._thread.join()
        self._client.close()

    def _loop(self) -> None:
        while not self._stopping.wait(_LOOK_SECONDS):
            try:
                self.ask_all()
            except ServiceError as error:
                # An election was shut meanwhile, or the disk is full: the next round looks again.
                _LOG.info("witnesses were not asked: %s", error.code)
            except Exception:  # noqa: BLE001 - the thread must outlive whatever this was
                _LOG.exception("witnesses were not asked")

    def ask_all(self) -> None:
        """Ask everybody who lacks the newest point and is not left alone just now."""
        for question in questions(self._service):
            who = question.election, question.witness.key
            if self._stopping.is_set():
                return
            if self._rest.get(who, 0.0) > 0.0:
                self._rest[who] -= _LOOK_SECONDS
                continue
            outcome = self._ask(question)
            self._memory.tell(question.election, question.witness.note_key().to_text(), outcome)
            if outcome is Outcome.COSIGNED:
                self._failed.pop(who, None)
            else:
                times = self._failed[who] = self._failed.get(who, 0) + 1
                self._rest[who] = _REST_SECONDS[min(times, len(_REST_SECONDS)) - 1]

    def _ask(self, question: Question) -> Outcome:
        answer = self._post(question, question.request.to_text())
        size = None if answer is None else _size(*answer)
        if size is not None and size <= question.size and size != question.request.old:
            # It knows more of what it cosigned than this database does: ask again from there.
            again = request_from(self._service, question.election, question.request.note, size)
            answer = self._post(question, again.to_text())
            size = None if answer is None else _size(*answer)
        if answer is None:
            return Outcome.UNREACHED
        if size is not None:
            return Outcome.AHEAD if size > question.size else Outcome.SPLIT
        status, _, body = answer
        if status == httpx2.codes.UNPROCESSABLE_CONTENT:
            return Outcome.SPLIT
        return answered(self._service, question, body) if status == httpx2.codes.OK else Outcome.REFUSED

    def _post(self, question: Question, text: str) -> tuple[int, str, bytes] | None:
        """Return status, media type and the first bytes of the answer, or None where nobody answered."""
        try:
            with self._client.stream("POST", f"{question.url}/add-checkpoint", content=text.encode()) as answer:
                body = b""
                for chunk in answer.iter_bytes():
                    body += chunk
                    if len(body) > _MOST_BYTES:
                        return answer.status_code, "", b""
                return answer.status_code, answer.headers.get("content-type", ""), body
        except httpx2.HTTPError:
            return None


def _size(status: int, kind: str, body: bytes) -> int | None:
    """Return the size that a witness says it last cosigned, where it refuses for that."""
    text = body.decode("ascii", "replace").removesuffix("\n")
    is_size = status == httpx2.codes.CONFLICT and kind.partition(";")[0].strip() == SIZE_TYPE
    return int(text) if is_size and text.isascii() and text.isdecimal() and len(text) <= 19 else None
