import { keepAtHand } from "../ui/offline.ts";
import { start } from "../ui/start.ts";
import App from "./App.svelte";

start(App);
void keepAtHand();
