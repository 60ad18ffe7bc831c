// Starts the page.
import { mount } from "svelte";
import "./kit/tokens.css";
import "./kit/base.css";
import { startTheme } from "./lib/theme.svelte";
import App from "./views/shell/App.svelte";

startTheme();
mount(App, { target: document.body });
