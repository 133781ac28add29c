// The page's boot: it starts the engine, draws the shell over the skeleton and opens what the address asks for.
import "ehlo:shared";
import "./style/index.css";
import { render } from "preact";
import { startEngine } from "./engine/start";
import { learn } from "./i18n";
import { lang, phase, route, watchPage } from "./state/app";
import { openAddress, watchRun } from "./state/open";
import { readRoute } from "./state/route";
import { connectEngine } from "./state/run";
import { loadViews } from "./views/late";
import { watchFrame } from "./views/share/frame";
import { listenToForms } from "./views/shell/forms";
import { listenToKeys } from "./views/shell/keys";
import "./views/shell/provide"; // One for all chunks.
import { Shell } from "./views/shell/shell";

const engine = startEngine();
connectEngine(engine);
watchPage();
watchRun(engine);
watchFrame();
listenToForms();
listenToKeys();

const root = document.getElementById("app");
if (root) {
  // Who reads Chinese sees the skeleton a moment longer instead of English first.
  void learn(lang.peek()).then(() => {
    root.replaceChildren();
    render(<Shell />, root);
    lang.subscribe((l) => void learn(l));
  });
}

void openAddress(true);

// The prompt first: the other views come when it answers.
const stop = phase.subscribe((p) => {
  if (p === "ready") {
    void loadViews();
    queueMicrotask(() => stop());
  }
});

addEventListener("hashchange", () => {
  route.value = readRoute(location.search, location.hash);
  void openAddress();
});
