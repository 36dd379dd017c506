import { symlinkSync } from 'node:fs'
import { createTestCall } from '@tideway/core/testing'
import { afterEach, describe, expect, test } from 'vitest'
import { createGitCheckout } from './create-git-checkout.ts'
import { createTestRepository, type TestRepository } from './create-test-repository.ts'
import type { GitCheckoutOptions, RenderOptions } from './git-checkout-options.ts'
import { openTestCheckout } from './open-test-checkout.ts'

const opened: TestRepository[] = []
afterEach(() => {
  for (const repository of opened.splice(0)) repository.remove()
})

function repositoryOf(files: Readonly<Record<string, string>>): TestRepository {
  const repository = createTestRepository(files)
  opened.push(repository)
  return repository
}

async function unitsOf(repository: TestRepository, options: Partial<GitCheckoutOptions>) {
  return (await openTestCheckout(repository, options)).units()
}

const configMap = (name: string, data: string) =>
  `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: ${name}\ndata:\n${data}`

describe('a checkout as a source', () => {
  test('reads the commit, not what was edited since', async () => {
    const web = configMap('web', '  a: "1"\n')
    const repository = repositoryOf({ 'apps/web.yaml': web, 'README.md': 'x' })
    const first = repository.git('rev-parse', 'HEAD')
    repository.write({ 'apps/web.yaml': configMap('web', '  a: "2"\n'), 'apps/new.yaml': web })
    expect(await unitsOf(repository, {})).toEqual({ web })
    const worktree = await openTestCheckout(repository, { worktree: true })
    expect(Object.keys(await worktree.units())).toEqual(['new', 'web'])
    expect(worktree.warnings).toEqual(['the working tree is read with edits that are not committed'])
    expect(worktree.endpoint.editor).toBeUndefined()
    repository.commit({})
    expect(await unitsOf(repository, { commit: first })).toEqual({ web })
  })

  test('takes paths from the folder that it is given', async () => {
    const repository = repositoryOf({ 'deep/apps/web.yaml': configMap('web', '  a: "1"\n') })
    const checkout = await openTestCheckout(repository, { directory: `${repository.directory}/deep` })
    expect(Object.keys(await checkout.units())).toEqual(['web'])
    const edits = [{ resource: 'ConfigMap//web', path: ['data', 'a'], value: '2' }]
    const edited = await checkout.edit({ kind: 'update', unit: 'web', edits })
    expect(edited.files.map(({ path }) => path)).toEqual(['deep/apps/web.yaml'])
  })

  test('cuts units by label, resource and kind, and says what no rule takes', async () => {
    const labelled = (name: string, app: string) =>
      configMap(name, '  a: "1"\n').replace('metadata:\n', `metadata:\n  labels: {app: ${app}}\n`)
    const [a, b, c] = [labelled('a', 'one'), labelled('b', 'two'), labelled('c', 'one')]
    const repository = repositoryOf({ 'apps/all.yaml': `# first\n${a}---\n${b}---\n${c}` })
    const cut = async (units: RenderOptions['units']) =>
      unitsOf(repository, { render: [{ kind: 'files', path: 'apps/*.yaml', units }] })
    expect(await cut({ by: 'label', key: 'app' })).toEqual({ one: `# first\n${a}---\n${c}`, two: b })
    expect(Object.keys(await cut({ by: 'resource' }))).toEqual(['a', 'b', 'c'])
    expect(Object.keys(await cut({ by: 'name', name: 'everything' }))).toEqual(['everything'])
    await expect(cut([{ match: { kind: 'Deployment' }, by: 'resource' }])).rejects.toThrow(
      'apps/all.yaml: no rule of `units` takes ConfigMap//a; add a rule that does',
    )
    await expect(cut({ by: 'label', key: 'team' })).rejects.toThrow('ConfigMap//a has no label team')
  })

  test('names the file and the line of a variable that is missing, and goes on with other units', async () => {
    const repository = repositoryOf({
      'base/web.yaml.template': configMap('web', `  a: \${A}\n  b: \${B}\n`),
      'base/db.yaml.template': configMap('db', `  a: \${A}\n  home: $HOME \${1} $\n`),
      'config/prod.env': '# values\nexport A="1" # one\n',
    })
    const units = await unitsOf(repository, {
      render: [{ kind: 'envsubst', path: 'base', variables: 'config/prod.env' }],
    })
    expect(units['db']).toBe(configMap('db', `  a: 1\n  home: $HOME \${1} $\n`))
    expect(units['web']).toContain(
      'base/web.yaml.template, line 7: the variable B is not in config/prod.env; add B= to config/prod.env',
    )
  })

  test('refuses what it cannot tell apart', async () => {
    const repository = repositoryOf({ 'apps/web.yaml': configMap('web', '  a: "1"\n'), 'more/web.yaml': '' })
    const render: readonly RenderOptions[] = [
      { kind: 'files', path: 'apps' },
      { kind: 'files', path: 'more' },
    ]
    expect((await unitsOf(repository, { render }))['web']).toContain('more/web.yaml makes the same unit, web')
    await expect(unitsOf(repository, { render: [{ kind: 'files', path: 'app' }] })).rejects.toThrow(
      'git:prod: app: it is not in the repository',
    )
    await expect(openTestCheckout(repository, { commit: '--help' })).rejects.toThrow('names no commit')
    await expect(openTestCheckout(repository, { directory: '/' })).rejects.toThrow('TIDEWAY_NOT_FOUND')
    expect(() => createGitCheckout({ directory: '.', environment: 'prod', render: [] })).toThrow(
      'TIDEWAY_CONFIG_INVALID',
    )
  })

  test('does not follow a symbolic link', async () => {
    const repository = repositoryOf({ 'apps/web.yaml': configMap('web', '  a: "1"\n') })
    repository.git('config', 'core.symlinks', 'true')
    symlinkSync('/etc/hostname', `${repository.directory}/apps/host.yaml`)
    repository.commit({})
    expect((await unitsOf(repository, {}))['host']).toContain('apps/host.yaml: it is a symbolic link')
    const units = await unitsOf(repository, { worktree: true })
    expect(units['host']).toContain('apps/host.yaml: it is no regular file')
    expect(units['web']).toBe(configMap('web', '  a: "1"\n'))
  })
})

