import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { startTestEmulator, type TestEmulator } from './start-test-emulator.ts'

let github: TestEmulator

const openPull = (head = 'sync/prod', more: Readonly<Record<string, unknown>> = {}) =>
  github.call('POST', 'pulls', { title: 'Sync prod', head, base: 'main', body: 'Body', ...more })

beforeEach(async () => {
  github = await startTestEmulator()
  await github.repository.commitFiles('sync/prod', { 'app/a.yaml': 'a: 2\n' }, 'Sync')
})
afterEach(async () => {
  expect(await github.repository.git(['fsck', '--strict', '--no-dangling'])).toBe('')
  await github.close()
})

describe('opening', () => {
  test('answers with the pull request, and refuses a second one for the branch', async () => {
    const opened = await openPull()
    expect(opened.status).toBe(201)
    expect(
      [
        'number',
        'state',
        'head.label',
        'head.sha',
        'commits',
        'changed_files',
        'mergeable',
        'user.login',
      ].map(opened.at),
    ).toEqual([
      '1',
      'open',
      'o:sync/prod',
      await github.repository.resolve('sync/prod'),
      '1',
      '1',
      'true',
      'robot',
    ])
    const again = await openPull('o:sync/prod')
    expect([again.status, again.at('message'), again.at('errors.0.message')]).toEqual([
      422,
      'Validation Failed',
      'A pull request already exists for o:sync/prod.',
    ])
  })

  test('gives one pull request to two that ask at the same time', async () => {
    const answers = await Promise.all([openPull(), openPull(), openPull()])
    expect(answers.map((answer) => answer.status).sort()).toEqual([201, 422, 422])
    expect(await github.repository.pulls()).toHaveLength(1)
  })

  test('refuses a branch with nothing new, and one that is missing', async () => {
    await github.repository.moveBranch('empty', 'main')
    const empty = await openPull('empty')
    expect([empty.status, empty.at('errors.0.message')]).toEqual([422, 'No commits between main and empty'])
    const missing = await openPull('none')
    expect([missing.status, missing.at('errors.0.field'), missing.at('errors.0.code')]).toEqual([
      422,
      'head',
      'invalid',
    ])
    expect(await github.repository.pulls()).toEqual([])
  })

  test('refuses a body of more than 65536 characters', async () => {
    const long = await openPull('sync/prod', { body: 'x'.repeat(65_537) })
    expect([long.status, long.at('errors.0.message')]).toEqual([
      422,
      'body is too long (maximum is 65536 characters)',
    ])
    expect((await openPull('sync/prod', { body: 'x'.repeat(65_536) })).status).toBe(201)
  })

  test('refuses fields that are not modelled', async () => {
    expect((await openPull('sync/prod', { head_repo: 'fork' })).status).toBe(422)
  })
})

describe('listing', () => {
  test('filters by state, head and base, and pages', async () => {
    for (const name of ['a', 'b', 'c']) {
      await github.repository.commitFiles(name, { [name]: '\n' }, name)
      await openPull(name)
    }
    await github.call('PATCH', 'pulls/1', { state: 'closed' })
    const numbers = async (query: string) => {
      const answer = await github.call('GET', `pulls?${query}`)
      return [0, 1, 2, 3]
        .map((index) => answer.at(`${index}.number`))
        .filter((number) => number !== 'undefined')
    }
    expect(await numbers('')).toEqual(['3', '2'])
    expect(await numbers('state=all')).toEqual(['3', '2', '1'])
    expect(await numbers('state=closed')).toEqual(['1'])
    expect(await numbers('state=all&head=o:b&base=main')).toEqual(['2'])
    expect(await numbers('head=other:b')).toEqual([])
    expect(await numbers('head=b')).toEqual(['3', '2'])
    const paged = await github.call('GET', 'pulls?state=all&per_page=2')
    expect(paged.headers.get('link')).toContain('state=all&per_page=2&page=2>; rel="next"')
  })

  test('lags behind where that is asked for', async () => {
    const slow = await startTestEmulator({ lag: { listReads: 2 } })
    await slow.repository.commitFiles('x', { x: '\n' }, 'X')
    await slow.call('POST', 'pulls', { title: 'T', head: 'x', base: 'main' })
    const seen = []
    for (let read = 0; read < 3; read += 1) seen.push((await slow.call('GET', 'pulls')).at('0.number'))
    expect(seen).toEqual(['undefined', 'undefined', '1'])
    expect((await slow.call('GET', 'pulls/1')).status).toBe(200)
    await slow.close()
  })

  test('shows all of 300 files in pages', async () => {
    const files = Object.fromEntries(
      Array.from({ length: 300 }, (_, index) => [`many/${index}`, `${index}\n`]),
    )
    await github.repository.commitFiles('many', files, 'Many')
    await openPull('many')
    const pages = await Promise.all(
      [1, 2, 3, 4].map((page) => github.call('GET', `pulls/1/files?per_page=100&page=${page}`)),
    )
    expect(pages.map((page) => (Array.isArray(page.body) ? page.body.length : -1))).toEqual([
      100, 100, 100, 0,
    ])
    expect((await github.call('GET', 'pulls/1')).at('changed_files')).toBe('300')
  })
})

