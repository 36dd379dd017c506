import { execFileSync } from 'node:child_process'
import { globSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseEnv } from 'node:util'
import { describe, expect, it } from 'vitest'
import { parse, parseAllDocuments } from 'yaml'
import { z } from 'zod'
import { runTideway } from '../packages/cli/src/command/run-tideway.ts'
import { findBinary } from './find-binary.ts'

const example = fileURLToPath(new URL('../examples/messagewall', import.meta.url))
const read = (path: string) => readFileSync(join(example, path), 'utf8')
const find = (pattern: string) => globSync(pattern, { cwd: example }).toSorted()

const templates = find('infra/base/*.yaml.template')
const environments = find('config/*.env').map((path) => basename(path, '.env'))

const resource = z.looseObject({
  apiVersion: z.string(),
  kind: z.string(),
  metadata: z.looseObject({
    name: z.string(),
    namespace: z.never().optional(),
    labels: z.looseObject({ managedBy: z.literal('messagewall-demo'), environment: z.string() }),
  }),
  spec: z.looseObject({ forProvider: z.looseObject({}) }),
})

function render(template: string, environment: string): z.infer<typeof resource>[] {
  const values = parseEnv(read(`config/${environment}.env`))
  const missing: string[] = []
  const text = read(template).replaceAll(/\$\{(\w+)\}/g, (_whole, name: string) => {
    const value = values[name]
    if (value === undefined) missing.push(name)
    return value ?? ''
  })
  expect(missing, `variables that config/${environment}.env lacks`).toEqual([])
  expect(text, 'a variable without braces').not.toContain('$')
  return parseAllDocuments(text, { strict: true, uniqueKeys: true }).map((document) => {
    expect(document.errors).toEqual([])
    return resource.parse(document.toJS())
  })
}

const labelsOf = (environment: string) => ({ managedBy: 'messagewall-demo', environment })

describe('the manifests of the message wall', () => {
  it('are the units that the documentation names, for dev and prod', () => {
    expect(environments).toEqual(['dev', 'prod'])
    expect(templates.map((path) => basename(path, '.yaml.template'))).toEqual([
      'dynamodb',
      'eventbridge',
      'function-url',
      'iam',
      'lambda',
      's3',
    ])
  })

  it.each(environments)('substitute to valid resources of %s, each with a name of its own', (environment) => {
    const resources = templates.flatMap((template) => render(template, environment))
    const names = resources.map(({ kind, metadata }) => `${kind} ${metadata.name}`)
    expect(names).toContain(`Function messagewall-${environment}-api-handler`)
    expect(names).toContain(`Function messagewall-${environment}-snapshot-writer`)
    expect(new Set(names).size).toBe(names.length)
  })

  it.each(environments)('give both functions of %s the memory of its variable', (environment) => {
    const { LAMBDA_MEMORY } = parseEnv(read(`config/${environment}.env`))
    const functions = render('infra/base/lambda.yaml.template', environment)
    const memory = functions.map(({ spec }) => spec.forProvider['memorySize'])
    expect(memory).toEqual([Number(LAMBDA_MEMORY), Number(LAMBDA_MEMORY)])
  })

  it('have the same variables in every environment, and use each', () => {
    const used = new Set(
      templates.flatMap((path) => [...read(path).matchAll(/\$\{(\w+)\}/g)].map(([, name]) => name)),
    )
    for (const environment of environments) {
      expect(Object.keys(parseEnv(read(`config/${environment}.env`))).toSorted()).toEqual(
        [...used].toSorted(),
      )
    }
  })

  const kubectl = findBinary('kubectl')

  it.skipIf(kubectl === undefined).each(environments)(
    'build the claim of %s with Kustomize',
    (environment) => {
      const words = ['kustomize', join(example, 'infra/claim/overlays', environment)]
      const claim: unknown = parse(execFileSync(String(kubectl), words, { encoding: 'utf8' }))
      expect(claim).toMatchObject({
        kind: 'ServerlessEventAppClaim',
        metadata: { namespace: `messagewall-${environment}`, labels: labelsOf(environment) },
        spec: { environment },
      })
    },
  )

  // Most are in no namespace, and a cluster may hold both environments.
  it.each(environments)('carry the labels that tideway finds those of %s by', (environment) => {
    for (const template of templates) {
      for (const { metadata } of render(template, environment)) {
        expect(metadata.labels).toMatchObject(labelsOf(environment))
      }
    }
    for (const document of parseAllDocuments(read(`infra/alarms/${environment}/alarms.yaml`))) {
      expect(document.toJS()).toMatchObject({ metadata: { labels: labelsOf(environment) } })
    }
    const selector = Object.entries(labelsOf(environment)).map((pair) => pair.join('='))
    expect(parse(read('tideway.yaml'))).toMatchObject({
      environments: { [environment]: { live: { selector: selector.join(',') } } },
    })
  })

  const helm = findBinary('helm')

  it.skipIf(helm === undefined).each(environments)('so does the dashboard of %s', (environment) => {
    const values = join(example, `config/${environment}.values.yaml`)
    const words = ['template', 'dashboard', join(example, 'infra/dashboard'), '--values', values]
    const dashboard: unknown = parse(execFileSync(String(helm), words, { encoding: 'utf8' }))
    expect(dashboard).toMatchObject({ metadata: { labels: labelsOf(environment) } })
  })
})

