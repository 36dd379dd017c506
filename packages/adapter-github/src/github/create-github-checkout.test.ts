import type { Endpoint } from '@tideway/core'
import { createTestCall } from '@tideway/core/testing'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createGitCheckout } from '../checkout/create-git-checkout.ts'
import { createGitHubCheckout, type GitHubCheckoutOptions } from './create-github-checkout.ts'
import { startTestGitHub, type TestGitHub } from './start-test-github.ts'

let world: TestGitHub
const call = createTestCall()
const configMap = (name: string, size: string) =>
  `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: ${name}\ndata:\n  size: ${size}\n`

const open = (more: Partial<GitHubCheckoutOptions> = {}) =>
  createGitHubCheckout({
    repository: 'o/r',
    environment: 'prod',
    token: 'write-token',
    baseUrl: `${world.github.url}/api/v3`,
    throttle: false,
    render: [{ kind: 'envsubst', path: 'base', variables: 'config/prod.env' }],
    ...more,
  }).connect(call)

const textsOf = async ({ source }: Endpoint) => {
  if (source === undefined) throw new Error('it can be read')
  const refs: { unit: string }[] = []
  for await (const item of source.list({}, call)) if (item.kind === 'unit') refs.push(item.head.ref)
  const texts: Record<string, string> = {}
  for await (const item of source.read(refs, call))
    if (item.kind === 'unit') texts[item.head.ref.unit] = item.text
  return texts
}

beforeEach(async () => {
  world = await startTestGitHub()
  await world.github.repository.commitFiles(
    'main',
    {
      ...Object.fromEntries(
        Array.from({ length: 5 }, (_, index) => [
          `base/u${index}.yaml.template`,
          configMap(`u${index}`, `\${SIZE}`),
        ]),
      ),
      'config/prod.env': 'SIZE=big\n',
    },
    'Add five units',
  )
})
afterEach(() => world.github.close())

test('renders what a clone renders, in two requests and those for the files', async () => {
  const { directory } = await world.clone()
  const local = await createGitCheckout({
    directory,
    environment: 'prod',
    render: [{ kind: 'envsubst', path: 'base', variables: 'config/prod.env' }],
  }).connect(call)
  world.sent()
  const remote = await open()
  expect(await textsOf(remote)).toEqual(await textsOf(local))
  expect(world.sent()).toEqual({ reads: 4, writes: 0 })
  const [there, here] = await Promise.all([remote, local].map(({ commits }) => commits?.head(call)))
  expect(there).toEqual({ ...here, at: there?.at })
  expect(Date.parse(there?.at ?? '')).toBe(Date.parse(here?.at ?? 'none'))
})

test('walks folders that a cut listing does not hold', async () => {
  await world.github.close()
  world = await startTestGitHub({ limits: { treeEntries: 8 } })
  const deep = Object.fromEntries(
    Array.from({ length: 3 }, (_, one) =>
      Array.from({ length: 6 }, (_, other) => [`d${one}/e/u${one}${other}.yaml`, configMap('x', `${other}`)]),
    ).flat(),
  )
  await world.github.repository.commitFiles('main', deep, 'Add files')
  const remote = await open({ render: [{ kind: 'files', path: 'd*/e/*.yaml' }] })
  expect(Object.keys(await textsOf(remote))).toHaveLength(18)
})

test('edits what it rendered, without a clone', async () => {
  const { editor } = await open()
  const wanted = Array.from({ length: 5 }, (_, index) => ({
    kind: 'update' as const,
    unit: `u${index}`,
    edits: [{ resource: `ConfigMap//u${index}`, path: ['data', 'size'], value: 'bigger' }],
  }))
  expect(await editor?.edit(wanted, call)).toEqual({
    files: [{ kind: 'write', path: 'config/prod.env', text: 'SIZE=bigger\n' }],
    carried: { 'config/prod.env': wanted.map(({ unit }) => unit) },
    unresolved: [],
    proven: ['prod'],
  })
  expect(await editor?.read?.(['config/prod.env'], call)).toEqual(
    new Map([['config/prod.env', 'SIZE=big\n']]),
  )
})

test('reads a branch, a tag or a commit, and says what there is not', async () => {
  const first = (await world.github.repository.resolve('main')) ?? ''
  await world.github.repository.commitFiles('main', { 'config/prod.env': 'SIZE=small\n' }, 'Shrink')
  const [old, now] = [await open({ commit: first.slice(0, 12) }), await open({ commit: 'main' })]
  expect((await textsOf(old))['u1']).toBe(configMap('u1', 'big'))
  expect((await textsOf(now))['u1']).toBe(configMap('u1', 'small'))
  const tip = (await now.commits?.head(call))?.id ?? ''
  expect(await now.commits?.relation(tip, first.slice(0, 12), call)).toBe('descends')
  expect(await now.commits?.relation(first, tip, call)).toBe('precedes')
  expect(await now.commits?.relation(tip, tip, call)).toBe('same')
  expect(await now.commits?.relation(tip, 'f'.repeat(40), call)).toBe('unknown')
  await expect(open({ commit: 'none' })).rejects.toMatchObject({
    kind: 'not-found',
    message: expect.stringContaining('none names no commit'),
  })
})

test('runs no command of the repository', () => {
  expect(() =>
    open({ render: [{ kind: 'command', path: '.', command: ['./x'], units: { by: 'resource' } }] }),
  ).toThrow('may not run')
})