describe('a branch that moves', () => {
  test('moves the head of its pull request', async () => {
    await openPull()
    const next = await github.repository.commitFiles('sync/prod', { 'app/a.yaml': 'a: 3\n' }, 'More')
    expect((await github.call('GET', 'pulls/1')).at('head.sha')).toBe(next)
    expect((await github.call('GET', 'pulls/1/commits')).at('1.sha')).toBe(next)
    expect(await github.repository.git(['rev-parse', 'refs/pull/1/head'])).toBe(next)
  })

  test('closes the pull request when it is deleted, and it cannot be reopened', async () => {
    await openPull()
    expect((await github.call('DELETE', 'git/refs/heads/sync/prod')).status).toBe(204)
    const closed = await github.call('GET', 'pulls/1')
    expect([closed.at('state'), closed.at('merged')]).toEqual(['closed', 'false'])
    const reopened = await github.call('PATCH', 'pulls/1', { state: 'open' })
    expect(reopened.at('errors.0.message')).toBe(
      'state cannot be changed. The sync/prod branch has been deleted.',
    )
  })

  test('closes the pull request when nothing is left in it, unless that is believed otherwise', async () => {
    await openPull()
    await github.repository.moveBranch('sync/prod', 'main')
    expect((await github.call('GET', 'pulls/1')).at('state')).toBe('closed')
    const other = await startTestEmulator({ beliefs: { emptiedPull: 'open' } })
    await other.repository.commitFiles('x', { x: '\n' }, 'X')
    await other.call('POST', 'pulls', { title: 'T', head: 'x', base: 'main' })
    await other.repository.moveBranch('x', 'main')
    expect((await other.call('GET', 'pulls/1')).at('state')).toBe('open')
    await other.close()
  })

  test('counts as merged when the base gets its commits by a push', async () => {
    await openPull()
    const head = (await github.repository.resolve('sync/prod')) ?? ''
    await github.repository.moveBranch('main', 'sync/prod')
    const merged = await github.call('GET', 'pulls/1')
    expect(['state', 'merged', 'merge_commit_sha'].map(merged.at)).toEqual(['closed', 'true', head])
  })
})

describe('merging', () => {
  test.each([
    ['merge', 2, 'Merge pull request #1 from o/sync/prod'],
    ['squash', 1, 'Sync prod (#1)'],
    ['rebase', 1, 'Second'],
  ])('by %s keeps the merge commit', async (method, parents, subject) => {
    await github.repository.commitFiles('sync/prod', { 'app/b.yaml': 'b: 1\n' }, 'Second')
    await openPull()
    await github.repository.commitFiles('main', { other: 'o\n' }, 'Other')
    const merged = await github.call('PUT', 'pulls/1/merge', { merge_method: method })
    expect([merged.status, merged.at('merged')]).toEqual([200, 'true'])
    expect(await github.repository.resolve('main')).toBe(merged.at('sha'))
    const shown = await github.repository.git(['log', '-1', '--format=%P|%s', 'main'])
    expect([shown.split('|')[0]?.split(' ').length, shown.split('|')[1]]).toEqual([parents, subject])
    expect(await github.repository.files('main')).toEqual({
      README: 'hi\n',
      'app/a.yaml': 'a: 2\n',
      'app/b.yaml': 'b: 1\n',
      other: 'o\n',
    })
    const pull = await github.call('GET', 'pulls/1')
    expect(['state', 'merged', 'merge_commit_sha', 'merged_by.login'].map(pull.at)).toEqual([
      'closed',
      'true',
      merged.at('sha'),
      'robot',
    ])
    expect((await github.call('GET', 'pulls/1/merge')).status).toBe(204)
    expect((await github.call('PUT', 'pulls/1/merge', {})).status).toBe(405)
  })

  test('is refused on a conflict, and for a head that moved', async () => {
    await openPull()
    const stale = await github.call('PUT', 'pulls/1/merge', { sha: 'a'.repeat(40) })
    expect([stale.status, stale.at('message')]).toEqual([
      409,
      'Head branch was modified. Review and try the merge again.',
    ])
    const main = await github.repository.commitFiles('main', { 'app/a.yaml': 'a: 9\n' }, 'Conflict')
    expect((await github.call('GET', 'pulls/1')).at('mergeable')).toBe('false')
    for (const method of ['merge', 'squash', 'rebase']) {
      const refused = await github.call('PUT', 'pulls/1/merge', { merge_method: method })
      expect([refused.status, refused.at('message')]).toEqual([405, 'Pull Request is not mergeable'])
    }
    expect(await github.repository.resolve('main')).toBe(main)
  })

  test('by a person squashes, and the branch then brings nothing new but its own commits', async () => {
    await openPull()
    const sha = await github.repository.mergePull(1, { method: 'squash' })
    expect(await github.repository.git(['rev-list', '--count', 'main'])).toBe('2')
    expect((await github.repository.pulls())[0]).toMatchObject({
      state: 'closed',
      mergeCommitSha: sha,
      mergedBy: 'maintainer',
    })
    expect(await github.repository.git(['diff', '--name-only', 'main', 'sync/prod'])).toBe('')
  })
})

