// The kit by itself, for looking at and for counting nodes: served by `npm run dev` as /demo.html, never built.
import { mount } from "svelte";
import "../tokens.css";
import "../base.css";
import Demo from "./Demo.svelte";

document.documentElement.dataset.theme = new URLSearchParams(location.search).get("theme") ?? "light";
mount(Demo, { target: document.body });