describe('the scripts of the message wall', () => {
  it.each(find('scripts/*.sh'))('%s is executable bash', (path) => {
    expect(statSync(join(example, path)).mode & 0o111).toBe(0o111)
    execFileSync('bash', ['-n', join(example, path)])
  })

  it.each([
    ['scripts/sync-confighub-to-git.sh', 'sync'],
    ['scripts/capture-drift-to-confighub.sh', 'capture'],
  ])('%s hands every flag to tideway %s', (path, command) => {
    expect(read(path).trimEnd().split('\n').at(-1)).toBe(`exec npx --no-install tideway ${command} "$@"`)
  })
})

describe('the demo of a break-glass recovery', () => {
  it.each([[['--auto']], [['--auto', '--dry-run']]])(
    'calls tideway as it may be called, with %j',
    async (flags) => {
      const folder = mkdtempSync(join(tmpdir(), 'tideway-demo-'))
      const log = join(folder, 'calls')
      writeFileSync(join(folder, 'npx'), `#!/bin/sh\nprintf '%s\\n' "$*" >> '${log}'\n`, { mode: 0o755 })
      const env = { ...process.env, PATH: `${folder}:${process.env['PATH']}` }
      execFileSync('bash', [join(example, 'scripts/demo-break-glass-recovery.sh'), ...flags], { env })
      const calls = readFileSync(log, 'utf8').trimEnd().split('\n')
      expect(calls.length).toBeGreaterThan(1)
      for (const call of calls) {
        const written: string[] = []
        const stream = { write: (text: string) => written.push(text) }
        const words = call.replace('--no-install tideway ', '').split(' ')
        const io = { variables: {}, directory: folder, stdout: stream, stderr: stream, now: Date.now }
        const code = await runTideway({ ...io, arguments: words, signal: new AbortController().signal })
        // There is no tideway.yaml in that folder; a flag that does not exist would be noticed before.
        expect([code, written.join('')], call).toEqual([1, expect.stringContaining('TIDEWAY_CONFIG_MISSING')])
      }
      rmSync(folder, { recursive: true })
    },
  )
})

