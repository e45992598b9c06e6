/** What is printed beside the data: polling day, hours, and the address in the QR code.  Kept in this browser. */
export interface Wish {
  day: string;
  start: string;
  end: string;
  zone: string;
  base: string;
}

export const ZONES = ["", "WIB", "WITA", "WIT"] as const;
const OWN_HOSTS = /^https?:\/\/(localhost|127\.|\[::1\])/;

/** Whether an address leads nowhere on any other device. */
export function isOwnAddress(base: string): boolean {
  return OWN_HOSTS.test(base);
}

export class Wishes {
  readonly #key: string;
  readonly now: Wish;

  constructor(election: string) {
    this.#key = `rembug-cetak-${election}`;
    this.now = $state({ day: "", start: "", end: "", zone: "WIB", base: location.origin, ...this.#kept() });
  }

  /** The wishes as the end of an address; what is empty stays away. */
  get query(): string {
    const set = Object.entries(this.now).filter(([, value]) => value !== "");
    return new URLSearchParams(set).toString();
  }

  keep(): void {
    localStorage.setItem(this.#key, JSON.stringify(this.now));
  }

  #kept(): Partial<Wish> {
    try {
      return JSON.parse(localStorage.getItem(this.#key) ?? "{}") as Partial<Wish>;
    } catch {
      return {};
    }
  }
}
