import { existsSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import type { Call, Telemetry } from '@tideway/core'
import { createCall } from '../project/create-call.ts'
import { openProject, type Project } from '../project/open-project.ts'
import { isReadOnly } from '../project/variables.ts'
import { connectOpenTelemetry } from '../telemetry/connect-open-telemetry.ts'
import { type TracedRun, traceRun } from '../telemetry/trace-run.ts'
import type { CommandIo } from './command-io.ts'
import type { CommandResult } from './command-result.ts'
import { createEmulatorNotice } from './emulator-notice.ts'
import { type ExitCode, exitCodeOfError, worstExitCode } from './exit-code.ts'
import { redact } from './redact.ts'
import { reportError } from './report-error.ts'
import type { SharedFlags } from './shared-flags.ts'
import { showProgress } from './show-progress.ts'
import { usageError } from './usage-error.ts'
import { writeResults } from './write-results.ts'

/** What a command works with. */
export interface Session {
  /** Opens the project once. Throws where its configuration is missing or wrong. */
  project(): Project
  /** Opens the same project with the configuration and policies of a commit. Throws where these were missing or wrong. */
  projectAt(commit: string): Project
  readonly call: Call
  /** Runs a flow of an environment in a span, where OpenTelemetry is there. */
  trace<Report>(
    flow: string,
    environment: string,
    run: (traced: TracedRun) => Promise<Report>,
  ): Promise<Report>
  /** Collects the results of one part; its error is told, and the other parts go on. */
  attempt(part: () => Promise<readonly CommandResult[]>): Promise<void>
  /** Tells people something on stderr that is no result. */
  tell(text: string): void
}

/** Runs a command: opens and closes the project, tells errors, writes the results, and answers the exit code. */
export async function runSession(
  flags: SharedFlags,
  io: CommandIo,
  body: (session: Session) => Promise<void>,
): Promise<ExitCode> {
  const progress = showProgress(io)
  const results: CommandResult[] = []
  const errors: unknown[] = []
  const opened: Project[] = []
  let project: Project | undefined
  const open = (ref: string | undefined) => {
    const found = openProject({
      directory: io.directory,
      file: flags.config,
      ref,
      variables: io.variables,
      createConnectors: io.createConnectors,
    })
    opened.push(found)
    return found
  }
  const tell = (text: string) => {
    progress.clear()
    io.stderr.write(redact(`${text}\n`, io.variables))
  }
  let telemetry: Promise<Telemetry> | undefined
  const notice = createEmulatorNotice()
  const told = new Set<string>()
  const tellEmulators = () => {
    const line = notice.line()
    if (line !== '') tell(flags.output === 'json' ? JSON.stringify({ notice: line }) : line)
  }
  const fail = (error: unknown) => {
    if (errors.length === 0) tellEmulators()
    progress.clear()
    // What is missing for one environment is missing for all; once is enough.
    const text = String(error)
    if (!told.has(text)) reportError(error, flags, io)
    told.add(text)
    errors.push(error)
  }
  const session: Session = {
    tell,
    project() {
      project ??= open(flags.baseRef)
      return project
    },
    projectAt: open,
    call: createCall({
      signal: io.signal,
      now: io.now,
      readOnly: isReadOnly(io.variables),
      onProgress(event) {
        if (event.kind === 'emulator') notice.note(event.endpoint)
        progress.show(event)
      },
      logger: {
        warn: (message, facts) => tell(`warning: ${describe(message, facts)}`),
        debug: (message, facts) => {
          if (flags.verbose === true) tell(`debug: ${describe(message, facts)}`)
        },
      },
    }),
    async trace(flow, environment, run) {
      telemetry ??= connectOpenTelemetry({ variables: io.variables })
      return traceRun(await telemetry, flow, environment, session.call, run)
    },
    async attempt(part) {
      try {
        results.push(...(await part()))
      } catch (error) {
        fail(error)
      }
    },
  }
  try {
    requireFolder(flags, io)
    await body(session)
  } catch (error) {
    fail(error)
  }
  try {
    for (const one of opened) await one.close()
    progress.clear()
    // A list of reports has no room for it.
    if (flags.output === 'json' && errors.length === 0) tellEmulators()
    writeResults({ results, errors, notice: notice.line() }, flags, io)
  } catch (error) {
    fail(error)
  }
  return worstExitCode([...results.map((result) => result.code), ...errors.map(exitCodeOfError)])
}

function describe(message: string, facts: Readonly<Record<string, unknown>> | undefined): string {
  return facts === undefined ? message : `${message} ${JSON.stringify(facts)}`
}

// Said before the run, not after it has changed something.
function requireFolder(flags: SharedFlags, io: CommandIo): void {
  if (flags.out === undefined || existsSync(dirname(resolve(io.directory, flags.out)))) return
  throw usageError(`--out ${flags.out}: there is no such folder`, 'make it first')
}
