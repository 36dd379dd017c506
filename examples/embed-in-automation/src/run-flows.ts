import { execFile } from 'node:child_process'
import { createHash, randomUUID } from 'node:crypto'
import { promisify } from 'node:util'
import { createConfigHub } from '@tideway/adapter-confighub'
import { createGitCheckout, createGitHub, type GitHubClient } from '@tideway/adapter-github'
import { type Call, type FlowEndpoints, type FlowReport, publish, sync, withLogging } from '@tideway/core'
import type { Log } from './log.ts'
import { policy } from './policy.ts'

const run = promisify(execFile)

/** The stores of the one environment that this program keeps. */
export interface Stores {
  readonly environment: string
  readonly repository: string
  /** A clone of the repository that nobody else uses. */
  readonly clone: string
  /** Brings its own authentication, retries and throttling. */
  readonly octokit: GitHubClient
  readonly confighub: {
    readonly url: string
    readonly space: string
    readonly id: string
    readonly secret: string
  }
}

/** Runs one flow on what `main` is now, and logs its report. */
export async function runFlow(
  kind: 'publish' | 'sync',
  stores: Stores,
  log: Log,
  signal: AbortSignal,
): Promise<FlowReport> {
  const call: Call = {
    signal,
    now: Date.now,
    sha256: (text) => createHash('sha256').update(text, 'utf8').digest('hex'),
    logger: {
      debug: (message, facts) => log('debug', message, facts),
      warn: (message, facts) => log('warn', message, facts),
    },
    onProgress: () => {},
    runId: randomUUID(),
    readOnly: false,
  }
  await run('git', ['-C', stores.clone, 'fetch', '--quiet', 'origin', 'main'], { signal })
  const endpoints = await connect(stores, call)
  try {
    const { environment } = stores
    const options = { environment, policy }
    const report = await (kind === 'publish' ? publish : sync)(endpoints, options, call)
    log('info', `${kind} is done`, { run: call.runId, environment, outcome: report.outcome })
    return report
  } finally {
    await Promise.all(Object.values(endpoints).map((endpoint) => endpoint.close()))
  }
}

async function connect(stores: Stores, call: Call): Promise<FlowEndpoints> {
  const { environment, repository, octokit, clone } = stores
  const { url, space, id, secret } = stores.confighub
  const render = [{ kind: 'files', path: environment } as const]
  const checkout = await createGitCheckout({
    directory: clone,
    commit: 'FETCH_HEAD',
    environment,
    render,
  }).connect(call)
  const github = await createGitHub({ repository, environment, octokit }).connect(call)
  const credentials = { kind: 'worker', id, secret } as const
  const confighub = await createConfigHub({ url, space, credentials }).connect(call)
  return {
    git: { ...checkout, proposals: github.proposals },
    archive: github,
    confighub: withLogging(confighub),
  }
}
