/**
 * What a progress listener hears; plain data, in the order in which things happen. Of each unit that differs: that it
 * was read (from either side), compared, decided, and, where it is written, written and delivered.
 */
export type ProgressEvent =
  | { readonly kind: 'reading'; readonly endpoint: string }
  /** An answer of the endpoint had the {@link emulatorHeader}: it is not the store itself. May be told many times. */
  | { readonly kind: 'emulator'; readonly endpoint: string }
  | { readonly kind: 'unit-read'; readonly endpoint: string; readonly unit: string }
  /** `change` as in reports: `one-side`, `both-overlap`, … */
  | {
      readonly kind: 'unit-compared'
      readonly unit: string
      readonly change: string
      readonly fields: number
    }
  /** `verdict` as in reports: `write`, `leave`, `hold`, `block`. */
  | { readonly kind: 'unit-decided'; readonly unit: string; readonly verdict: string }
  /** `outcome` as a `WriteOutcome` has it. */
  | {
      readonly kind: 'unit-written'
      readonly unit: string
      readonly outcome: string
      readonly revision?: string | undefined
    }
  /** `state` as a `DeliveryStatus` has it; told when it changes. */
  | {
      readonly kind: 'delivery'
      readonly unit: string
      readonly state: string
      readonly reason?: string | undefined
    }

/** Where an adapter reports what is worth knowing but no error; silent unless a program passes its own. */
export interface Logger {
  debug(message: string, facts?: Readonly<Record<string, unknown>>): void
  warn(message: string, facts?: Readonly<Record<string, unknown>>): void
}

/**
 * What every request to an endpoint carries: the surroundings that the core never takes for itself.
 * Made once per run, for instance by `createCall` of the `tideway` package.
 */
export interface Call {
  /** Ends the call; adapters reject with an `AdapterError` of kind `aborted`. */
  readonly signal: AbortSignal
  /** The time, in milliseconds since 1970-01-01T00:00:00Z. */
  readonly now: () => number
  /** SHA-256 (FIPS 180-4) of the UTF-8 bytes of a text, in 64 lower-case hexadecimal digits. */
  readonly sha256: (text: string) => string
  readonly logger: Logger
  readonly onProgress: (event: ProgressEvent) => void
  /** Names this run in logs, change sets and lock holders; unique per run. */
  readonly runId: string
  /** True where the run may not change anything; every write is refused before it is sent. */
  readonly readOnly: boolean
}
