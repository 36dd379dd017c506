import { describe, expect, it } from 'vitest'
import { formatPath } from '../model/field-path.ts'
import type { JsonObject } from '../model/json.ts'
import { readFieldOwners } from '../normalize/field-owners.ts'
import { createNormalization, keyForRules, type Normalization } from '../normalize/normalization.ts'
import { pruneResource } from '../normalize/prune-resource.ts'
import type { ResourceFacts } from '../normalize/resource-facts.ts'
import { parseUnit } from '../parse/parse-unit.ts'
import { knownBase } from './base-tree.ts'
import { compareTrees } from './compare-trees.ts'
import { isAgreed, nameChange } from './field-change.ts'

const sides = { left: 'git', right: 'confighub' }

function read(text: string): JsonObject {
  const unit = parseUnit(text)
  if (unit.kind === 'invalid') throw unit.error
  return unit.resources[0]?.value ?? {}
}

interface Given {
  readonly base?: string
  readonly facts?: ResourceFacts
  readonly normalization?: Normalization
}

function compare(left: string, right: string, given: Given = {}) {
  const [base, one, other] = [given.base ?? left, left, right].map((text) =>
    pruneResource(read(text), given.normalization),
  )
  const changes = compareTrees(keyForRules(one ?? {}), knownBase(base), one, other, {
    normalization: given.normalization,
    facts: () => given.facts ?? {},
  })
  return changes.map(
    (change) =>
      `${formatPath(change.path)} ${nameChange(change, sides)}${change.rule === undefined ? '' : ` (${change.rule})`}`,
  )
}

const deployment = (pod: string, spec = '') =>
  `apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web}\nspec: {${spec}template: {spec: ${pod}}}\n`
const memory = (value: string) =>
  deployment(`{containers: [{name: app, resources: {limits: {memory: ${value}}}}]}`)
const limit = '/spec/template/spec/containers/[name=app]/resources/limits/memory'

