import { chmodSync } from 'node:fs'
import { execPath } from 'node:process'
import { afterEach, describe, expect, test } from 'vitest'
import { createGitCheckout } from '../create-git-checkout.ts'
import { createTestRepository, type TestRepository } from '../create-test-repository.ts'
import type { RenderOptions } from '../git-checkout-options.ts'
import { openTestCheckout } from '../open-test-checkout.ts'

let repository: TestRepository | undefined
afterEach(() => {
  repository?.remove()
  repository = undefined
})

const web = 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: web\ndata:\n  a: "1"\n'
const source = (
  script: string,
  more: { readonly inputs?: readonly string[]; readonly timeoutSeconds?: number } = {},
): Extract<RenderOptions, { kind: 'command' }> => ({
  kind: 'command',
  path: 'src',
  command: [execPath, '-e', script, '$(touch x) ; *'],
  units: { by: 'name', name: 'web' },
  ...more,
})
const print = `const fs = require('node:fs')
const text = fs.readFileSync('web.txt', 'utf8')`

async function open(render: RenderOptions, more = {}) {
  repository ??= createTestRepository({ 'src/web.txt': web, 'more/x.txt': 'x', 'src/deep/y.txt': 'y' })
  return openTestCheckout(repository, { render: [render], commandDirectory: repository.directory, ...more })
}

describe('a command as a renderer', () => {
  test('renders the commit’s files, with arguments that no shell reads', async () => {
    const checkout = await open(source(`${print}; process.stdout.write(text + '# ' + process.argv[1])`))
    expect(await checkout.units()).toEqual({ web: `${web}# $(touch x) ; *` })
  })

  test('gets to see its inputs, and neither other files nor the caller’s environment', async () => {
    process.env['TIDEWAY_TEST_TOKEN'] = 'hush'
    const script = `${print}; const list = (folder) => fs.readdirSync(folder, { recursive: true }).sort()
process.stdout.write(text + '# ' + JSON.stringify([list('..'), Object.keys(process.env).sort()]))`
    const seen = async (inputs?: readonly string[]) => {
      const { web: text = '' } = await (
        await open(source(script, inputs === undefined ? {} : { inputs }))
      ).units()
      return JSON.parse(text.slice(text.indexOf('# ') + 2))
    }
    try {
      const variables = ['HOME', 'LC_ALL', 'PATH']
      expect(await seen()).toEqual([['src', 'src/deep', 'src/deep/y.txt', 'src/web.txt'], variables])
      expect(await seen(['src/*.txt', 'more/x.txt'])).toEqual([
        ['more', 'more/x.txt', 'src', 'src/web.txt'],
        variables,
      ])
    } finally {
      delete process.env['TIDEWAY_TEST_TOKEN']
    }
  })

  test.each([
    ["console.error('a'); console.error('no such colour'); process.exit(3)", 'failed: a | no such colour'],
    ['process.exit(4)', 'ended with 4'],
    ["process.stdout.write('x'.repeat(70 << 20))", 'was stopped after 67108864 bytes of output'],
    ['setInterval(() => {}, 1000)', 'was stopped after 0.3 s'],
    ["require('node:child_process').spawnSync('sleep', ['60'])", 'was stopped after 0.3 s'],
  ])('tells how it failed: %s', async (script, words) => {
    const { web: text } = await (
      await open(source(script, { timeoutSeconds: script.includes('70') ? 20 : 0.3 }))
    ).units()
    expect(text).toContain(`src: ${execPath} -e ${words}`)
  })

  test('takes a program with a path from where the configuration comes from', async () => {
    repository = createTestRepository({ 'src/web.txt': web })
    const trusted = createTestRepository({ 'render.sh': '#!/bin/sh\ncat web.txt\n' })
    chmodSync(`${trusted.directory}/render.sh`, 0o755)
    const render = { ...source(''), command: ['./render.sh'] } as const
    try {
      expect(await (await open(render, { commandDirectory: trusted.directory })).units()).toEqual({ web })
      await expect((await open(render)).units()).rejects.toThrow(
        'src: the program ./render.sh, which renders it',
      )
    } finally {
      trusted.remove()
    }
  })

  test('names a program or a folder that is missing', async () => {
    const missing = await open({ ...source(''), command: ['no-such-program-at-all'] })
    await expect(missing.units()).rejects.toThrow(
      'src: the program no-such-program-at-all, which renders it, is not',
    )
    await expect((await open({ ...source(''), path: 'none' })).units()).rejects.toThrow(
      'none: the command has no input',
    )
  })

  test('runs only where its configuration may be trusted', () => {
    const render = [source('')]
    const refused = 'prod is rendered by a command, which this configuration may not run'
    expect(() => createGitCheckout({ directory: '.', environment: 'prod', render })).toThrow(refused)
    const files = [{ kind: 'files', path: 'a' }] as const
    expect(() =>
      createGitCheckout({
        directory: '.',
        environment: 'dev',
        render: files,
        others: [{ environment: 'prod', render }],
      }),
    ).toThrow(refused)
  })

  test('is listed as not converging, and kept as a snapshot where that is asked for', async () => {
    const render = source(`${print}; process.stdout.write(text)`)
    const wanted = {
      kind: 'update',
      unit: 'web',
      edits: [{ resource: 'ConfigMap//web', path: ['data', 'a'], value: '2' }],
    } as const
    const { files, unresolved } = await (await open(render)).edit(wanted)
    expect(files).toEqual([])
    expect(unresolved).toEqual([
      {
        unit: 'web',
        resource: 'ConfigMap//web',
        path: '/data/a',
        reason: `${execPath} renders it, and a command cannot be inverted`,
      },
    ])
    const kept = await (await open(render, { snapshot: true })).edit(wanted)
    expect(kept.unresolved).toEqual(unresolved)
    expect(kept.files.map((file) => [file.path, file.kind === 'write' && file.text])).toEqual([
      ['confighub-sync/prod/snapshot.json', expect.stringContaining('"/data/a"')],
      ['confighub-sync/prod/web.yaml', web.replace('1"', '2"')],
    ])
    repository?.apply(kept.files)
    expect((await (await open(render, { snapshot: true })).edit(wanted)).files).toEqual([])
  })
})