describe('a pull request', () => {
  test('is changed, closed and reopened', async () => {
    await openPull()
    const changed = await github.call('PATCH', 'pulls/1', { title: 'New', body: null })
    expect([changed.at('title'), changed.at('body')]).toEqual(['New', 'null'])
    await github.repository.closePull(1)
    expect((await github.call('GET', 'pulls/1')).at('state')).toBe('closed')
    expect((await github.call('PATCH', 'pulls/1', { state: 'open' })).at('state')).toBe('open')
  })

  test('carries comments', async () => {
    await openPull()
    const made = await github.call('POST', 'issues/1/comments', { body: 'First' })
    expect(made.status).toBe(201)
    const edited = await github.call('PATCH', `issues/comments/${made.at('id')}`, { body: 'Edited' })
    expect(edited.at('body')).toBe('Edited')
    expect((await github.call('GET', 'issues/1/comments')).at('0.body')).toBe('Edited')
    expect(github.repository.comments(1).map((comment) => comment.author)).toEqual(['robot'])
    expect((await github.call('POST', 'issues/9/comments', { body: 'x' })).status).toBe(404)
  })

  test('carries labels, which are made where they are missing', async () => {
    await openPull()
    await github.call('POST', 'labels', { name: 'sync', color: 'ff0000' })
    const twice = await github.call('POST', 'labels', { name: 'Sync', color: 'ff0000' })
    expect([twice.status, twice.at('errors.0.code')]).toEqual([422, 'already_exists'])
    expect((await github.call('POST', 'issues/1/labels', { labels: ['sync', 'prod'] })).status).toBe(200)
    const pull = await github.call('GET', 'pulls/1')
    expect([pull.at('labels.0.name'), pull.at('labels.1.name')]).toEqual(['sync', 'prod'])
    expect((await github.call('GET', 'labels/none')).status).toBe(404)
  })

  test('cannot be labelled at once where that is asked for', async () => {
    const slow = await startTestEmulator({ lag: { labelTries: 2 } })
    await slow.repository.commitFiles('x', { x: '\n' }, 'X')
    await slow.call('POST', 'pulls', { title: 'T', head: 'x', base: 'main' })
    const statuses = []
    for (let attempt = 0; attempt < 3; attempt += 1) {
      const answer = await slow.call('POST', 'issues/1/labels', { labels: ['l'] })
      statuses.push(`${answer.status} ${answer.at('errors.0.message').slice(0, 27)}`)
    }
    expect(statuses).toEqual([
      '422 Could not resolve to a node',
      '422 Could not resolve to a node',
      '200 undefined',
    ])
    await slow.close()
  })

  test('asks known people for a review', async () => {
    await openPull()
    const asked = await github.call('POST', 'pulls/1/requested_reviewers', {
      reviewers: ['reader'],
      team_reviewers: ['ops'],
    })
    expect([
      asked.status,
      asked.at('requested_reviewers.0.login'),
      asked.at('requested_teams.0.slug'),
    ]).toEqual([201, 'reader', 'ops'])
    expect((await github.call('POST', 'pulls/1/requested_reviewers', { reviewers: ['nobody'] })).status).toBe(
      422,
    )
    expect((await github.call('POST', 'pulls/1/requested_reviewers', { reviewers: ['robot'] })).status).toBe(
      422,
    )
  })

  test('shows the newest status of each context', async () => {
    const sha = (await github.repository.resolve('sync/prod')) ?? ''
    await github.call('POST', `statuses/${sha}`, { state: 'success', context: 'tideway' })
    await github.call('POST', `statuses/${sha}`, {
      state: 'failure',
      context: 'tideway',
      description: 'Outdated',
    })
    const combined = await github.call('GET', 'commits/sync%2Fprod/status')
    expect(['state', 'total_count', 'statuses.0.description'].map(combined.at)).toEqual([
      'failure',
      '1',
      'Outdated',
    ])
    expect(github.repository.statuses(sha)).toHaveLength(2)
  })
})