describe('values that mean the same', () => {
  it('compares quantities by value, at typed paths', () => {
    expect(compare(memory('1Gi'), memory('1024Mi'))).toEqual([`${limit} same-meaning (quantity)`])
    expect(compare(memory('1'), memory('"1000m"'))).toEqual([`${limit} same-meaning (quantity)`])
    expect(compare(memory('1Gi'), memory('1G'))).toEqual([`${limit} confighub-only`])
    const settings = (value: string) =>
      `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\ndata: {a: ${value}}\n`
    expect(compare(settings('1Gi'), settings('1024Mi'))).toEqual(['/data/a confighub-only'])
  })

  it('sees that only one side changed, however the base is spelled', () => {
    expect(compare(memory('1024Mi'), memory('2Gi'), { base: memory('1Gi') })).toEqual([
      `${limit} confighub-only`,
    ])
    expect(compare(memory('1024Mi'), memory('1024Mi'), { base: memory('1Gi') })).toEqual([])
  })

  it('keeps the number of a port from its name', () => {
    const service = (port: string) =>
      `apiVersion: v1\nkind: Service\nmetadata: {name: a}\nspec: {ports: [{port: 80, targetPort: ${port}}]}\n`
    expect(compare(service('80'), service('"80"'))).toEqual([
      '/spec/ports/[port=80]/targetPort confighub-only',
    ])
  })

  it('takes a default for absent, and a change back to it for a change', () => {
    const scaled = (spec: string) => deployment('{}', spec)
    expect(compare(scaled(''), scaled('replicas: 1, '))).toEqual([
      '/spec/replicas default-only (default-workload)',
    ])
    expect(compare(scaled('replicas: 3, '), scaled('replicas: 1, '))).toEqual([
      '/spec/replicas confighub-only',
    ])
    expect(compare(scaled('replicas: 3, '), scaled(''))).toEqual(['/spec/replicas confighub-only'])
    expect(
      compare(scaled(''), scaled('strategy: {type: RollingUpdate, rollingUpdate: {maxSurge: 25%}}, ')),
    ).toEqual(['/spec/strategy default-only (default-deployment,empty-kind)'])
  })

  it('takes an empty map for absent only where that means nothing', () => {
    expect(compare(deployment('{securityContext: {}}'), deployment('{}'))).toEqual([
      '/spec/template/spec/securityContext default-only (empty-pod)',
    ])
    const volume = (source: string) => deployment(`{volumes: [{name: tmp${source}}]}`)
    expect(compare(volume(', emptyDir: {}'), volume(''))).toEqual([
      '/spec/template/spec/volumes/[name=tmp]/emptyDir confighub-only',
    ])
    const policy = (spec: string) =>
      `apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: {name: a}\nspec: {podSelector: {}${spec}}\n`
    expect(compare(policy(', ingress: [{}]'), policy(''))).toEqual(['/spec/ingress confighub-only'])
  })

  it('takes verbs and finalizers for sets', () => {
    const role = (verbs: string, finalizers: string) =>
      `apiVersion: rbac.authorization.k8s.io/v1\nkind: Role\nmetadata: {name: a, finalizers: ${finalizers}}\nrules: [{apiGroups: [""], verbs: ${verbs}}]\n`
    expect(compare(role('[get, list]', '[a, b]'), role('[list, get]', '[b, a]'))).toEqual([
      '/metadata/finalizers order-only (set)',
      '/rules order-only (set)',
    ])
    expect(compare(role('[get]', '[a]'), role('[list]', '[a]'))).toEqual(['/rules confighub-only'])
  })

  it('takes a Secret’s texts for its data', () => {
    const secret = (body: string) => `apiVersion: v1\nkind: Secret\nmetadata: {name: a}\n${body}`
    expect(compare(secret('stringData: {a: bar}\ntype: Opaque\n'), secret('data: {a: YmFy}\n'))).toEqual([
      '/type default-only (default-secret)',
    ])
    expect(compare(secret('stringData: {a: bar}\n'), secret('data: {a: YmF6}\n'))).toEqual([
      '/data/a confighub-only',
    ])
  })

  it('finds a port without its protocol', () => {
    const ports = (text: string) => deployment(`{containers: [{name: app, ports: ${text}}]}`)
    expect(
      compare(
        ports('[{containerPort: 53, protocol: UDP}, {containerPort: 53}]'),
        ports('[{containerPort: 53, protocol: TCP}, {containerPort: 53, protocol: UDP}]'),
      ),
    ).toEqual([
      '/spec/template/spec/containers/[name=app]/ports/[containerPort=53,protocol=TCP]/protocol default-only (default-pod)',
      '/spec/template/spec/containers/[name=app]/ports order-only',
    ])
  })
})

