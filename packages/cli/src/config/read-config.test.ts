import { standardNormalization, TidewayError } from '@tideway/core'
import { describe, expect, it } from 'vitest'
import { parse, stringify } from 'yaml'
import { readConfig } from './read-config.ts'

const minimal = `version: 1
environments:
  dev:
    space: app-dev
    render: [{ kind: files, path: manifests }]
`

function refusal(text: string): string {
  try {
    readConfig(text, 'tideway.yaml')
  } catch (error) {
    if (TidewayError.isInstance(error)) return error.message
    throw error
  }
  throw new Error('nothing was refused')
}

describe('readConfig', () => {
  it('fills in every default', () => {
    expect(readConfig(minimal, 'tideway.yaml')).toEqual({
      confighub: {},
      archive: 'git',
      environments: {
        dev: {
          name: 'dev',
          space: 'app-dev',
          render: [{ kind: 'files', path: 'manifests', units: [{ by: 'file' }] }],
          live: {},
          policy: 'documented',
          mode: 'observe',
          limits: { updates: 20, deletes: 0 },
          onUnreadable: 'stop',
          onBlocked: 'stop',
          sync: { groupBy: { kind: 'environment' }, reviewers: 'none' },
          secrets: 'refuse',
          snapshot: false,
          freeze: [],
          guards: [],
          normalization: { from: 'files', rules: standardNormalization },
        },
      },
    })
  })

  it('lets an environment’s own words win over the defaults', () => {
    const { environments, archive } = readConfig(
      `version: 1
github: { repository: acme/app }
defaults:
  render:
    - { kind: envsubst, path: infra/base, variables: config/dev.env }
    - { kind: kustomize, path: overlays/dev, units: { by: resource } }
  policy: merge
  mode: write
  limits: { updates: 5, deletes: 1 }
  live: { namespace: app, deployers: [our-deployer] }
  sync: { groupBy: codeowners, reviewers: [olga, acme/ops] }
environments:
  dev: { space: app-dev }
  prod:
    sync: { groupBy: { label: team } }
    space: app-prod
    mode: propose
    limits: { updates: 3 }
    live: { context: prod }
    labels: { tier: backend }
    where: HeadRevisionNum > 0
    select: [app-*]
    guards: [{ name: opa, command: [opa, eval] }]
    render: [{ kind: kustomize, path: overlays/prod, tool: kustomize, units: { by: label, key: app } }]
`,
      'tideway.yaml',
    )
    expect(archive).toBe('github')
    expect(environments['dev']?.render).toEqual([
      { kind: 'envsubst', path: 'infra/base', variables: 'config/dev.env', units: [{ by: 'file' }] },
      {
        kind: 'kustomize',
        path: 'overlays/dev',
        command: ['kubectl', 'kustomize'],
        units: [{ by: 'resource' }],
      },
    ])
    expect(environments['prod']).toEqual({
      name: 'prod',
      space: 'app-prod',
      render: [
        {
          kind: 'kustomize',
          path: 'overlays/prod',
          command: ['kustomize', 'build'],
          units: [{ by: 'label', key: 'app' }],
        },
      ],
      live: { namespace: 'app', deployers: ['our-deployer'], context: 'prod' },
      policy: 'merge',
      mode: 'propose',
      limits: { updates: 3, deletes: 1 },
      onUnreadable: 'stop',
      onBlocked: 'stop',
      sync: { groupBy: { kind: 'label', label: 'team' }, reviewers: ['olga', 'acme/ops'] },
      secrets: 'refuse',
      snapshot: false,
      freeze: [],
      guards: [{ name: 'opa', command: ['opa', 'eval'], input: 'plan', timeoutSeconds: 60 }],
      normalization: { from: 'files', rules: standardNormalization },
      labels: { tier: 'backend' },
      where: 'HeadRevisionNum > 0',
      select: ['app-*'],
    })
  })

  it('refuses a snapshot beside groups, reviewers that are no names, and a grouping that there is not', () => {
    const written = (sync: string) =>
      `version: 1\ndefaults: { snapshot: true, render: [{ kind: files, path: a }] }\nenvironments:\n  dev: { space: a, sync: ${sync} }\n`
    expect(refusal(written('{ groupBy: codeowners }'))).toContain(
      'environments.dev.snapshot: does not go with sync.groupBy: a snapshot is kept for the environment as a whole',
    )
    expect(refusal(written('{ groupBy: owners }'))).toContain(
      'environments.dev.sync.groupBy: expected environment, codeowners, or { label: NAME }',
    )
    expect(refusal(written('{ reviewers: [a b] }'))).toContain('expected a login, or org/team')
    expect(refusal(written('{ reviewers: [codeowners, olga] }'))).toContain('codeowners and none stand alone')
    expect(() =>
      readConfig(written('{ groupBy: environment, reviewers: codeowners }'), 'tideway.yaml'),
    ).not.toThrow()
  })

  it('names every problem at once, with line, column and the nearest valid word', () => {
    expect(
      refusal(`version: 2
archive: gti
confighub: { url: hub.example.com }
environments:
  dev:
    space: app-dev
    mode: wirte
    limit: { updates: 5 }
    render: [{ kind: file, path: a }, { kind: files, paths: a }]
  prod:
    limits: { updates: -1 }
    render: []
  "a b": { space: x, render: [{ kind: files, path: a }] }
`),
    ).toBe(`TIDEWAY_CONFIG_INVALID  12 problems
  tideway.yaml:1:10  version: expected 1
  tideway.yaml:2:10  archive: expected github, git; did you mean "git"?
  tideway.yaml:3:19  confighub.url: expected an http or https URL
  tideway.yaml:7:11  environments.dev.mode: expected observe, propose, write; did you mean "write"?
  tideway.yaml:8:5  environments.dev.limit: unknown key "limit"; did you mean "limits"?
  tideway.yaml:9:22  environments.dev.render.0.kind: expected files, envsubst, kustomize, helm, command; did you mean "files"?
  tideway.yaml:9:39  environments.dev.render.1.path: is missing
  tideway.yaml:9:54  environments.dev.render.1.paths: unknown key "paths"; did you mean "path"?
  tideway.yaml:10:3  environments.prod.space: is missing
  tideway.yaml:11:24  environments.prod.limits.updates: expected 0 or more
  tideway.yaml:12:13  environments.prod.render: names no place to render from
  tideway.yaml:13:3  environments.a b: a name holds letters and digits, with single . _ - between them; correct these lines`)
  })

  it('refuses what only several keys together show to be wrong', () => {
    expect(refusal('version: 1\narchive: github\nenvironments:\n  dev: { space: app-dev }\n')).toBe(
      `TIDEWAY_CONFIG_INVALID  2 problems
  tideway.yaml:2:10  archive: github is not configured: add "github: { repository: owner/name }"
  tideway.yaml:4:3  environments.dev.render: is missing, here and in the defaults; correct these lines`,
    )
    expect(refusal('version: 1\nenvironments: {}\n')).toContain(
      'tideway.yaml:2:15  environments: names no environment',
    )
  })

  it('refuses a key that is there twice', () => {
    expect(refusal(`${minimal}    mode: write\n    mode: observe\n`)).toBe(
      'TIDEWAY_CONFIG_INVALID  tideway.yaml:7:5  the key "mode" is there twice; correct that line',
    )
  })

  it.each(['main..x', '-dev', 'dev.lock', 'a--b', 'a/b'])('refuses the environment name %s', (name) => {
    const text = minimal.replace('dev:', `${name}:`)
    expect(refusal(text)).toContain(`environments.${name}: a name holds letters and digits`)
  })

  it('takes what schemas say of custom resources, and refuses files without one', () => {
    const text = `${minimal}normalize:\n  schemas: [crds.yaml]\n`
    const crd = `apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: { name: things.shop.example }
spec:
  group: shop.example
  names: { kind: Thing }
  versions:
    - name: v1
      schema:
        openAPIV3Schema:
          properties: { spec: { properties: { count: { type: integer, default: 1 } } } }
`
    const read = (files: Readonly<Record<string, string>>) => {
      const { environments } = readConfig(text, 'tideway.yaml', (path) => files[path])
      const normalization = environments['dev']?.normalization
      return normalization?.from === 'files' ? normalization.rules : undefined
    }
    expect(read({ 'crds.yaml': crd })?.rules).toContainEqual(
      expect.objectContaining({ id: 'schema-default', values: { '/spec/count': 1 } }),
    )
    expect(read({ 'crds.yaml': crd })?.version).toMatch(/ schema@[0-9a-f]{12}$/)
    const other = crd.replaceAll('things', 'others').replace('Thing', 'Other')
    const kinds = (text: string) =>
      read({ 'crds.yaml': text })?.rules.flatMap(({ id, kinds }) =>
        id === 'schema-default' ? (kinds ?? []) : [],
      )
    const config = 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n'
    expect(kinds(`${crd}---\n${config}---\n---\n${other}`)).toEqual([
      'Thing.shop.example',
      'Other.shop.example',
    ])
    const list = { apiVersion: 'v1', kind: 'List', items: [crd, other].map((text) => parse(text)) }
    expect(kinds(JSON.stringify(list))).toEqual(['Thing.shop.example', 'Other.shop.example'])
    expect(kinds(stringify({ ...list, kind: 'CustomResourceDefinitionList' }))).toHaveLength(2)
    const schema = (kind: string) => ({
      properties: { spec: { properties: { count: { type: 'integer', default: 12345678901234567890n } } } },
      'x-kubernetes-group-version-kind': [{ group: 'shop.example', version: 'v1', kind }],
    })
    const openApi = (kind: string) => stringify({ components: { schemas: { [kind]: schema(kind) } } })
    expect(kinds(`${openApi('One')}---\n${openApi('Two')}---\n${crd}`)).toEqual([
      'One.shop.example',
      'Two.shop.example',
      'Thing.shop.example',
    ])
    const json =
      '{"components": {"schemas": {"a": {"properties": {"spec": {"default": 12345678901234567890}}, "x-kubernetes-group-version-kind": [{"group": "a.example", "version": "v1", "kind": "A"}]}}}}'
    expect(read({ 'crds.yaml': json })?.rules).toContainEqual(
      expect.objectContaining({ id: 'schema-default', values: { '/spec': 12345678901234567890n } }),
    )
    const broken = json.replace('{"default": 12345678901234567890}', '{"$ref": "#/components/schemas/gone"}')
    expect(() => read({ 'crds.yaml': broken })).toThrow(
      /TIDEWAY_UNREADABLE.*crds.yaml: the schema of A\.a\.example/,
    )
    expect(() => read({ 'crds.yaml': 'a: [' })).toThrow(/TIDEWAY_YAML_INVALID.*crds.yaml, line 1/)
    expect(() => read({})).toThrow(/names crds.yaml, which is not there/)
    expect(() => read({ 'crds.yaml': '{"kind": "Status"}' })).toThrow(/crds.yaml/)
    expect(() => read({ 'crds.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n' })).toThrow(
      /neither CustomResourceDefinitions nor an OpenAPI v3 document/,
    )
  })

  it('names the nearest rule where one is switched off that there is not', () => {
    expect(refusal(`${minimal}normalize:\n  off: [defaults-pod]\n`)).toContain(
      'tideway.yaml:7:9  normalize.off.0: there is no rule of this id; did you mean "default-pod"?',
    )
  })

  it('reads where Git is read and who signs in, and no key', () => {
    const config = (github: string, more = '') =>
      `${minimal}github: { repository: acme/app, ${github} }\n${more}`
    const read = readConfig(
      config('app: { id: 7, privateKeyFile: key.pem }', 'git: { via: api }\n'),
      'tideway.yaml',
    )
    expect(read.github?.app).toEqual({ id: '7', privateKeyFile: 'key.pem' })
    expect(read.git).toEqual({ via: 'api' })
    expect(refusal(config('app: { id: 7, privateKey: "-----BEGIN" }'))).toContain('privateKey')
    expect(refusal(`${minimal}git: { via: api }\n`)).toContain('github is not configured')
    for (const other of ['backend: git', 'archive: git'])
      expect(refusal(config('base: main', `git: { via: api }\n${other}\n`))).toContain('git needs a clone')
    for (const folder of ['/deploy', '../deploy', 'deploy/'])
      expect(refusal(config('base: main', `git: { via: api, folder: ${folder} }\n`))).toContain(
        'a folder of the repository',
      )
  })
})
