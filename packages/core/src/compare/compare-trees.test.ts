import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { formatPath } from '../model/field-path.ts'
import type { JsonObject, Tree } from '../model/json.ts'
import { emptyPathSet, pathSetOf } from '../model/path-set.ts'
import { setField } from '../model/set-field.ts'
import { kubernetesListKeys } from '../normalize/list-keys.ts'
import { knownBase, unknownBase } from './base-tree.ts'
import { compareTrees } from './compare-trees.ts'
import { nameChange } from './field-change.ts'

const sides = { left: 'git', right: 'confighub' }
const deployment = 'Deployment.apps/shop/web'
const rules = { listKeys: kubernetesListKeys }

const compare = (base: Tree, left: Tree, right: Tree, resource = 'ConfigMap/shop/settings') =>
  compareTrees(resource, knownBase(base), left, right, rules).map(
    (change) => `${formatPath(change.path)} ${nameChange(change, sides)}`,
  )

describe('compareTrees', () => {
  it('says nothing where all sides are equal', () => {
    expect(compare({ a: 1, b: [1] }, { b: [1], a: 1 }, { a: 1, b: [1] })).toEqual([])
  })

  it('names the side that changed a field', () => {
    expect(compare({ a: 1, b: 1 }, { a: 2, b: 1 }, { a: 1, b: 3 })).toEqual([
      '/a git-only',
      '/b confighub-only',
    ])
  })

  it('tells alike changes from a conflict', () => {
    expect(compare({ a: 1, b: 1 }, { a: 2, b: 2 }, { a: 2, b: 3 })).toEqual(['/a both-same', '/b conflict'])
  })

  it('takes an edit against a deletion for a conflict', () => {
    expect(compare({ a: { x: 1 } }, {}, { a: { x: 2 } })).toEqual(['/a conflict'])
    expect(compare({ a: { x: 1 } }, {}, { a: { x: 1 } })).toEqual(['/a git-only'])
  })

  it('merges additions of different keys below a new map, and not of the same key', () => {
    expect(compare({}, { m: { a: 1 } }, { m: { b: 2 } })).toEqual(['/m/a git-only', '/m/b confighub-only'])
    expect(compare({}, { m: { a: 1 } }, { m: { a: 2 } })).toEqual(['/m/a conflict'])
  })

  it('takes a difference without a base for a conflict', () => {
    const changes = compareTrees('ConfigMap/a/b', unknownBase, { a: 1, b: 1 }, { a: 1, b: 2 }, rules)
    expect(changes.map((change) => `${formatPath(change.path)} ${change.kind}`)).toEqual([
      '/a both-same',
      '/b conflict',
    ])
  })

  it('confines an unknown base to the fields that it names', () => {
    const base = { value: { a: 1, b: 1 }, unknown: pathSetOf([['b']]) }
    const changes = compareTrees('ConfigMap/a/b', base, { a: 2, b: 1 }, { a: 1, b: 2 }, rules)
    expect(changes.map((change) => `${formatPath(change.path)} ${change.kind}`)).toEqual([
      '/a one-side',
      '/b conflict',
    ])
  })

  it('compares containers by name, wherever they stand', () => {
    const pod = (containers: Tree) => ({ spec: { template: { spec: { containers: containers ?? [] } } } })
    const base = pod([{ name: 'app', image: 'app:1' }])
    const left = pod([{ name: 'app', image: 'app:2' }])
    const right = pod([
      { name: 'proxy', image: 'proxy:1' },
      { name: 'app', image: 'app:1' },
    ])
    expect(compare(base, left, right, deployment)).toEqual([
      '/spec/template/spec/containers/[name=app]/image git-only',
      '/spec/template/spec/containers/[name=proxy] confighub-only',
    ])
  })

  it('takes two different additions of one container for a conflict in every field that differs', () => {
    const pod = (...containers: readonly JsonObject[]) => ({ spec: { template: { spec: { containers } } } })
    const app = '/spec/template/spec/containers/[name=app]'
    expect(
      compare(
        pod(),
        pod({ name: 'app', image: 'app:1', args: ['a'] }),
        pod({ name: 'app', image: 'app:1', tty: true }),
        deployment,
      ),
    ).toEqual([
      `${app}/args conflict`,
      `${app}/image both-same`,
      `${app}/name both-same`,
      `${app}/tty conflict`,
    ])
  })

  it('takes two different additions of one resource for a conflict', () => {
    expect(compare(undefined, { data: { a: '1' } }, { data: { b: '1' } })).toEqual([
      '/data/a conflict',
      '/data/b conflict',
    ])
    expect(compare(undefined, { data: { a: '1' } }, undefined)).toEqual([' git-only'])
  })

  it('does not take a port of another protocol for the same port', () => {
    const ports = (...list: readonly JsonObject[]) => ({
      spec: { template: { spec: { containers: [{ name: 'dns', ports: list }] } } },
    })
    const place = '/spec/template/spec/containers/[name=dns]/ports'
    expect(
      compare(
        ports({ containerPort: 53 }),
        ports({ containerPort: 53, protocol: 'UDP' }),
        ports({ containerPort: 53, hostPort: 53 }),
        deployment,
      ),
    ).toEqual([
      `${place}/[containerPort=53,protocol=UDP] git-only`,
      `${place}/[containerPort=53,protocol=TCP] conflict`,
    ])
  })

  it('does not merge a list that is a map on the other side', () => {
    const one = (value: Tree) => ({ spec: { template: { spec: { containers: value ?? null } } } })
    const list = [{ name: 'app', image: 'app:1' }]
    const place = '/spec/template/spec/containers'
    expect(compare(one(list), one({ app: 1 }), one(list), deployment)).toEqual([`${place} git-only`])
    expect(compare(one(list), one({ app: 1 }), one([{ name: 'app', image: 'app:2' }]), deployment)).toEqual([
      `${place} conflict`,
    ])
  })

  it('takes labels that are gone for labels without entries', () => {
    const labelled = (...labels: readonly string[]) => ({
      metadata:
        labels.length === 0 ? {} : { labels: Object.fromEntries(labels.map((label) => [label, '1'])) },
    })
    expect(compare(labelled('a'), labelled(), labelled('a', 'b'))).toEqual([
      '/metadata/labels/a git-only',
      '/metadata/labels/b confighub-only',
    ])
    expect(compare(labelled('a'), labelled(), labelled('a'))).toEqual(['/metadata/labels git-only'])
    expect(compare({ spec: { a: 1 } }, {}, { spec: { a: 1, b: 1 } })).toEqual(['/spec conflict'])
  })

  it('tells a mere change of order from a change', () => {
    const pod = (...names: string[]) => ({
      spec: { template: { spec: { containers: names.map((name) => ({ name })) } } },
    })
    expect(compare(pod('a', 'b'), pod('a', 'b'), pod('b', 'a'), deployment)).toEqual([
      '/spec/template/spec/containers order-only',
    ])
  })

  it('takes another order for a change where the order is what is done', () => {
    const pod = (names: string, image = 'a') => ({
      spec: { template: { spec: { initContainers: [...names].map((name) => ({ name, image })) } } },
    })
    const place = '/spec/template/spec/initContainers'
    expect(compare(pod('ab'), pod('ba'), pod('ab'), deployment)).toEqual([`${place} git-only`])
    expect(compare(pod('ab'), pod('ab'), pod('ba'), deployment)).toEqual([`${place} confighub-only`])
    expect(compare(pod('abc'), pod('bac'), pod('acb'), deployment)).toEqual([`${place} conflict`])
    expect(compare(pod('ab'), pod('ba'), pod('ab', 'new'), deployment)).toEqual([`${place} conflict`])
    expect(compare(pod('ab'), pod('ba'), pod('ba'), deployment)).toEqual([])
    // One that is new in between turns nothing round.
    expect(compare(pod('ab'), pod('anb'), pod('ab'), deployment)).toEqual([`${place}/[name=n] git-only`])
  })

  it('takes another order of variables for a change where one refers to the other', () => {
    const pod = (...env: [string, string][]) => ({
      spec: {
        template: {
          spec: { containers: [{ name: 'app', env: env.map(([name, value]) => ({ name, value })) }] },
        },
      },
    })
    const place = '/spec/template/spec/containers/[name=app]/env'
    const turn = (...env: [string, string][]) =>
      compare(pod(...env), pod(...env.toReversed()), pod(...env), deployment)
    expect(turn(['HOST', 'db'], ['URL', 'pg://$(HOST)/x'])).toEqual([`${place} git-only`])
    expect(turn(['HOST', 'db'], ['URL', 'pg://$$(HOST)/x'])).toEqual([`${place} order-only`])
    expect(turn(['HOST', 'db'], ['URL', 'pg://$(OTHER)/x'])).toEqual([`${place} order-only`])
    const [host, url, more] = [
      ['HOST', 'db'],
      ['URL', '$(HOST)'],
      ['MORE', 'x'],
    ] as const
    const before = pod([...host], [...url], [...more])
    expect(compare(before, pod([...more], [...host], [...url]), before, deployment)).toEqual([
      `${place} order-only`,
    ])
  })

  it('takes a list with doubled keys as one value', () => {
    const pod = (...env: [string, string][]) => ({
      spec: {
        template: {
          spec: { containers: [{ name: 'app', env: env.map(([name, value]) => ({ name, value })) }] },
        },
      },
    })
    const doubled = pod(['A', '1'], ['A', '2'])
    expect(compare(doubled, pod(['A', '1'], ['A', '3']), doubled, deployment)).toEqual([
      '/spec/template/spec/containers/[name=app]/env git-only',
    ])
  })

  it('never guesses a key for lists of custom resources', () => {
    const base = { spec: { rules: [{ name: 'a', v: 1 }] } }
    expect(
      compare(
        base,
        { spec: { rules: [{ name: 'a', v: 2 }] } },
        { spec: { rules: [{ name: 'a', v: 1 }, { name: 'b' }] } },
        'Thing.example.com//x',
      ),
    ).toEqual(['/spec/rules conflict'])
  })

  it('takes a side that was missing and is back for changed, also with the old value', () => {
    const changes = compareTrees(
      'ConfigMap/a/b',
      knownBase({ a: 1 }),
      { a: 1 },
      { a: 2 },
      { ...rules, returned: ['left'] },
    )
    expect(changes.map((change) => change.kind)).toEqual(['conflict'])
  })
})

