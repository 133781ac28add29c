// Work that is asked for often and need not be done each time.

/**
 * Runs a task at once when it has rested, otherwise as soon as it has; whoever asks meanwhile is served by that one run.
 * The task never runs twice at a time.
 */
export class Spaced {
  private readonly task: () => Promise<void>;
  private readonly rest: number;
  private running: Promise<void> | null = null;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private restsUntil = 0; // As performance.now().
  private wanted = false;

  /** @param rest milliseconds between the end of a run and the beginning of the next */
  constructor(task: () => Promise<void>, rest: number) {
    this.task = task;
    this.rest = rest;
  }

  /** Whether something was asked for that is not done yet. */
  get due(): boolean {
    return this.wanted || this.running !== null;
  }

  ask(): void {
    this.wanted = true;
    if (this.running || this.timer !== undefined) return;
    const wait = this.restsUntil - performance.now();
    if (wait > 0) this.timer = setTimeout(() => void this.run(), wait);
    else void this.run();
  }

  /** Does now what is due, without a rest; resolves when all of it is done. */
  async flush(): Promise<void> {
    while (this.due) await (this.running ?? this.run());
  }

  private run(): Promise<void> {
    clearTimeout(this.timer);
    this.timer = undefined;
    this.wanted = false;
    this.running = this.task()
      .catch(() => {}) // The task tells of its own failures.
      .finally(() => {
        this.running = null;
        this.restsUntil = performance.now() + this.rest;
        if (this.wanted) this.ask();
      });
    return this.running;
  }
}
