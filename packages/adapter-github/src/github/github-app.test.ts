import { generateKeyPairSync } from 'node:crypto'
import { AdapterError } from '@tideway/core'
import { createTestCall } from '@tideway/core/testing'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { createAppClient } from './create-app-client.ts'
import { type GitHubApp, resolveGitHubOptions } from './github-options.ts'
import { startTestGitHub, type TestGitHub } from './start-test-github.ts'

const makeKeys = () =>
  generateKeyPairSync('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs1', format: 'pem' },
  })
const { publicKey, privateKey } = makeKeys()
const app: GitHubApp = { id: '7', privateKey }
const call = createTestCall()
let now = Date.now()
let world: TestGitHub

const start = async (more: Parameters<typeof startTestGitHub>[0] = {}) => {
  now = Date.now()
  return startTestGitHub({
    apps: { '7': { slug: 'tide', publicKey, repositories: ['o/r'], permission: 'write' } },
    clock: () => new Date(now),
    ...more,
  })
}
const connect = (more: Parameters<TestGitHub['connect']>[0] = {}) =>
  world.connect({ token: undefined, app, ...more })
const verification = async (ref: string) =>
  (await world.github.call('GET', `commits/${ref}`)).at('commit.verification.verified')

beforeEach(async () => {
  world = await start()
})
afterEach(() => world.github.close())

describe('signing in as a GitHub App', () => {
  test.each([
    ['as it is', privateKey],
    ['in one line', privateKey.replaceAll('\n', '\\n')],
  ])('finds the installation on the repository, with a key %s', async (_, key) => {
    const { proposals } = await connect({ app: { id: '7', privateKey: key } })
    expect(await proposals.reconcile(await world.propose(2), call)).toMatchObject({ kind: 'opened', id: '1' })
    const pull = await world.github.call('GET', 'pulls/1')
    expect(pull.at('user.login')).toBe('tide[bot]')
    const asked = world.github.emulator.requests.map(({ method, path }) => `${method} ${path}`)
    expect(asked.slice(0, 2)).toEqual([
      'GET /api/v3/repos/o/r/installation',
      'POST /api/v3/app/installations/7/access_tokens',
    ])
    expect(asked.filter((one) => one.endsWith('access_tokens'))).toHaveLength(1)
  })

  test.each([
    [
      'the key of another app',
      { id: '7', privateKey: makeKeys().privateKey },
      'unauthorized',
      'key of the GitHub App 7',
    ],
    ['an app that there is not', { id: '8', privateKey }, 'unauthorized', 'GitHub App 8'],
    ['what is no key', { id: '7', privateKey: 'topsecret' }, 'unauthorized', 'key of the GitHub App 7'],
  ])('says what is wrong with %s, and shows no key', async (_, wrong, kind, message) => {
    const error = await connect({ app: wrong }).catch((thrown: unknown) => thrown)
    if (!AdapterError.isInstance(error))
      throw new Error('it did not fail with an AdapterError', { cause: error })
    expect([error.kind, error.message]).toEqual([kind, expect.stringContaining(message)])
    expect(`${error.message}${error.stack}${String(error.cause)}`).not.toContain(wrong.privateKey.trim())
  })

  test('acts as the app, for whoever brings the library', async () => {
    const place = { repository: 'o/r', environment: 'prod', baseUrl: world.github.url, throttle: false }
    const options = { ...resolveGitHubOptions({ ...place, app }), app }
    const client = await createAppClient(options, 'github:o/r', call, () => import('@octokit/auth-app'))
    expect(await client.graphql('{ viewer { login } }')).toEqual({ viewer: { login: 'tide[bot]' } })
  })

  test('says where the app is not installed', async () => {
    world.github.emulator.createRepository('o/other')
    await expect(connect({ repository: 'o/other' })).rejects.toMatchObject({
      kind: 'not-found',
      message: expect.stringContaining('the GitHub App 7 is not installed on o/other'),
    })
  })

  test('takes the installation that it is given, without looking for it', async () => {
    const { proposals } = await connect({ app: { ...app, installation: 7 } })
    expect(await proposals.reconcile(await world.propose(2), call)).toMatchObject({ kind: 'opened' })
    expect(world.github.emulator.requests.some(({ path }) => path.endsWith('/installation'))).toBe(false)
  })

  test.each([
    [
      'a wrong installation',
      { ...app, installation: 8 },
      'not-found',
      'correct the number of the installation',
    ],
    [
      'the key of another app',
      { ...app, installation: 7, privateKey: makeKeys().privateKey },
      'unauthorized',
      'of the same app',
    ],
    [
      'what is no key',
      { ...app, installation: 7, privateKey: 'topsecret' },
      'unauthorized',
      'of the same app',
    ],
  ])('says what is wrong with %s that it is given', async (_, wrong, kind, next) => {
    await expect(connect({ app: wrong })).rejects.toMatchObject({ kind, next: expect.stringContaining(next) })
  })

  test('says that an installation is suspended', async () => {
    world.github.emulator.faults.add({
      match: { path: /access_tokens$/ },
      fault: { kind: 'status', status: 403, message: 'This installation has been suspended' },
    })
    await expect(connect()).rejects.toMatchObject({
      kind: 'forbidden',
      message: expect.stringContaining(
        'no token for its installation 7: This installation has been suspended',
      ),
      next: expect.stringContaining('not suspended'),
    })
  })

  test('says which permission it lacks', async () => {
    await world.github.close()
    world = await start({
      apps: { '7': { slug: 'tide', publicKey, repositories: ['o/r'], permission: 'read' } },
    })
    const { proposals } = await connect()
    await expect(proposals.reconcile(await world.propose(2), call)).rejects.toMatchObject({
      kind: 'forbidden',
      next: 'give it the permission contents: write on this repository',
    })
  })

  test('says which package is missing', async () => {
    const options = { ...resolveGitHubOptions({ repository: 'o/r', environment: 'prod', app }), app }
    for (const load of [() => Promise.reject(new Error('not found')), async () => ({})]) {
      await expect(createAppClient(options, 'github:o/r', call, load)).rejects.toMatchObject({
        kind: 'unsupported',
        next: expect.stringContaining('npm install @octokit/auth-app'),
      })
    }
  })

  test('a token that has ended is refused', async () => {
    const { archive } = await connect()
    now += 2 * 3_600_000
    await expect(archive.token(call)).rejects.toMatchObject({ kind: 'unauthorized' })
  })
})

