// The anatomy of letters: loaded when its tab is first shown.

import "../style/anatomy.css";
import "../style/anatomy-tools.css";

export { lint } from "../anatomy/lint";
export * from "../anatomy/state";
export { Anatomy } from "../views/anatomy/anatomy";
export { nameOfProblem } from "../views/anatomy/words";
