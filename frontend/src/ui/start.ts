/** How every page starts: the style, the language of its address, the app in the place that its HTML has for it. */
import { type Component, mount } from "svelte";
import { language, languageOfAddress } from "../i18n/language.svelte.ts";
import "./base.css";

/** Show an app. Throws if the page's own HTML has no `#app`, which is a fault of the page. */
export function start(app: Component): void {
  const target = document.querySelector("#app");
  if (target === null) throw new Error("the page has no #app");
  language.choose(languageOfAddress(new URL(location.href)));
  // What the page's own HTML shows while its scripts are on their way.
  target.replaceChildren();
  mount(app, { target });
}