describe.each(['github', 'app'] as const)('signed commits, committed by the %s', (signedCommitter) => {
  beforeEach(async () => {
    await world.github.close()
    world = await start({ beliefs: { signedCommitter } })
  })

  test('are verified, left alone when right, and replaced when not', async () => {
    await (await connect()).proposals.reconcile(await world.propose(2), call)
    expect(await verification('sync/prod')).toBe('true')
    const before = await world.github.repository.resolve('sync/prod')
    now += 60_000
    const again = await connect()
    world.sent()
    expect(await again.proposals.reconcile(await world.propose(2), call)).toMatchObject({ kind: 'unchanged' })
    expect(world.sent().writes).toBe(0)
    expect(await world.github.repository.resolve('sync/prod')).toBe(before)
    expect(await again.proposals.reconcile(await world.propose(3), call)).toMatchObject({
      kind: 'updated',
      id: '1',
    })
    expect(await verification('sync/prod')).toBe('true')
    expect(await world.github.repository.git(['rev-list', '--count', 'main..sync/prod'])).toBe('1')
    expect(await world.github.repository.git(['fsck', '--strict', '--no-dangling'])).toBe('')
  })

  test('are not taken for a person’s, and a person’s not for ours', async () => {
    const { proposals } = await connect()
    await proposals.reconcile(await world.propose(2), call)
    await world.github.repository.commitFiles('sync/prod', { 'app/a.yaml': 'a: 9\n' }, 'Review')
    expect(await proposals.reconcile(await world.propose(3), call)).toMatchObject({
      kind: 'blocked-by-edits',
    })
  })
})

test('a commit by a person’s token names tideway, and is not signed', async () => {
  const { proposals } = await world.connect()
  await proposals.reconcile(await world.propose(2), call)
  expect(await verification('sync/prod')).toBe('false')
  expect(await world.github.repository.git(['log', '-1', '--format=%an', 'sync/prod'])).toBe('tideway')
})
