/** A command that may veto a publish, with every default filled in. */
export interface GuardConfig {
  /** For messages. */
  readonly name: string
  /** The program and its words; no shell is involved. */
  readonly command: readonly string[]
  /** What it gets on standard input: the plan as JSON, or the resources to be written as YAML. */
  readonly input: 'plan' | 'resources'
  readonly timeoutSeconds: number
}
