// The page's boot: it starts the engine, draws the shell over the skeleton and opens what the address asks for.
import "./style/index.css";
import { render } from "preact";
import { startEngine } from "./engine/start";
import { route, watchPage } from "./state/app";
import { readRoute } from "./state/route";
import { connectEngine, openScenario } from "./state/run";
import "./views/shell/commands";
import { listenToKeys } from "./views/shell/keys";
import { Shell } from "./views/shell/shell";

/** Where the course begins for somebody who comes without a link: at a prompt. */
const first = "hand-smtp";

connectEngine(startEngine());
watchPage();
listenToKeys();

const root = document.getElementById("app");
if (root) {
  root.replaceChildren();
  render(<Shell />, root);
}

void openScenario(route.value.slug || first);

addEventListener("hashchange", () => {
  route.value = readRoute(location.search, location.hash);
  if (route.value.slug) void openScenario(route.value.slug);
});