const leaf = fc.oneof(fc.integer({ min: 0, max: 3 }), fc.constantFrom('x', 'y'), fc.boolean())
const tree: fc.Arbitrary<Tree> = fc.letrec<{ tree: Tree }>((tie) => ({
  tree: fc.oneof(
    { depthSize: 'small' },
    leaf,
    fc.array(leaf, { maxLength: 2 }),
    fc.dictionary(fc.constantFrom('a', 'b', 'c'), tie('tree') as fc.Arbitrary<number>, { maxKeys: 3 }),
  ),
})).tree

describe('the laws of compareTrees', () => {
  it('finds nothing between three equal values', () => {
    fc.assert(fc.property(tree, (x) => compare(x, x, x).length === 0))
  })

  it('mirrors its classes when the sides are swapped', () => {
    const swap = (text: string) =>
      text.replace(/(git|confighub)-only$/, (_, side: string) =>
        side === 'git' ? 'confighub-only' : 'git-only',
      )
    fc.assert(
      fc.property(tree, tree, tree, (base, left, right) => {
        expect(compare(base, right, left).map(swap)).toEqual(compare(base, left, right))
      }),
    )
  })

  it('reports every field that has to change for the left side to become the right one', () => {
    fc.assert(
      fc.property(tree, tree, tree, (base, left, right) => {
        let result: Tree = left
        for (const change of compareTrees(
          'ConfigMap/a/b',
          { value: base, unknown: emptyPathSet },
          left,
          right,
          rules,
        )) {
          result = setField(result, change.path, change.right)
        }
        expect(result).toEqual(right)
      }),
    )
  })
})
