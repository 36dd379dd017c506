import { createTestCall } from '@tideway/core/testing'
import { describe, expect, test } from 'vitest'
import { createGitHub } from './create-github.ts'

// A repository that may be written to, `owner/name`, with a README.md on its default branch, and a token for it.
const token = process.env['GITHUB_E2E_TOKEN'] ?? ''
const repository = process.env['GITHUB_E2E_REPOSITORY'] ?? ''
const environment = `e2e-${Date.now().toString(36)}`

describe.skipIf(token === '' || repository === '')('GitHub itself', () => {
  test('keeps a pull request and an archive as the emulator does', { timeout: 120_000 }, async () => {
    const call = createTestCall({ now: Date.now })
    const baseUrl = process.env['GITHUB_API_URL'] ?? 'https://api.github.com'
    const { proposals, archive, reviews } = await createGitHub({
      repository,
      environment,
      token,
      baseUrl,
    }).connect(call)
    if (proposals === undefined || archive === undefined || reviews === undefined)
      throw new Error('all are there')
    const headers = { authorization: `Bearer ${token}`, accept: 'application/vnd.github.sha' }
    const base = await (await fetch(`${baseUrl}/repos/${repository}/commits/HEAD`, { headers })).text()
    const check = { name: `tideway/sync/${environment}`, state: 'success', summary: 'fresh' } as const
    const propose = (text: string) => ({
      title: `tideway: live suite ${environment}`,
      body: 'Opened and closed by a test.',
      labels: ['sync'],
      base,
      files: [{ kind: 'write' as const, path: `${environment}.yaml`, text }],
      message: `test: ${text}`,
      digest: text.trim(),
      check,
    })
    const opened = await proposals.reconcile(propose('a: 1\n'), call)
    expect(opened).toMatchObject({ kind: 'opened' })
    const id = 'id' in opened ? opened.id : ''
    try {
      expect(await proposals.reconcile(propose('a: 1\n'), call)).toMatchObject({ kind: 'unchanged', id })
      expect(await proposals.reconcile(propose('a: 2\n'), call)).toMatchObject({ kind: 'updated', id })
      expect(await proposals.state(id, call)).toEqual({ kind: 'open', digest: 'a: 2' })
      expect(await reviews.check(id, check, call)).toBe('unchanged')
      expect(await reviews.comment(id, 'live', 'Hello', call)).toMatchObject({ kind: 'created' })
      expect(await reviews.comment(id, 'live', 'Hello', call)).toMatchObject({ kind: 'unchanged' })
      const saved = await archive.save({ 'archive.json': '{}\n' }, undefined, 'live suite', call)
      expect(saved).toMatchObject({ kind: 'saved' })
      expect(await archive.save({ 'archive.json': '[]\n' }, undefined, 'late', call)).toEqual({
        kind: 'lost-race',
      })
      expect((await archive.load(call))?.files).toEqual({ 'archive.json': '{}\n' })
    } finally {
      expect(await proposals.close('Both sides agree.', call)).toMatchObject({ kind: 'closed', id })
      await fetch(`${baseUrl}/repos/${repository}/git/refs/tideway/${environment}`, {
        method: 'DELETE',
        headers,
      })
    }
  })
})
