import { mount } from "svelte";
import "../ui/base.css";
import { language, languageOfAddress } from "../i18n/language.svelte.ts";
import { find } from "../ui/find.ts";
import App from "./App.svelte";

language.choose(languageOfAddress(new URL(location.href)));
mount(App, { target: find("#app") });
