import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { startTestEmulator, type TestEmulator } from './start-test-emulator.ts'

let github: TestEmulator
let main: string

beforeEach(async () => {
  github = await startTestEmulator()
  main = (await github.repository.resolve('main')) ?? ''
})
afterEach(async () => {
  expect(await github.repository.git(['fsck', '--strict', '--no-dangling'])).toBe('')
  await github.close()
})

describe('refs', () => {
  test('are read by a plain and by a percent-encoded name, at both roots', async () => {
    for (const path of [
      'git/ref/heads/main',
      'git/ref/heads%2Fmain',
      '/api/v3/repos/o/r/git/ref/heads%2Fmain',
    ]) {
      const answer = await github.call('GET', path)
      expect([answer.status, answer.at('ref'), answer.at('object.sha')]).toEqual([
        200,
        'refs/heads/main',
        main,
      ])
    }
    const missing = await github.call('GET', 'git/ref/heads/none')
    expect([missing.status, missing.at('message')]).toEqual([404, 'Not Found'])
  })

  test('are created once, in any namespace', async () => {
    for (const ref of ['refs/heads/sync/prod', 'refs/tideway/prod']) {
      const created = await github.call('POST', 'git/refs', { ref, sha: main })
      expect([created.status, created.at('ref')]).toEqual([201, ref])
      const again = await github.call('POST', 'git/refs', { ref, sha: main })
      expect([again.status, again.at('message')]).toEqual([422, 'Reference already exists'])
    }
    expect(await github.repository.resolve('refs/tideway/prod')).toBe(main)
    const absent = await github.call('POST', 'git/refs', { ref: 'refs/heads/x', sha: 'f'.repeat(40) })
    expect([absent.status, absent.at('message')]).toEqual([422, 'Object does not exist'])
    const listed = await github.call('GET', 'git/matching-refs/tideway/')
    expect([listed.at('length'), listed.at('0.ref'), listed.at('1')]).toEqual([
      'undefined',
      'refs/tideway/prod',
      'undefined',
    ])
  })

  test('move forward, and elsewhere only by force', async () => {
    const ours = await github.commit(main, { 'app/a.yaml': 'a: 2\n' })
    expect((await github.call('PATCH', 'git/refs/heads/main', { sha: ours })).status).toBe(200)
    const back = await github.call('PATCH', 'git/refs/heads/main', { sha: main })
    expect([back.status, back.at('message')]).toEqual([422, 'Update is not a fast forward'])
    expect(await github.repository.resolve('main')).toBe(ours)
    expect((await github.call('PATCH', 'git/refs/heads%2Fmain', { sha: main, force: true })).status).toBe(200)
    expect(await github.repository.resolve('main')).toBe(main)
    const missing = await github.call('PATCH', 'git/refs/heads/none', { sha: main })
    expect([missing.status, missing.at('message')]).toEqual([422, 'Reference does not exist'])
  })

  test('are won by one of two updates at the same time', async () => {
    const left = await github.commit(main, { left: '1\n' })
    const right = await github.commit(main, { right: '1\n' })
    const answers = await Promise.all(
      [left, right].map((sha) => github.call('PATCH', 'git/refs/heads/main', { sha })),
    )
    expect(answers.map((answer) => answer.status).sort()).toEqual([200, 422])
    const winner = answers[0]?.status === 200 ? left : right
    expect(await github.repository.resolve('main')).toBe(winner)
  })

  test('are deleted, the default branch excepted', async () => {
    await github.call('POST', 'git/refs', { ref: 'refs/heads/sync/prod', sha: main })
    expect((await github.call('DELETE', 'git/refs/heads/sync/prod')).status).toBe(204)
    expect((await github.call('DELETE', 'git/refs/heads/sync/prod')).status).toBe(422)
    expect((await github.call('DELETE', 'git/refs/heads/main')).status).toBe(422)
    expect(await github.repository.git(['for-each-ref', '--format=%(refname)'])).toBe('refs/heads/main')
  })

  test('outside branches and tags are refused where that is believed', async () => {
    const strict = await startTestEmulator({ beliefs: { customRefs: 'refused' } })
    const sha = await strict.repository.resolve('main')
    expect((await strict.call('POST', 'git/refs', { ref: 'refs/tideway/prod', sha })).status).toBe(422)
    expect((await strict.call('POST', 'git/refs', { ref: 'refs/heads/ok', sha })).status).toBe(201)
    await strict.close()
  })
})

