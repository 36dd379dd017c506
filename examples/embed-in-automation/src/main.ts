import { Octokit } from '@octokit/core'
import { logJson } from './log.ts'
import { startService } from './start-service.ts'

const variable = (name: string): string => {
  const value = process.env[name]
  if (value === undefined || value === '') throw new Error(`set ${name}`)
  return value
}

const service = await startService({
  stores: {
    environment: variable('ENVIRONMENT'),
    repository: variable('REPOSITORY'),
    clone: variable('CLONE'),
    octokit: new Octokit({
      auth: variable('GITHUB_TOKEN'),
      baseUrl: process.env['GITHUB_API_URL'] ?? 'https://api.github.com',
    }),
    confighub: {
      url: variable('CONFIGHUB_URL'),
      space: variable('CONFIGHUB_SPACE'),
      id: variable('CONFIGHUB_WORKER_ID'),
      secret: variable('CONFIGHUB_WORKER_SECRET'),
    },
  },
  webhookSecret: variable('WEBHOOK_SECRET'),
  syncEvery: 15 * 60_000,
  port: Number(process.env['PORT'] ?? 8080),
  log: logJson,
})

// The first signal lets the run end, the second one cuts it short.
const second = new AbortController()
let isStopping = false
for (const signal of ['SIGTERM', 'SIGINT'] as const) {
  process.on(signal, () => {
    if (isStopping) second.abort()
    else void service.stop(second.signal)
    isStopping = true
  })
}
