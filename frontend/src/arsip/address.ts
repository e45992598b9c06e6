/**
 * Where in the archive a page stands, kept behind the `#` of its address: residents send such addresses to each other.
 *
 * `#/<election>`, `#/<election>/rembug/<number>[/<revision>]`, `#/<election>/naskah/<document>/<version>[/<earlier>]`,
 * `#/<election>/periksa`.
 */
export type Place =
  | { readonly view: "list" }
  | { readonly view: "election" | "check"; readonly election: string }
  | {
      readonly view: "assembly";
      readonly election: string;
      readonly assembly: number;
      readonly revision: number | null;
    }
  | {
      readonly view: "document";
      readonly election: string;
      readonly document: string;
      readonly version: number;
      /** The version that this one is compared with. */
      readonly earlier: number | null;
    };

const NUMBER = /^[1-9]\d{0,6}$/;
const number = (text: string | undefined) => (text !== undefined && NUMBER.test(text) ? Number(text) : null);

/** Read the part of an address behind `#`; whatever leads nowhere is the list of elections. */
export function placeOf(hash: string): Place {
  const [election, view, name, one, ...rest] = hash.replace(/^#\/?/, "").split("/").map(decoded);
  if (election === undefined || election === "" || rest.length > 1) return { view: "list" };
  if (view === "periksa") return { view: "check", election };
  const assembly = number(name);
  if (view === "rembug" && assembly !== null) return { view: "assembly", election, assembly, revision: number(one) };
  const version = number(one);
  if (view === "naskah" && name !== undefined && version !== null) {
    return { view: "document", election, document: name, version, earlier: number(rest[0]) };
  }
  return { view: "election", election };
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return "";
  }
}

/** Write the address of a place. */
export function addressOf(place: Place): string {
  if (place.view === "list") return "#/";
  const parts: (string | number)[] = [place.election];
  if (place.view === "check") parts.push("periksa");
  if (place.view === "assembly")
    parts.push("rembug", place.assembly, ...(place.revision === null ? [] : [place.revision]));
  if (place.view === "document") {
    parts.push("naskah", place.document, place.version, ...(place.earlier === null ? [] : [place.earlier]));
  }
  return `#/${parts.map((part) => encodeURIComponent(String(part))).join("/")}`;
}