describe('trees, blobs and commits', () => {
  test('of 300 inline entries are what Git reads back', async () => {
    const files = Object.fromEntries(
      Array.from({ length: 300 }, (_, index) => [`many/${index}.yaml`, `n: ${index}\n`]),
    )
    const commit = await github.commit(main, files, 'Many')
    const list = await github.repository.git(['ls-tree', '-r', '--name-only', commit])
    expect(list.split('\n')).toHaveLength(302)
    expect(await github.repository.git(['show', `${commit}:many/299.yaml`])).toBe('n: 299')
  })

  test('delete with sha null, keep modes, and take blobs by sha', async () => {
    const blob = await github.call('POST', 'git/blobs', { content: 'IyEvYmluL3NoCg==', encoding: 'base64' })
    const tree = await github.call('POST', 'git/trees', {
      base_tree: main,
      tree: [
        { path: 'app/a.yaml', mode: '100644', type: 'blob', sha: null },
        { path: 'bin/run', mode: '100755', type: 'blob', sha: blob.at('sha') },
      ],
    })
    expect(tree.status).toBe(201)
    expect(await github.repository.git(['ls-tree', '-r', tree.at('sha')])).toBe(
      `100644 blob ${await github.repository.git(['rev-parse', 'main:README'])}\tREADME\n100755 blob ${blob.at('sha')}\tbin/run`,
    )
    const recursive = await github.call('GET', `git/trees/${tree.at('sha')}?recursive=1`)
    expect([0, 1, 2].map((index) => recursive.at(`tree.${index}.path`))).toEqual(['README', 'bin', 'bin/run'])
    expect([recursive.at('truncated'), recursive.at('tree.2.size')]).toEqual(['false', '10'])
    expect((await github.call('GET', `git/blobs/${blob.at('sha')}`)).at('content')).toBe('IyEvYmluL3NoCg==\n')
  })

  test.each([
    ['../x', 'tree.path contains a malformed path component'],
    ['a/.git/config', 'tree.path contains a malformed path component'],
    ['/x', 'tree.path contains a malformed path component'],
  ])('refuse the path %s', async (path, message) => {
    const answer = await github.call('POST', 'git/trees', { tree: [{ path, mode: '100644', content: '' }] })
    expect([answer.status, answer.at('message')]).toEqual([422, message])
  })

  test('refuse to delete what is not there, or ignore it where that is believed', async () => {
    const tree = [{ path: 'none', mode: '100644', type: 'blob', sha: null }]
    const refused = await github.call('POST', 'git/trees', { base_tree: main, tree })
    expect([refused.status, refused.at('message')]).toEqual([422, 'GitRPC::BadObjectState'])
    const lenient = await startTestEmulator({ beliefs: { missingDeletion: 'ignored' } })
    const base = await lenient.repository.resolve('main')
    const ignored = await lenient.call('POST', 'git/trees', { base_tree: base, tree })
    expect([ignored.status, ignored.at('sha')]).toEqual([
      201,
      await lenient.repository.git(['rev-parse', 'main^{tree}']),
    ])
    await lenient.close()
  })

  test('are cut and marked where a tree is bigger than the limit, and fail where a request is', async () => {
    const small = await startTestEmulator({ limits: { treeEntries: 2, treeRequestEntries: 3 } })
    const listed = await small.call('GET', 'git/trees/main?recursive=1')
    expect([listed.at('truncated'), listed.at('tree.1.path'), listed.at('tree.2')]).toEqual([
      'true',
      'app',
      'undefined',
    ])
    const tree = [1, 2, 3, 4].map((index) => ({ path: `f${index}`, mode: '100644', content: '' }))
    expect((await small.call('POST', 'git/trees', { tree })).status).toBe(502)
    await small.close()
  })

  test('take full object ids only, since a name would spoil what is stored', async () => {
    const tree = await github.repository.git(['rev-parse', 'main^{tree}'])
    for (const wrong of [{ tree: 'main^{tree}' }, { tree: tree.slice(0, 8) }, { tree, parents: ['main'] }]) {
      expect((await github.call('POST', 'git/commits', { message: 'x', ...wrong })).status).toBe(422)
    }
    expect((await github.call('GET', `git/commits/${main.slice(0, 8)}`)).status).toBe(404)
    expect((await github.call('GET', 'git/commits/main')).status).toBe(404)
  })

  test('have the same id for the same words, people and date', async () => {
    const author = { name: 'tideway', email: 't@example.com', date: '2026-03-01T10:00:00+02:00' }
    const tree = await github.repository.git(['rev-parse', 'main^{tree}'])
    const wanted = { message: 'Sync\n\nBody', tree, parents: [main], author, committer: author }
    const first = await github.call('POST', 'git/commits', wanted)
    const second = await github.call('POST', 'git/commits', wanted)
    expect(first.at('sha')).toBe(second.at('sha'))
    expect(first.at('author.date')).toBe('2026-03-01T08:00:00Z')
    expect(
      await github.repository.git(['log', '-1', '--format=%an %ae %ad %B', '--date=raw', first.at('sha')]),
    ).toBe('tideway t@example.com 1772352000 +0200 Sync\n\nBody')
    const orphan = await github.call('POST', 'git/commits', { ...wanted, parents: ['e'.repeat(40)] })
    expect([orphan.status, orphan.at('message')]).toEqual([
      422,
      'Parent SHA does not exist or is not a commit object',
    ])
  })
})

