import { start } from "../ui/start.ts";
import App from "./App.svelte";

start(App);
