/** A clock that stands still until a test moves it. */
export interface TestClock {
  /** Milliseconds since 1970-01-01T00:00:00Z, as `Call.now`. */
  readonly now: () => number
  /** Moves the clock forward. */
  advance(milliseconds: number): void
}

/** Makes a clock that starts at a fixed time; default: 2026-01-01T00:00:00Z. */
export function createTestClock(start: number = Date.UTC(2026, 0, 1)): TestClock {
  let time = start
  return {
    now: () => time,
    advance(milliseconds) {
      time += milliseconds
    },
  }
}
