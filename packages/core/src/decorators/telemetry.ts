/** Facts of a span or a count; never texts, names of people or credentials. */
export type Attributes = Readonly<Record<string, string | number | boolean>>

/** Where spans and counts go: the part of OpenTelemetry that is needed, so that the core depends on none of it. */
export interface Telemetry {
  /** Begins a span, below this one where this is one. */
  begin(name: string, attributes?: Attributes): Span
  /** Adds to a counter. */
  count(name: string, amount: number, attributes?: Attributes): void
}

/** Something that takes time, with what happens inside. */
export interface Span extends Telemetry {
  /** Ends it, once; with a word for what went wrong where it failed. */
  end(failure?: string): void
}
