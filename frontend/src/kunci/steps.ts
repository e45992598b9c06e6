/** The steps of a key holder, as the board asks for them: pure functions of `src/holder` and one message each. */
import { toB64 } from "../ballots/encoding.ts";
import { ceremonyHash } from "../ballots/state/ceremony.ts";
import { listHash } from "../ballots/state/mixing.ts";
import { sameBytes, toHex } from "../crypto/bytes.ts";
import { CeremonyFault } from "../crypto/errors.ts";
import type { BoardReader } from "../holder/board_reader.ts";
import * as holder from "../holder/ceremony.ts";
import type { Follow } from "../holder/common.ts";
import { HolderRefusal } from "../holder/errors.ts";
import * as tally from "../holder/tally.ts";
import type { Keyring, Memory } from "./device.ts";
import type { ContestView, Step, View } from "./messages.ts";

const EVENTS = "/ceremony/events";
const CODE_LENGTH = 32;

/** A key holder's open key file, her session with its memory of the board, and who follows the work. */
export interface Device {
  readonly memory: Memory;
  readonly keyring: Keyring;
  readonly follow: Follow;
}

/**
 * Say what the board shows, as far as this holder needs it.
 *
 * @throws HolderRefusal no answer, or a board that is not the one seen before.
 * @throws CryptoError, BallotsError a board that is not sound.
 */
export async function look(memory: Memory, keyring: Keyring | undefined): Promise<View> {
  const { state } = await memory.look();
  const { holders } = state.ceremony;
  const own = keyring === undefined ? undefined : holders.get(keyring.holder);
  const contests = [...state.contests.values()].map((found): ContestView => {
    const { id, rules, phase, ballots, tally: night } = found;
    return {
      ...{ id, title: rules.title, phase, ballots: ballots.length },
      ...{ mixes: night.mixes.length, mixers: state.agreedRules().mixers },
      isMixed: night.mixes.some((each) => each.holder === keyring?.holder),
      isOpened: keyring !== undefined && night.factors.has(keyring.holder),
    };
  });
  return {
    holders: state.rules?.holders ?? 0,
    names: new Map(Array.from(holders, ([number, { name }]) => [number, name])),
    logKey: memory.logKey,
    isRegistered: own !== undefined && keyring !== undefined && sameBytes(own.signingKey, keyring.secret.signingKey),
    contests,
  };
}

/**
 * Log the holder's public keys.
 *
 * @throws HolderRefusal the service refuses.
 */
export function register({ memory, keyring }: Device, name: string): void {
  const event = holder.register(keyring.election, keyring.holder, name, keyring.secret);
  memory.desk.post(EVENTS, { event: toB64(event) });
}

/**
 * Do what the ceremony waits for from this holder; asked again after an interruption, it goes on where it was.
 *
 * @throws HolderRefusal the program refuses, or the service does.
 * @throws CeremonyFault a share does not hold though the holder confirmed.
 * @throws CryptoError, BallotsError a board that is not sound.
 */
export async function ceremonyStep(device: Device): Promise<Step> {
  await device.keyring.checkLatest();
  const board = await device.memory.look();
  const { ceremony: run } = board.state;
  const everybody = board.state.agreedRules().holders;
  const number = device.keyring.holder;
  if (!run.holders.has(number)) throw new HolderRefusal("not-registered");
  if (run.complaints.length > 0) {
    const against = [...new Set(run.complaints.map((each) => String(each.against)))].sort().join(", ");
    return { said: "complaint", values: { against }, waiting: true };
  }
  if (run.keys !== null) return finish(device, board);
  for (const [before, after, step] of [
    [run.holders, run.committed, commit],
    [run.committed, run.revealed, reveal],
    [run.revealed, run.shared, share],
    [run.shared, run.confirmed, confirm],
  ] as const) {
    if (before.size !== everybody) return waitingFor(before, everybody);
    if (!after.has(number)) return step(device, board);
  }
  return waitingFor(run.confirmed, everybody);
}

/** Say who has not done the step that everybody waits for. */
function waitingFor(there: { readonly size: number; has(number: number): boolean }, everybody: number): Step {
  const missing = Array.from({ length: everybody }, (_, place) => place + 1).filter((number) => !there.has(number));
  return { said: "waiting", values: { there: there.size, everybody, missing: missing.join(", ") }, waiting: true };
}

async function commit({ memory, keyring, follow }: Device, { state }: BoardReader): Promise<Step> {
  const { event, secret } = holder.commit(state, keyring.holder, keyring.secret, keyring.random, follow);
  await keyring.keep(secret);
  memory.desk.post(EVENTS, { event: toB64(event) });
  return { said: "committed" };
}