describe('reading a history', () => {
  test('lists commits of a path, page by page', async () => {
    await github.repository.commitFiles('main', { 'app/a.yaml': 'a: 2\n' }, 'Second')
    await github.repository.commitFiles('main', { other: '\n' }, 'Third', {
      name: 'robot',
      email: 'robot@users.noreply.github.com',
    })
    const all = await github.call('GET', 'commits?per_page=1')
    expect([all.at('0.commit.message'), all.at('0.author.login')]).toEqual(['Third', 'robot'])
    expect(all.headers.get('link')).toMatch(/page=2>; rel="next".*page=3>; rel="last"/)
    const ofPath = await github.call('GET', 'commits?path=app&sha=main')
    expect([0, 1, 2].map((index) => ofPath.at(`${index}.commit.message`))).toEqual([
      'Second',
      'Seed',
      'undefined',
    ])
    const one = await github.call('GET', 'commits/main')
    expect([one.at('files.0.filename'), one.at('files.0.status'), one.at('stats.total')]).toEqual([
      'other',
      'added',
      '1',
    ])
    const bare = await github.call('GET', 'commits/none')
    expect([bare.status, bare.at('message')]).toEqual([422, 'No commit found for SHA: none'])
  })

  test('compares commits', async () => {
    await github.repository.commitFiles('side', { 'app/b.yaml': 'a: 1\n', 'app/a.yaml': null }, 'Rename')
    const states = async (range: string) => {
      const answer = await github.call('GET', `compare/${range}`)
      return ['status', 'ahead_by', 'behind_by', 'commits.0.commit.message', 'files.0.status'].map(answer.at)
    }
    expect(await states('main...side')).toEqual(['ahead', '1', '0', 'Rename', 'renamed'])
    expect(await states('side...main')).toEqual(['behind', '0', '1', 'undefined', 'undefined'])
    expect(await states('main...main')).toEqual(['identical', '0', '0', 'undefined', 'undefined'])
    await github.repository.commitFiles('main', { other: '\n' }, 'Other')
    expect(await states('main...side')).toEqual(['diverged', '1', '1', 'Rename', 'renamed'])
  })

  test('reads a file at a revision, as JSON and raw', async () => {
    const file = await github.call('GET', 'contents/app/a.yaml?ref=main')
    expect([file.at('type'), file.at('content')]).toEqual(['file', 'YTogMQo=\n'])
    const raw = await fetch(`${github.url}/repos/o/r/contents/app/a.yaml`, {
      headers: { authorization: 'token write-token', accept: 'application/vnd.github.raw+json' },
    })
    expect(await raw.text()).toBe('a: 1\n')
    expect((await github.call('GET', 'contents/app')).at('0.path')).toBe('app/a.yaml')
    expect((await github.call('GET', 'contents/none')).status).toBe(404)
  })
})