describe('the workflows of the message wall', () => {
  const step = z.looseObject({ run: z.string().optional(), env: z.record(z.string(), z.string()).optional() })
  const workflow = z.looseObject({
    on: z.record(z.string(), z.unknown()),
    permissions: z.record(z.string(), z.string()),
    jobs: z.record(z.string(), z.looseObject({ steps: z.array(step) })),
  })
  const load = (path: string) => workflow.parse(parse(read(path)))

  it.each(find('.github/workflows/*.yml'))('%s writes no expression into a shell script', (path) => {
    const scripts = Object.values(load(path).jobs).flatMap(({ steps }) =>
      steps.flatMap(({ run }) => run ?? []),
    )
    expect(scripts.length).toBeGreaterThan(0)
    for (const script of scripts) expect(script).not.toContain('${{')
  })

  it.each(find('.github/workflows/*.yml'))('%s gives every run the credentials that it asks for', (path) => {
    const runs = Object.values(load(path).jobs)
      .flatMap(({ steps }) => steps)
      .filter(({ run = '' }) => /tideway (publish|sync)|scripts[/]/.test(run))
    expect(runs.length).toBeGreaterThan(0)
    for (const { env = {} } of runs) {
      const names = ['CONFIGHUB_URL', 'CONFIGHUB_WORKER_ID', 'CONFIGHUB_WORKER_SECRET', 'GITHUB_TOKEN']
      expect(Object.keys(env)).toEqual(expect.arrayContaining(names))
    }
  })

  it('the preview judges a pull request by nothing that it brings itself', () => {
    const [preview] = Object.values(load('.github/workflows/confighub-publish.yml').jobs)
    const scripts = preview?.steps.flatMap(({ run }) => run ?? []) ?? []
    const restored = scripts.findIndex((script) =>
      script.includes('git restore --source="$BASE_SHA" --staged --worktree :/'),
    )
    const installed = scripts.findIndex((script) => script.startsWith('npm ci'))
    expect(restored).toBeGreaterThan(-1)
    expect(installed).toBeGreaterThan(restored)
  })

  it('sync runs every six hours, by hand for every environment, and when ConfigHub says so', () => {
    expect(load('.github/workflows/confighub-sync-to-git.yml').on).toMatchObject({
      schedule: [{ cron: expect.stringMatching(/^\d+ \*\/6 \* \* \*$/) }],
      workflow_dispatch: { inputs: { environment: { type: 'choice', options: ['all', ...environments] } } },
      repository_dispatch: { types: ['confighub-change'] },
    })
  })

  it('publish runs for main, for pull requests, and by hand with force', () => {
    expect(load('.github/workflows/confighub-publish.yml').on).toMatchObject({
      push: { branches: ['main'] },
      pull_request: {},
      workflow_dispatch: { inputs: { force: { type: 'boolean', default: false } } },
    })
  })
})

describe('Argo CD’s side of the message wall', () => {
  const application = z.object({
    spec: z.object({
      project: z.string(),
      source: z.object({ repoURL: z.string() }),
      destination: z.object({ server: z.string(), namespace: z.string() }),
      syncPolicy: z.object({ automated: z.object({ prune: z.boolean(), selfHeal: z.boolean() }) }),
    }),
  })
  const project = z
    .object({
      metadata: z.object({ name: z.string() }),
      spec: z.object({
        sourceRepos: z.array(z.string()),
        destinations: z.array(z.object({ server: z.string(), namespace: z.string() })),
      }),
    })
    .parse(parse(read('argocd/project.yaml')))
  const configured = z
    .object({
      environments: z.record(
        z.string(),
        z.object({ space: z.string(), live: z.object({ namespace: z.string() }) }),
      ),
    })
    .parse(parse(read('tideway.yaml'))).environments

  it.each(environments)('delivers the space of %s to where tideway looks for it', (environment) => {
    const { spec } = application.parse(parse(read(`argocd/${environment}.yaml`)))
    const { space = '', live } = configured[environment] ?? {}
    expect(spec.destination.namespace).toBe(live?.namespace)
    expect(spec.source.repoURL).toContain(`/${space}/`)
    expect(project.spec.destinations).toContainEqual(spec.destination)
    expect(project.spec.sourceRepos).toContain(spec.source.repoURL.replace(/[^/]+$/, '*'))
    expect(spec.project).toBe(project.metadata.name)
    // A read that fails takes nothing away, and an emergency edit lives until it is captured.
    expect(spec.syncPolicy.automated).toEqual({ prune: false, selfHeal: false })
  })
})
