import { runTideway } from './command/run-tideway.ts'

const abort = new AbortController()
// Once: a second interrupt ends the process at once.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => abort.abort())

process.exitCode = await runTideway({
  arguments: process.argv.slice(2),
  variables: process.env,
  directory: process.cwd(),
  stdout: process.stdout,
  stderr: process.stderr,
  signal: abort.signal,
  now: Date.now,
})
