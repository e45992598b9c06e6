"""A sealed ballot is on the tablet's disk before anything is sent: a power cut a moment later loses no vote."""

from rembug_api.demo.open_polls import Polls
from tests.pages.booth_acts import keep_a_ballot, kept, paired
from tests.pages.browsing import People, press

# Notes how the browser was asked to write what holds ballots.
_WRITES = """
globalThis.writes = [];
const begin = IDBDatabase.prototype.transaction;
IDBDatabase.prototype.transaction = function (names, mode, options) {
  if (this.name === "rembug-suara" && mode === "readwrite") globalThis.writes.push(options?.durability ?? "relaxed");
  return begin.call(this, names, mode, options);
};
"""


def test_a_kept_ballot_is_on_the_disk_before_it_is_sent(voters: People, polls: tuple[str, Polls]) -> None:
    table = polls[1].tables[0]
    person = paired(voters, table, script=_WRITES)
    press(person.page, "Mulai melayani pemilih")
    code = keep_a_ballot(person, table.draw())
    assert person.page.evaluate("writes") == ["strict"]
    assert code.replace("-", "") in kept(person.page)
