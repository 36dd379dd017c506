import type { Session } from './run-session.ts'
import type { SharedFlags } from './shared-flags.ts'

/** Runs a command's body in a session, and keeps the exit code. */
export type RunCommand = (flags: SharedFlags, body: (session: Session) => Promise<void>) => Promise<void>
