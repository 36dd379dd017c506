import type { FieldEdit } from '@tideway/core'
import { afterEach, describe, expect, test } from 'vitest'
import { createTestRepository, type TestRepository } from './create-test-repository.ts'
import type { RenderOptions } from './git-checkout-options.ts'
import { openTestCheckout } from './open-test-checkout.ts'

let repository: TestRepository | undefined
afterEach(() => repository?.remove())

const good = `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: good\ndata:\n  a: \${A}\n  b: \${A}\n`
const plain: RenderOptions = { kind: 'files', path: 'apps' }
const templates: RenderOptions = {
  kind: 'envsubst',
  path: 'base',
  variables: 'prod.env',
  patch: 'prod.patch.yaml',
}
const kustomize: RenderOptions = { kind: 'kustomize', path: 'over', units: { by: 'name', name: 'over' } }

async function unitsOf(render: readonly RenderOptions[], files: Readonly<Record<string, string>>) {
  repository = createTestRepository({ 'base/good.yaml.template': good, 'prod.env': 'A=x\n', ...files })
  return (await openTestCheckout(repository, { render })).units()
}

describe('what cannot be rendered', () => {
  test.each<[string, RenderOptions, string, string, string]>([
    ['a tab', plain, 'apps/bad.yaml', 'a: 1\nb:\n\tc: 1\n', 'apps/bad.yaml, line 3, column 1: tab as indent'],
    [
      'a key that stands twice',
      plain,
      'apps/bad.yaml',
      'a: 1\nb: 1\na: 2\n',
      'apps/bad.yaml, line 3, column 1: this key',
    ],
    [
      'no Kubernetes object',
      plain,
      'apps/bad.yaml',
      'a: 1\n',
      'apps/bad.yaml, line 1, column 1: document 1 is no',
    ],
    [
      'a tab in a template',
      templates,
      'base/bad.yaml.template',
      `a: \${A}\n\tb: 1\n`,
      'base/bad.yaml.template, line 2, column 1: tab as indent',
    ],
    [
      'a variable that is missing',
      templates,
      'base/bad.yaml.template',
      `a: 1\nb: \${B}\n`,
      'base/bad.yaml.template, line 2: the variable B is not in prod.env; add B= to prod.env',
    ],
  ])('is told with file and line, and other units go on: %s', async (_, render, path, text, message) => {
    const ok = good.replaceAll(`\${A}`, 'x')
    const units = await unitsOf([render], { 'apps/good.yaml': ok, [path]: text })
    expect(units['bad']).toContain(message)
    expect(units['good']).toBe(ok)
  })

  test.each<[string, RenderOptions, string, string, string]>([
    [
      'a line of variables',
      templates,
      'prod.env',
      'A=x\nnonsense\n',
      'prod.env, line 2: it is no KEY=value line',
    ],
    ['a variable that stands twice', templates, 'prod.env', 'A=x\nA=y\n', 'prod.env, line 2: A stands twice'],
    [
      'a tab in a patch',
      templates,
      'prod.patch.yaml',
      'a: 1\n\tb: 1\n',
      'prod.patch.yaml, line 2, column 1: tab as',
    ],
    [
      'a patch for nothing',
      templates,
      'prod.patch.yaml',
      '# ours\napiVersion: v1\nkind: ConfigMap\nmetadata: {name: gone}\n',
      'prod.patch.yaml, line 2: the patch is for ConfigMap//gone, which no template renders; correct its kind',
    ],
    [
      'a remote base',
      kustomize,
      'over/kustomization.yaml',
      'namespace: a\nresources:\n- github.com/acme/base?ref=v1\n',
      'over/kustomization.yaml, line 3: github.com/acme/base?ref=v1 is not in the repository; commit it, or vendor',
    ],
    [
      'a tab in a kustomization',
      kustomize,
      'over/kustomization.yaml',
      'namespace: a\nresources:\n\t- a\n',
      'over/kustomization.yaml, line 3: it is no YAML',
    ],
  ])(
    'is told with file and line where all units depend on it: %s',
    async (_, render, path, text, message) => {
      await expect(unitsOf([render], { [path]: text })).rejects.toMatchObject({
        code: expect.stringMatching(/^TIDEWAY_(RENDER_FAILED|YAML_INVALID)$/),
        message: expect.stringContaining(message),
      })
    },
  )
})

describe('what a render needs and is not there', () => {
  test.each<[RenderOptions, string]>([
    [{ kind: 'files', path: 'aps' }, 'git:prod: aps: it is not in the repository; check `path` in'],
    [{ ...templates, variables: 'prd.env' }, 'git:prod: prd.env: the file of variables is not there; add'],
    [kustomize, 'git:prod: over: there is no kustomization.yaml; '],
    [
      { kind: 'helm', path: 'chart', units: { by: 'name', name: 'chart' } },
      'git:prod: chart: there is no Chart.yaml; ',
    ],
  ])('is a missing configuration, with the place: %j', async (render, message) => {
    await expect(unitsOf([render], { 'over/a.yaml': good, 'chart/a.yaml': good })).rejects.toMatchObject({
      code: 'TIDEWAY_CONFIG_MISSING',
      message: expect.stringContaining(message),
    })
  })
})

describe('a variable whose uses want different values', () => {
  const set = (key: string, value: string): FieldEdit => ({
    resource: 'ConfigMap//good',
    path: ['data', key],
    value,
  })
  const wanted = { kind: 'update', unit: 'good', edits: [set('a', 'one'), set('b', 'two')] } as const

  test('keeps its value, and the patch says both', async () => {
    await unitsOf([templates], {})
    const checkout = await openTestCheckout(repository ?? createTestRepository({}), { render: [templates] })
    const { files, unresolved } = await checkout.edit(wanted)
    expect(unresolved).toEqual([])
    expect(files.map(({ path }) => path)).toEqual(['prod.patch.yaml'])
  })

  test('is told for every use where there is no patch', async () => {
    const { patch: _, ...unpatched } = { patch: undefined, ...templates }
    await unitsOf([unpatched], {})
    const checkout = await openTestCheckout(repository ?? createTestRepository({}), { render: [unpatched] })
    const { files, unresolved } = await checkout.edit(wanted)
    expect(files).toEqual([])
    expect(unresolved.map(({ path }) => path)).toEqual(['/data/a', '/data/b'])
    expect(unresolved[0]?.reason).toContain('/data/b of ConfigMap//good in unit good would differ')
  })
})
