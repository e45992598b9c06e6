/** One text on the desk: the version that was read, what is being written upon it, and every step back. */
import { del, get, set } from "idb-keyval";
import { answered, client, type Schema, ServiceProblem } from "../../api/client.ts";
import { merge, type Tree } from "./tree.ts";

export type Kind = "AD" | "ART" | "TATIB" | "KRITERIA";
export type TextLine = Schema["TextLine"];
type Answer = Schema["TextAnswer"];

interface Kept {
  readonly base: number;
  readonly tree: Tree;
}

const MOST_STEPS = 200;

export class Draft {
  readonly election: string;
  readonly kind: Kind;
  /** The version that was read; 0 before anything is saved. */
  version = $state(0);
  tree = $state.raw<Tree | undefined>(undefined);
  /** What the references of a tatib stand for. */
  values = $state.raw<Readonly<Record<string, string>>>({});
  notes = $state.raw<readonly string[]>([]);
  /** What somebody else saved meanwhile. */
  theirs = $state.raw<Answer | undefined>(undefined);
  /** A text that was written here earlier and never saved. */
  kept = $state.raw<Kept | undefined>(undefined);
  #read: Tree | undefined;
  #typing = "";
  #back = $state.raw<readonly Tree[]>([]);
  #forth = $state.raw<readonly Tree[]>([]);

  constructor(election: string, kind: Kind) {
    this.election = election;
    this.kind = kind;
  }

  get #path() {
    return { election: this.election, kind: this.kind };
  }

  get #key(): string {
    return `rembug-naskah/${this.election}/${this.kind}`;
  }

  get canUndo(): boolean {
    return this.#back.length > 0;
  }

  get canRedo(): boolean {
    return this.#forth.length > 0;
  }

  get isChanged(): boolean {
    return this.tree !== undefined && this.tree !== this.#read;
  }

  /** Read the newest version; nothing is there yet: the tree stays undefined. */
  async load(): Promise<void> {
    try {
      this.#take(
        await answered(client.GET("/api/v1/elections/{election}/writings/{kind}", { params: { path: this.#path } })),
      );
    } catch (fault) {
      if (!(fault instanceof ServiceProblem) || fault.code !== "NASKAH_TIDAK_ADA") throw fault;
    }
    const kept = await get<Kept>(this.#key);
    this.kept = kept !== undefined && JSON.stringify(kept.tree) !== JSON.stringify(this.tree) ? kept : undefined;
  }

  #take(answer: Answer): void {
    this.version = answer.version;
    this.tree = answer.document as unknown as Tree;
    this.values = answer.values;
    this.#read = this.tree;
    this.#back = [];
    this.#forth = [];
    this.theirs = undefined;
  }

  /** Go on with what was written here and never saved. */
  takeKept(): void {
    if (this.kept !== undefined) this.change(this.kept.tree);
    this.kept = undefined;
  }

  async dropKept(): Promise<void> {
    this.kept = undefined;
    await del(this.#key);
  }

  /** Begin from the text that comes with Rembug, or from a file; it is saved as any other change is. */
  async start(file?: File): Promise<void> {
    const params = { path: this.#path };
    let answer: Answer;
    if (file === undefined) {
      answer = await answered(client.GET("/api/v1/elections/{election}/writings/{kind}/template", { params }));
    } else {
      const body = new FormData();
      body.append("file", file);
      const route = "/api/v1/elections/{election}/writings/{kind}/files";
      // The types of the interface say `string` for a file; the body goes as it is.
      answer = await answered(client.POST(route, { params, body: body as never, bodySerializer: () => body }));
    }
    this.notes = answer.notes;
    this.values = answer.values;
    this.change(answer.document as unknown as Tree);
  }

  /**
   * Put another tree on the desk.
   *
   * @param of what is being typed; letters typed into one field are one step back.
   */
  change(tree: Tree, of = ""): void {
    const goesOn = of !== "" && of === this.#typing && this.#back.length > 0;
    if (this.tree !== undefined && !goesOn) this.#back = [...this.#back.slice(-MOST_STEPS), this.tree];
    this.#typing = of;
    this.#forth = [];
    this.#show(tree);
  }

  undo(): void {
    const last = this.#back.at(-1);
    if (last === undefined || this.tree === undefined) return;
    this.#typing = "";
    this.#back = this.#back.slice(0, -1);
    this.#forth = [...this.#forth, this.tree];
    this.#show(last);
  }

  redo(): void {
    const next = this.#forth.at(-1);
    if (next === undefined || this.tree === undefined) return;
    this.#forth = this.#forth.slice(0, -1);
    this.#back = [...this.#back, this.tree];
    this.#show(next);
  }

  #show(tree: Tree): void {
    this.tree = tree;
    // A dead battery loses nothing: the browser keeps it until it is saved.
    void set(this.#key, { base: this.version, tree } satisfies Kept);
  }

  /** Save a new version.  False where somebody else saved meanwhile: then `theirs` is what they saved. */
  async save(reason: string): Promise<boolean> {
    if (this.tree === undefined) return false;
    const params = { path: this.#path };
    const body = { base: this.version, reason, document: this.tree as unknown as Record<string, unknown> };
    try {
      await answered(client.PUT("/api/v1/elections/{election}/writings/{kind}", { params, body }));
    } catch (fault) {
      if (!(fault instanceof ServiceProblem) || fault.code !== "NASKAH_BERUBAH") throw fault;
      this.theirs = await answered(client.GET("/api/v1/elections/{election}/writings/{kind}", { params }));
      return false;
    }
    await this.dropKept();
    this.notes = [];
    await this.load();
    return true;
  }

  /** Join both writers' changes, and say which parts both of them had changed. */
  joinTheirs(): readonly string[] {
    if (this.theirs === undefined || this.tree === undefined) return [];
    const theirs = this.theirs.document as unknown as Tree;
    const { tree, both } = merge(this.#read ?? theirs, this.tree, theirs);
    this.version = this.theirs.version;
    this.#read = theirs;
    this.theirs = undefined;
    this.change(tree);
    return both;
  }

  /** Leave one's own text, and go on from what the other one saved. */
  async takeTheirs(): Promise<void> {
    await this.dropKept();
    await this.load();
  }

  /** What differs between the newest saved version and what is on the desk. */
  differences(): Promise<Schema["Difference"]> {
    const body = { base: this.version, reason: "", document: this.tree as unknown as Record<string, unknown> };
    const route = "/api/v1/elections/{election}/writings/{kind}/difference";
    return answered(client.POST(route, { params: { path: this.#path }, body }));
  }
}
