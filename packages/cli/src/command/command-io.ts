import type { CreateConnectors } from '../project/connectors.ts'
import type { Variables } from '../project/variables.ts'

/** Where text goes. */
export interface TextStream {
  write(text: string): unknown
  readonly isTTY?: boolean | undefined
}

/** Everything that a command takes from its surroundings. */
export interface CommandIo {
  /** The words after the command's own name. */
  readonly arguments: readonly string[]
  readonly variables: Variables
  /** The working directory. */
  readonly directory: string
  readonly stdout: TextStream
  readonly stderr: TextStream
  /** Ends the run. */
  readonly signal: AbortSignal
  /** The time, in milliseconds since 1970. */
  readonly now: () => number
  /** Connects stores in place of the configured ones; for tests. */
  readonly createConnectors?: CreateConnectors | undefined
}
