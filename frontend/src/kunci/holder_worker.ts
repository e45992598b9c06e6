/** The key holder's worker: all that takes long or touches her secret.  `pages.py` knows it by its name. */
import "../crypto/use_wasm.ts";
import { BallotsError } from "../ballots/errors.ts";
import { toHex } from "../crypto/bytes.ts";
import { CeremonyFault, CryptoError } from "../crypto/errors.ts";
import { systemRandom } from "../crypto/randomness.ts";
import type { Work } from "../crypto/work.ts";
import type { Stage } from "../holder/common.ts";
import { HolderRefusal, type RefusalKey } from "../holder/errors.ts";
import type { Values } from "../i18n/fill.ts";
import { Desk, Unreachable } from "./desk.ts";
import { type Environment, Keyring, Memory } from "./device.ts";
import type { Answer, Call, Calls, OpenKey, Question } from "./messages.ts";
import * as steps from "./steps.ts";

const EVERY_MS = 100;
let memory: Memory | undefined;
let keyring: Keyring | undefined;
let told = 0;

function say(answer: Answer): void {
  globalThis.postMessage(answer);
}

function follow(stage: Stage): Work {
  return {
    progress: (done, total) => {
      if (performance.now() - told < EVERY_MS) return;
      told = performance.now();
      say({ kind: "progress", stage, done, total });
    },
  };
}

const environment: Environment = { random: systemRandom, told: (file) => say({ kind: "kept", file }) };

function entered(): Memory {
  if (memory === undefined) throw new RangeError("no election was entered");
  return memory;
}

function device(): steps.Device {
  if (keyring === undefined) throw new RangeError("no key is open");
  return { memory: entered(), keyring, follow };
}

function hold(ring: Keyring): OpenKey {
  keyring = ring;
  return { holder: ring.holder, fingerprint: toHex(ring.secret.signingKey), file: ring.file };
}

const HANDLERS: { readonly [K in Call]: (ask: Calls[K]["ask"]) => Promise<Calls[K]["answer"]> } = {
  enter: async ({ election, csrf }) => {
    memory = await Memory.find(new Desk(election, csrf), election);
    return await memory.kept();
  },
  look: () => steps.look(entered(), keyring),
  make: async ({ holder, passphrase }) => hold(await make(holder, passphrase)),
  open: async ({ file, holder, passphrase }) => {
    const { election } = entered();
    if (file !== undefined) return hold(await Keyring.openFile(election, file, passphrase, environment));
    return hold(await Keyring.openKept(election, holder ?? 0, passphrase, environment));
  },
  check: ({ file }) => device().keyring.isCopy(file),
  register: async ({ name }) => {
    steps.register(device(), name);
    return null;
  },
  ceremony: () => steps.ceremonyStep(device()),
  rehearse: () => steps.rehearse(device()),
  mix: ({ contest }) => steps.mix(device(), contest),
  open_list: ({ contest }) => steps.openList(device(), contest),
};

async function make(holder: number, passphrase: string): Promise<Keyring> {
  const { state } = await entered().look();
  if (state.ceremony.holders.has(holder)) {
    throw new HolderRefusal("holder-taken", { holder });
  }
  return await Keyring.make(entered().election, holder, passphrase, environment);
}

/** Say why nothing came of a question. */
function refusal(fault: unknown): Answer {
  const refused = (key: RefusalKey, values: Values): Answer => {
    return { kind: "refused", key, values, isAway: fault instanceof Unreachable };
  };
  if (fault instanceof HolderRefusal) return refused(fault.key, fault.values);
  if (fault instanceof CeremonyFault) return refused("share-at-fault", { holder: fault.holder });
  if (fault instanceof CryptoError || fault instanceof BallotsError) {
    return refused("board-untrusted", { reason: fault.message });
  }
  return { kind: "failed" };
}

globalThis.onmessage = async ({ data }: MessageEvent<Question>) => {
  // The table pairs each question with its handler, which the compiler cannot follow through one look-up.
  const handler = HANDLERS[data.kind] as (ask: object) => Promise<Calls[Call]["answer"]>;
  try {
    say({ kind: "done", answer: await handler(data.ask) });
  } catch (fault) {
    say(refusal(fault));
  }
};
