import { createTestCall } from '@tideway/core/testing'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createTestRepository, type TestRepository } from './create-test-repository.ts'
import type { GitCheckoutOptions } from './git-checkout-options.ts'
import { openTestCheckout } from './open-test-checkout.ts'

const settings = (name: string, value: string) =>
  `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: ${name}\ndata:\n  a: "${value}"\n`

let repository: TestRepository
beforeEach(() => {
  repository = createTestRepository({
    'apps/web.yaml': settings('web', '1'),
    'apps/db.yaml': settings('db', '1'),
  })
})
afterEach(() => repository.remove())

async function commitsOf(unit: string, options: Partial<GitCheckoutOptions> = {}, limit = 20) {
  const { endpoint } = await openTestCheckout(repository, options)
  const found: string[] = []
  const shown = (text: string) => /a: "(.*)"/.exec(text)?.[1] ?? 'none'
  for await (const { commit, before, after } of endpoint.commits?.changesOf?.(
    unit,
    limit,
    createTestCall(),
  ) ?? []) {
    found.push(`${commit.subject}: ${shown(before)} -> ${shown(after)}`)
  }
  return found
}

describe('the commits of a unit', () => {
  it('are those that changed its rendered text, newest first, back to its beginning', async () => {
    repository.commit({ 'apps/db.yaml': settings('db', '2') }, 'Of another unit')
    repository.commit({ 'apps/web.yaml': settings('web', '2') }, 'Two')
    repository.commit({ 'apps/web.yaml': settings('web', '3') }, 'Three')
    expect(await commitsOf('web')).toEqual(['Three: 2 -> 3', 'Two: 1 -> 2', 'Start: none -> 1'])
    expect(await commitsOf('web', {}, 1)).toEqual(['Three: 2 -> 3'])
  })

  it('of a unit that is gone begin with the one that took it away', async () => {
    repository.git('rm', '--quiet', 'apps/web.yaml')
    repository.git('commit', '--quiet', '--message', 'Remove')
    expect(await commitsOf('web')).toEqual(['Remove: 1 -> none', 'Start: none -> 1'])
  })

  it('name the commit of a branch, not its merge', async () => {
    repository.git('switch', '--quiet', '--create', 'side')
    repository.commit({ 'apps/web.yaml': settings('web', '5') }, 'On a branch')
    repository.git('switch', '--quiet', 'main')
    repository.commit({ 'apps/db.yaml': settings('db', '3') }, 'Meanwhile')
    repository.git('merge', '--quiet', '--no-ff', '--message', 'Merge', 'side')
    expect(await commitsOf('web')).toEqual(['On a branch: 1 -> 5', 'Start: none -> 1'])
  })

  it('are those of templates, variables and patches alike', async () => {
    const render = [
      { kind: 'envsubst', path: 'base', variables: 'config/prod.env', patch: 'config/prod.patch.yaml' },
    ] as const
    repository.commit(
      { 'base/web.yaml.template': settings('web', '$A'), 'config/prod.env': 'A=1\n' },
      'Template',
    )
    repository.commit({ 'config/prod.env': 'A=2\n' }, 'Variable')
    repository.commit({ 'config/dev.env': 'A=9\n' }, 'Another environment')
    expect((await commitsOf('web', { render })).slice(0, 1)).toEqual(['Variable: 1 -> 2'])
  })

  it('end where one cannot be rendered any more', async () => {
    repository.commit({ 'apps/web.yaml': 'a: b: c\n' }, 'Break')
    repository.commit({ 'apps/web.yaml': settings('web', '2') }, 'Repair')
    repository.commit({ 'apps/web.yaml': settings('web', '3') }, 'Three')
    expect(await commitsOf('web')).toEqual(['Three: 2 -> 3'])
  })

  it('end at the edge of a shallow clone, which nobody wrote', async () => {
    repository.commit({ 'apps/web.yaml': settings('web', '2') }, 'Two')
    repository.commit({ 'apps/web.yaml': settings('web', '3') }, 'Three')
    const { directory } = repository
    const clone = createTestRepository({})
    try {
      clone.git('fetch', '--quiet', '--depth=2', `file://${directory}`, 'main')
      clone.git('checkout', '--quiet', 'FETCH_HEAD')
      expect(await commitsOf('web', { directory: clone.directory })).toEqual(['Three: 2 -> 3'])
    } finally {
      clone.remove()
    }
  })

  it('of a run that was cancelled are not told', async () => {
    const { endpoint } = await openTestCheckout(repository, {})
    const call = { ...createTestCall(), signal: AbortSignal.abort() }
    const ask = async () => {
      for await (const _ of endpoint.commits?.changesOf?.('web', 20, call) ?? []) throw new Error('told')
    }
    await expect(ask()).rejects.toMatchObject({ kind: 'aborted' })
  })
})