describe('what the cluster adds', () => {
  const service = (spec: string) => `apiVersion: v1\nkind: Service\nmetadata: {name: a}\nspec: {${spec}}\n`
  const live: Given = { facts: { observed: 'right' } }

  it('is nobody’s change where nobody declared it', () => {
    expect(compare(service(''), service('clusterIP: 10.0.0.1, sessionAffinity: None'), live)).toEqual([
      '/spec/clusterIP unowned (live-service)',
      '/spec/sessionAffinity default-only (default-service)',
    ])
    expect(compare(service('clusterIP: None'), service('clusterIP: 10.0.0.1'), live)).toEqual([
      '/spec/clusterIP confighub-only',
    ])
    expect(compare(service(''), service('clusterIP: 10.0.0.1'))).toEqual(['/spec/clusterIP confighub-only'])
  })

  it('is told from what a person added to the same map', () => {
    const claim = (annotations: string) =>
      `apiVersion: v1\nkind: PersistentVolumeClaim\nmetadata: {name: a${annotations}}\n`
    const annotated = claim(', annotations: {mine: a, pv.kubernetes.io/bind-completed: "yes"}')
    expect(compare(claim(''), annotated, live)).toEqual([
      '/metadata/annotations/mine confighub-only',
      '/metadata/annotations/pv.kubernetes.io~1bind-completed unowned (live-annotations)',
    ])
  })

  it('is a controller’s where managedFields say so', () => {
    const owned = (manager: string): ResourceFacts => ({
      observed: 'right',
      isController: (name) => name.startsWith('provider-'),
      ownerOf: readFieldOwners({
        metadata: {
          managedFields: [{ manager, fieldsV1: { 'f:spec': { 'f:forProvider': { 'f:arn': {} } } } }],
        },
      }),
    })
    const managed = (spec: string) =>
      `apiVersion: iam.aws.upbound.io/v1\nkind: Role\nmetadata: {name: a}\nspec: {forProvider: {${spec}}}\n`
    const filled = managed('arn: x')
    expect(compare(managed(''), filled, { facts: owned('provider-aws-iam') })).toEqual([
      '/spec/forProvider/arn unowned (set-by-controller)',
    ])
    expect(compare(managed(''), filled, { facts: owned('kubectl-edit') })).toEqual([
      '/spec/forProvider/arn confighub-only',
    ])
  })

  it('leaves replicas to an autoscaler', () => {
    const facts = { observed: 'right', autoscaled: true } as const
    const two = deployment('{}', 'replicas: 2, ')
    const five = deployment('{}', 'replicas: 5, ')
    expect(compare(two, five, { facts })).toEqual(['/spec/replicas unowned (autoscaled-replicas)'])
    expect(compare(two, five, live)).toEqual(['/spec/replicas confighub-only'])
  })
})

describe('rules of one’s own', () => {
  const ignoring = (path: string, managers?: readonly string[]) =>
    createNormalization({
      rules: [
        {
          id: 'mine',
          version: 1,
          source: 'the team',
          kind: 'equivalence',
          when: 'always',
          paths: [path],
          managers,
          class: 'ignored',
        },
      ],
    })
  const image = (app: string, proxy: string) =>
    deployment(`{containers: [{name: app, image: ${app}}, {name: proxy, image: ${proxy}}]}`)

  it('ignore an element of a list, and no other', () => {
    const normalization = ignoring('/spec/template/spec/containers/[name=proxy]/image')
    expect(compare(image('a:1', 'p:1'), image('a:2', 'p:2'), { normalization })).toEqual([
      '/spec/template/spec/containers/[name=app]/image confighub-only',
      '/spec/template/spec/containers/[name=proxy]/image ignored (mine)',
    ])
  })

  it('ignore a map as a whole, and what one field manager sets', () => {
    const normalization = ignoring('/spec/template')
    expect(compare(image('a:1', 'p:1'), image('a:2', 'p:1'), { normalization })).toEqual([
      '/spec/template ignored (mine)',
    ])
    const ownerOf = (path: readonly string[]) =>
      path.includes('[name=app]') ? { manager: 'image-updater' } : { manager: 'kubectl' }
    const facts: ResourceFacts = { observed: 'right', ownerOf }
    expect(
      compare(image('a:1', 'p:1'), image('a:2', 'p:2'), {
        facts,
        normalization: ignoring('/spec', ['image-*']),
      }),
    ).toEqual([
      '/spec/template/spec/containers/[name=app]/image ignored (mine)',
      '/spec/template/spec/containers/[name=proxy]/image confighub-only',
    ])
  })

  it('switch built-in rules off, and name the set', () => {
    const normalization = createNormalization({ off: ['default-workload', 'status'] })
    const one = deployment('{}')
    expect(compare(one, `${deployment('{}', 'replicas: 1, ')}status: {a: 1}\n`, { normalization })).toEqual([
      '/spec/replicas confighub-only',
      '/status confighub-only',
    ])
    expect(normalization.version).toBe('3 -default-workload -status')
    expect(ignoring('/spec').version).toBe('3 +mine@1')
  })
})

it('agrees on every class that needs no decision', () => {
  const changes = compareTrees('Secret//a', knownBase({}), { type: 'Opaque' }, {}, {})
  expect(changes.map((change) => [change.kind, isAgreed(change)])).toEqual([['default-only', true]])
})
