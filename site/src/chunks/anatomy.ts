// The anatomy of letters: loaded when somebody opens one.

export * from "../anatomy/state";
