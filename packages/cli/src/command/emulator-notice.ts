/** Says, once for each place where it is read, that a run is not against the real stores. */
export interface EmulatorNotice {
  /** Notes that an endpoint is emulated. */
  note(endpoint: string): void
  /** One line, empty where nothing is emulated. */
  line(): string
}

/** Starts with nothing emulated. */
export function createEmulatorNotice(): EmulatorNotice {
  const endpoints = new Set<string>()
  return {
    note: (endpoint) => void endpoints.add(endpoint),
    line: () =>
      endpoints.size === 0
        ? ''
        : `Against emulators, not the real stores: ${[...endpoints].sort().join(', ')}`,
  }
}
