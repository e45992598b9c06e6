/** Storage whose writes outlive a power cut, not only the page. */
import { createStore, type UseStore } from "idb-keyval";

/**
 * Return a store that answers when its write is on the disk.
 *
 * Without the word "strict" Chromium answers as soon as the system has the bytes, which a tablet that goes dark forgets.
 */
export function durableStore(database: string, name: string): UseStore {
  const opened = createStore(database, name);
  return (mode, act) =>
    opened("readonly", (store) =>
      act(store.transaction.db.transaction(name, mode, { durability: "strict" }).objectStore(name)),
    );
}
