import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { schema, validate } from '@octokit/graphql-schema'
import { createEmulator, type Emulator } from 'emulate'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { disableAutoMerge, enableAutoMerge } from '../../github/auto-merge.ts'
import { viewerQuery } from '../../github/find-foreign-author.ts'
import { hashBlob } from '../../github/git-object-id.ts'
import { textsQuery } from '../../github/read-blobs.ts'
import { updateRefs } from '../../github/ref-store.ts'
import { startTestEmulator, type TestEmulator } from './start-test-emulator.ts'

let github: TestEmulator
beforeEach(async () => {
  github = await startTestEmulator()
})
afterEach(() => github.close())

describe('GraphQL, held against the published schema', () => {
  test('every document that is sent is valid', () => {
    expect(validate(updateRefs)).toEqual([])
    expect(validate(viewerQuery)).toEqual([])
    expect(validate(enableAutoMerge)).toEqual([])
    expect(validate(disableAutoMerge)).toEqual([])
    expect(validate(textsQuery(['0'.repeat(40), 'f'.repeat(40)]))).toEqual([])
    expect(validate(textsQuery(['0'.repeat(40)]).replace('text', 'texts'))).not.toEqual([])
    expect(validate(updateRefs.replace('UpdateRefsInput', 'UpdateRefInput'))).not.toEqual([])
  })

  test('the emulator knows every field of the input, and no other', async () => {
    const fieldsOf = (type: string) => {
      const [, body = ''] = new RegExp(`^input ${type} \\{$([\\s\\S]*?)^\\}$`, 'm').exec(schema.idl) ?? []
      return [...body.replaceAll(/"""[\s\S]*?"""/g, '').matchAll(/^ {2}(\w+):/gm)]
        .map(([, name]) => name)
        .sort()
    }
    expect(fieldsOf('UpdateRefsInput')).toEqual(['clientMutationId', 'refUpdates', 'repositoryId'])
    expect(fieldsOf('RefUpdate')).toEqual(['afterOid', 'beforeOid', 'force', 'name'])
    const autoMerge = ['authorEmail', 'clientMutationId', 'commitBody', 'commitHeadline', 'expectedHeadOid']
    expect(fieldsOf('EnablePullRequestAutoMergeInput')).toEqual([
      ...autoMerge,
      'mergeMethod',
      'pullRequestId',
    ])
    expect(fieldsOf('DisablePullRequestAutoMergeInput')).toEqual(['clientMutationId', 'pullRequestId'])
    for (const query of [enableAutoMerge, disableAutoMerge]) {
      const input = { pullRequestId: 'x', other: 1 }
      const refused = await github.call('POST', '/graphql', { query, variables: { input } })
      expect(refused.at('errors.0.message')).toContain('other')
    }
    const answer = await github.call('POST', '/graphql', {
      query: updateRefs,
      variables: { input: { repositoryId: 'x', refUpdates: [], other: 1 } },
    })
    expect(answer.at('errors.0.message')).toContain('other')
  })

  test('texts are answered as published, and what is no blob has none', async () => {
    const fields = 'oid byteSize isBinary isTruncated text'
    const query = `query ($owner: String!, $name: String!) { repository(owner: $owner, name: $name) {
      a: object(oid: "${hashBlob('a: 1\n')}") { __typename ... on Blob { ${fields} } }
      none: object(oid: "${'0'.repeat(40)}") { ... on Blob { text } }
      tree: object(oid: "${(await github.repository.git(['rev-parse', 'main^{tree}'])).trim()}") { __typename ... on Blob { text } }
    } }`
    expect(validate(query)).toEqual([])
    const answer = await github.call('POST', '/graphql', { query, variables: { owner: 'o', name: 'r' } })
    const oid = hashBlob('a: 1\n')
    const a = { __typename: 'Blob', oid, byteSize: 5, isBinary: false, isTruncated: false, text: 'a: 1\n' }
    expect(answer.body).toEqual({ data: { repository: { a, none: null, tree: { __typename: 'Tree' } } } })
  })
})

const require = createRequire(import.meta.url)

const exchangeSchema = z.array(
  z.object({ method: z.string(), path: z.string(), status: z.number(), response: z.unknown() }),
)

/** What GitHub answered to the recorded requests of a scenario whose path ends like this. */
const recorded = (scenario: string, method: string, ending: RegExp) => {
  const folder = dirname(require.resolve('@octokit/fixtures/package.json'))
  const file = join(folder, 'scenarios/api.github.com', scenario, 'normalized-fixture.json')
  const exchanges = exchangeSchema.parse(JSON.parse(readFileSync(file, 'utf8')))
  const found = exchanges.find((one) => one.method === method.toLowerCase() && ending.test(one.path))
  if (found === undefined) throw new Error(`${scenario} has no ${method} ${ending}`)
  return found
}

/** The JSON types of a value by path; elements of a list share one, and null fits everything. */
const shapeOf = (value: unknown, at = '', into = new Map<string, string>()): Map<string, string> => {
  if (value === null || value === undefined) return into
  if (Array.isArray(value)) for (const item of value) shapeOf(item, `${at}[]`, into)
  else if (typeof value === 'object') {
    for (const [key, item] of Object.entries(value)) {
      into.set(`${at}.${key}`, item === null ? 'null' : typeof item)
      shapeOf(item, `${at}.${key}`, into)
    }
  }
  return into
}

/** Fields that the emulator answers and GitHub did not, or of another type. */
const invented = (emulated: unknown, real: unknown): readonly string[] => {
  const known = shapeOf(real)
  return [...shapeOf(emulated)].flatMap(([path, type]) => {
    const there = known.get(path)
    if (there === undefined) return [`${path} is not in the recording`]
    return there === type || there === 'null' || type === 'null'
      ? []
      : [`${path} is ${type}, recorded ${there}`]
  })
}

