// The anatomy of letters: loaded when somebody opens one.

export { lint } from "../anatomy/lint";
export * from "../anatomy/state";
