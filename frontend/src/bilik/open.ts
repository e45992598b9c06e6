import { keepAtHand } from "../ui/offline.ts";
import { start } from "../ui/start.ts";
import App from "./App.svelte";

/** Show the booth in the place of its first screen, and keep it at hand. */
export function begin(): void {
  start(App);
  void keepAtHand();
}