describe('REST, held against recorded answers of GitHub', () => {
  const status = {
    state: 'failure',
    context: 'example/1',
    description: 'd',
    target_url: 'https://example.com',
  }
  const cases: readonly {
    readonly scenario: string
    readonly method: string
    readonly ending: RegExp
    readonly path: (tip: string) => string
    readonly body?: (tip: string) => unknown
    /** Fields that GitHub has added since the recording. */
    readonly newer?: readonly string[]
  }[] = [
    {
      scenario: 'git-refs',
      method: 'POST',
      ending: /refs$/,
      path: () => 'git/refs',
      body: (sha) => ({ ref: 'refs/heads/test', sha }),
    },
    {
      scenario: 'git-refs',
      method: 'PATCH',
      ending: /test$/,
      path: () => 'git/refs/heads/feature',
      body: (sha) => ({ sha }),
    },
    { scenario: 'git-refs', method: 'DELETE', ending: /test$/, path: () => 'git/refs/heads/feature' },
    {
      scenario: 'create-status',
      method: 'POST',
      ending: /statuses\/\w+$/,
      path: (sha) => `statuses/${sha}`,
      body: () => status,
    },
    {
      scenario: 'create-status',
      method: 'GET',
      ending: /statuses$/,
      path: (sha) => `commits/${sha}/statuses`,
    },
    { scenario: 'create-status', method: 'GET', ending: /status$/, path: (sha) => `commits/${sha}/status` },
    {
      scenario: 'add-labels-to-issue',
      method: 'POST',
      ending: /labels$/,
      path: () => 'issues/1/labels',
      body: () => ({ labels: ['Foo', 'bAr'] }),
    },
    {
      scenario: 'labels',
      method: 'POST',
      ending: /labels$/,
      path: () => 'labels',
      body: () => ({ name: 'test-label', color: '663399' }),
    },
    { scenario: 'labels', method: 'GET', ending: /labels$/, path: () => 'labels' },
    {
      scenario: 'errors',
      method: 'POST',
      ending: /labels$/,
      path: () => 'labels',
      body: () => ({ name: 'x', color: 'no' }),
      newer: ['.status'],
    },
    { scenario: 'get-content', method: 'GET', ending: /contents\/$/, path: () => 'contents/' },
    {
      scenario: 'get-repository',
      method: 'GET',
      ending: /hello-world$/,
      path: () => '',
      newer: ['.allow_auto_merge'],
    },
  ]

  test.each(cases)(
    '$scenario: $method $ending',
    async ({ scenario, method, ending, path, body, newer = [] }) => {
      const tip = await github.repository.commitFiles('feature', { x: '1\n' }, 'X')
      await github.call('POST', 'pulls', { title: 'T', head: 'feature', base: 'main' })
      await github.call('POST', `statuses/${tip}`, { ...status, context: 'earlier' })
      await github.call('POST', 'labels', { name: 'known', color: '663399' })
      const at = path(tip)
      const answer = await github.call(method, at === '' ? '/repos/o/r' : at, body?.(tip))
      const real = recorded(scenario, method, ending)
      expect(answer.status).toBe(real.status)
      expect(
        invented(answer.body, real.response).filter((line) => !newer.some((one) => line.startsWith(one))),
      ).toEqual([])
    },
  )

  test('the comparison finds what is invented or of another type', () => {
    expect(invented({ a: 1, b: [{ c: '' }] }, { a: 'x', b: [{ d: '' }] })).toEqual([
      '.a is number, recorded string',
      '.b[].c is not in the recording',
    ])
  })
})

describe('a second opinion: the emulator `emulate`', () => {
  let other: Emulator
  beforeEach(async () => {
    other = await createEmulator({
      service: 'github',
      port: 0,
      seed: {
        tokens: { 'write-token': { login: 'o', scopes: ['repo'] } },
        github: { users: [{ login: 'o' }], repos: [{ owner: 'o', name: 'r', auto_init: true }] },
      },
    })
  })
  afterEach(() => other.close())

  test('gives blobs, trees and files of a branch the same ids and statuses', async () => {
    const tell = async (
      call: (method: string, path: string, body?: unknown) => Promise<{ status: number; body: unknown }>,
    ) => {
      const sha = z.object({ sha: z.string() })
      const blob = await call('POST', 'git/blobs', { content: 'é\n', encoding: 'utf-8' })
      const entry = { path: 'deep/é.yaml', mode: '100644', type: 'blob', content: 'a: 2\n' }
      const tree = await call('POST', 'git/trees', { tree: [entry] })
      const treeSha = sha.parse(tree.body).sha
      const commit = await call('POST', 'git/commits', { message: 'M', tree: treeSha, parents: [] })
      const ref = await call('POST', 'git/refs', { ref: 'refs/heads/x', sha: sha.parse(commit.body).sha })
      const again = await call('POST', 'git/refs', { ref: 'refs/heads/x', sha: sha.parse(commit.body).sha })
      const missing = await call('GET', 'git/ref/heads/none')
      const statuses = [blob, tree, commit, ref, again, missing].map(({ status }) => status)
      return { statuses, blob: sha.parse(blob.body).sha, tree: treeSha }
    }
    const theirs = await tell(async (method, path, body) => {
      const response = await fetch(`${other.url}/repos/o/r/${path}`, {
        method,
        headers: { authorization: 'Bearer write-token', 'content-type': 'application/json' },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      })
      return { status: response.status, body: await response.json() }
    })
    expect(await tell(github.call)).toEqual(theirs)
  })
})