describe('a checkout as history', () => {
  const call = createTestCall()

  test('tells its commit, and how others stand to it', async () => {
    const repository = repositoryOf({ 'apps/web.yaml': '' })
    const first = repository.git('rev-parse', 'HEAD')
    const second = repository.commit({ 'a.txt': 'a' }, 'Second\n\nbody')
    repository.git('checkout', '--quiet', '-b', 'side', first)
    const side = repository.commit({ 'b.txt': 'b' })
    const { commits } = (await openTestCheckout(repository, { commit: 'main' })).endpoint
    const head = await commits?.head(call)
    expect(head).toMatchObject({ id: second, subject: 'Second', author: 'Tideway Test' })
    expect(Date.parse(head?.at ?? '')).toBeGreaterThan(0)
    expect(await commits?.relation(second, second, call)).toBe('same')
    expect(await commits?.relation(second, first, call)).toBe('descends')
    expect(await commits?.relation(first, second, call)).toBe('precedes')
    expect(await commits?.relation(second, side, call)).toBe('diverged')
    expect(await commits?.relation(second, 'f'.repeat(40), call)).toBe('unknown')
  })

  test('says what is not committed of the commit that is checked out, and of no other', async () => {
    const repository = repositoryOf({ 'apps/web.yaml': '' })
    const first = repository.git('rev-parse', 'HEAD')
    repository.commit({ 'a.txt': 'a' })
    repository.write({ 'b.txt': 'b', 'c.txt': 'c' })
    const caveats = async (commit: string) =>
      (await openTestCheckout(repository, { commit })).endpoint.commits?.caveats?.(call)
    expect(await caveats('HEAD')).toEqual([expect.stringContaining('2 changed files are not committed')])
    expect(await caveats(first)).toEqual([])
  })

  test('does not claim more than a shallow clone knows', async () => {
    const repository = repositoryOf({ 'apps/web.yaml': '' })
    const first = repository.git('rev-parse', 'HEAD')
    const second = repository.commit({ 'a.txt': 'a' })
    const shallow = repositoryOf({})
    shallow.git('fetch', '--quiet', '--depth=1', `file://${repository.directory}`, 'main')
    const { commits } = (await openTestCheckout(shallow, { commit: 'FETCH_HEAD' })).endpoint
    expect(await commits?.relation(second, first, call)).toBe('unknown')
    expect(await commits?.relation(second, shallow.git('rev-parse', 'HEAD'), call)).toBe('unknown')
  })
})