async function reveal({ memory, keyring }: Device, { state }: BoardReader): Promise<Step> {
  const { event, blob } = holder.reveal(state, keyring.holder, keyring.secret);
  memory.desk.post(EVENTS, { event: toB64(event), blob: toB64(blob) });
  return { said: "revealed" };
}

async function share(device: Device, board: BoardReader): Promise<Step> {
  const { memory, keyring, follow } = device;
  let made: holder.SharedStep;
  try {
    made = holder.share(board.state, board, keyring.holder, keyring.secret, keyring.random, follow);
  } catch (fault) {
    if (!(fault instanceof CeremonyFault)) throw fault;
    return say(device, holder.complain(board.state, keyring.holder, keyring.secret, fault));
  }
  const sealed = Object.fromEntries(Array.from(made.sealed, ([receiver, data]) => [String(receiver), toB64(data)]));
  memory.desk.post(EVENTS, { event: toB64(made.event), sealed });
  return { said: "shared" };
}

async function confirm(device: Device, board: BoardReader): Promise<Step> {
  const { memory, keyring, follow } = device;
  const sealed = memory.desk.sealedFor(keyring.holder);
  return say(device, holder.confirm(board.state, board, keyring.holder, keyring.secret, sealed, follow));
}

function say({ memory }: Device, verdict: holder.Verdict): Step {
  memory.desk.post(EVENTS, { event: toB64(verdict.event) });
  if (verdict.against !== null) return { said: "complained", values: { against: verdict.against } };
  return { said: "confirmed" };
}

async function finish({ memory, keyring, follow }: Device, board: BoardReader): Promise<Step> {
  const isKept = keyring.secret.secretKeys.length > 0;
  const sealed = isKept ? new Map<number, Uint8Array>() : memory.desk.sealedFor(keyring.holder);
  const secret = holder.finish(board.state, board, keyring.holder, keyring.secret, sealed, follow);
  if (!isKept) await keyring.keep(secret);
  const code = toHex(ceremonyHash(board.state.ceremony)).slice(0, CODE_LENGTH);
  return { said: "finished", finished: true, code: code.replace(/(.{4})(?=.)/g, "$1 ") };
}

/**
 * Give the holder's factor for the test ballot, once it is there.
 *
 * @throws HolderRefusal the program refuses, or the service does.
 * @throws CryptoError, BallotsError a board that is not sound.
 */
export async function rehearse({ memory, keyring, follow }: Device): Promise<Step> {
  await keyring.checkLatest();
  const board = await memory.look();
  const { ceremony: run } = board.state;
  if (run.factors.has(keyring.holder)) return { said: "rehearsal.there", finished: true };
  if (run.passed !== null) return { said: "rehearsal.over", finished: true };
  if (run.rehearsal === null) return { said: "rehearsal.waiting", waiting: true };
  const { holder: number, secret, random } = keyring;
  const event = holder.rehearsalFactor(board.state, board, number, secret, random, follow);
  memory.desk.post("/rehearsal/factors", { event: toB64(event) });
  return { said: "rehearsal.sent", finished: true };
}

/**
 * Mix the present list of a contest, send it with its proof, and return how many ballots it has.
 *
 * @throws HolderRefusal the program refuses, or the service does.
 * @throws CryptoError, BallotsError a board that is not sound.
 */
export async function mix({ memory, keyring, follow }: Device, contest: string): Promise<number> {
  await keyring.checkLatest();
  const board = await memory.look();
  const found = board.state.contest(contest);
  const name = listHash(found);
  const data = name === found.input ? found.mixInput() : board.get(name);
  if (data === null) throw new HolderRefusal("list-missing");
  const { holder: number, secret, random } = keyring;
  const { event, output, proof } = tally.mix(board.state, contest, number, secret, data, random, follow);
  memory.desk.postFiles(`/contests/${contest}/mixes`, { event, output, proof });
  return found.ballots.length;
}

/**
 * Check all ballots and mixes of a contest, send the opening factors, and return how many ballots were opened.
 *
 * @throws HolderRefusal the program refuses, or the service does.
 * @throws CryptoError, BallotsError a board that is not sound.
 */
export async function openList({ memory, keyring, follow }: Device, contest: string): Promise<number> {
  await keyring.checkLatest();
  const board = await memory.look();
  const found = board.state.contest(contest);
  const { holder: number, secret, random } = keyring;
  const made = tally.openList(board.state, board, contest, number, secret, random, follow);
  await keyring.keep(secret.havingOpened(contest, listHash(found)));
  const { event, factors, proof } = made;
  memory.desk.postFiles(`/contests/${contest}/factors`, { event, factors, proof });
  return found.ballots.length;
}
