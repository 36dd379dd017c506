import { strictEqual } from 'node:assert/strict'
import { parseArgs } from 'node:util'
import deepEqual from 'fast-deep-equal'
import { parseDocument } from 'yaml'
import { knownBase } from '../packages/core/src/compare/base-tree.ts'
import { compareThreeWay } from '../packages/core/src/compare/compare-three-way.ts'
import { compareUnit } from '../packages/core/src/compare/compare-unit.ts'
import { isAgreed } from '../packages/core/src/compare/field-change.ts'
import { editText } from '../packages/core/src/edit/edit-text.ts'
import { locateField } from '../packages/core/src/model/locate-field.ts'
import { readUnitTree } from '../packages/core/src/normalize/read-unit-tree.ts'
import { type BenchUnits, makeUnits, reformatUnits } from './make-units.ts'
import { formatMeasure, type Measure, time } from './measure.ts'
import { type Answer, compareWithJsYaml, compareWithYaml, parseWithJsYaml } from './peers.ts'
import { measureProcesses } from './processes.ts'

const { values } = parseArgs({
  options: { units: { type: 'string', default: '2000' }, only: { type: 'string' } },
})
const count = Number(values.units)

function compareWithTideway({ base, left, right }: BenchUnits): Answer {
  const { units } = compareThreeWay({ texts: base }, { texts: left }, { texts: right })
  return units.flatMap((unit) => {
    if (unit.kind !== 'compared') throw new Error(`${unit.unit} was not compared`)
    return unit.changes
      .filter((change) => !isAgreed(change))
      .map((change) => {
        const place = locateField(unit.left.raw[change.resource], change.path)
        return `${unit.unit} ${place} ${change.kind === 'one-side' ? change.side : change.kind}`
      })
  })
}

function requireSame(one: Answer, other: Answer): void {
  strictEqual(one.toSorted().join('\n'), other.toSorted().join('\n'))
}

const units = makeUnits(count)
const reformatted = reformatUnits(units)
const quiet: BenchUnits = { ...units, left: units.base, right: copy(units.base) }

// Other strings with the same characters, as they are when they come from files.
function copy(set: ReadonlyMap<string, string>): ReadonlyMap<string, string> {
  return new Map([...set].map(([unit, text]) => [unit, Buffer.from(text).toString()]))
}

const characters = [...units.base.values()].reduce((sum, text) => sum + text.length, 0)
console.log(
  `${count} units, ${Math.round(characters / count)} characters each, ${(units.changedShare * 100).toFixed(1)}% changed`,
)

function* measureAll(): Iterable<Measure> {
  const ours = compareWithTideway(units)
  requireSame(ours, compareWithYaml(units))
  requireSame(ours, compareWithJsYaml(units))
  requireSame(compareWithTideway(reformatted), ours)
  console.log(`${ours.length} differences, found alike by all`)
  const whole = time(5, () => compareWithTideway(units))
  const withoutSkip = time(3, () => compareWithTideway(reformatted))
  const yaml = time(1, () => compareWithYaml(units))
  const jsYaml = time(3, () => compareWithJsYaml(units))
  const parsing = time(3, () => parseWithJsYaml(units))
  yield {
    id: 'P1',
    what: 'three-way from texts, against yaml and jsondiffpatch',
    kind: 'faster',
    ratio: yaml / whole,
    gate: 100,
    ambition: 200,
  }
  yield {
    id: 'P2',
    what: 'the same against js-yaml and microdiff',
    kind: 'faster',
    ratio: jsYaml / whole,
    gate: 12,
    ambition: 25,
  }
  yield {
    id: 'P3',
    what: 'nothing to skip, against yaml and jsondiffpatch',
    kind: 'faster',
    ratio: yaml / withoutSkip,
    gate: 10,
    ambition: 20,
  }
  yield {
    id: 'P4',
    what: 'nothing to skip, over js-yaml only parsing three sides',
    kind: 'share',
    ratio: withoutSkip / parsing,
    gate: 1.3,
    ambition: 0.5,
  }
  yield measureWalk()
  yield measureGrowth()
  yield measureEdit()
  const nothing = time(5, () => strictEqual(compareWithTideway(quiet).length, 0))
  yield {
    id: 'P11',
    what: 'nothing changed anywhere, over js-yaml only parsing three sides',
    kind: 'share',
    ratio: nothing / parsing,
    gate: 0.01,
    ambition: 0.005,
  }
  yield* measureProcesses(count)
}

function measureWalk(): Measure {
  const trees = [...units.base.keys()].map((unit) =>
    [units.base, units.left, units.right].map((set) => {
      const read = readUnitTree(set.get(unit) ?? '', unit)
      if (read.kind === 'invalid') throw read.error
      // fast-deep-equal cannot look at maps without a prototype.
      return structuredClone(read.tree)
    }),
  )
  const walk = time(15, () => {
    for (const [base, left = {}, right = {}] of trees) compareUnit(knownBase(base), left, right, {})
  })
  const equal = time(15, () => {
    for (const [base, left, right] of trees) [deepEqual(base, left), deepEqual(base, right)]
  })
  return {
    id: 'P5',
    what: 'walk of parsed units, over two fast-deep-equal',
    kind: 'share',
    ratio: walk / equal,
    gate: 1,
    ambition: 0.7,
  }
}

function measureGrowth(): Measure {
  const [few, many] = [1000, 10_000].map((size) => {
    const some = makeUnits(size)
    return time(5, () => compareWithTideway(some)) / size
  })
  return {
    id: 'P6',
    what: 'time per unit of 10,000 units over 1,000',
    kind: 'share',
    ratio: (many ?? Number.NaN) / (few ?? Number.NaN),
    gate: 1.15,
    ambition: 1.05,
  }
}

function measureEdit(): Measure {
  const texts = [...units.base.values()].filter((_, index) => index % 4 === 0).slice(0, 100)
  const path = ['spec', 'replicas']
  const ours = time(3, () => {
    for (const [index, text] of texts.entries()) {
      const edited = editText(text, [{ resource: `Deployment.apps/shop/app-${index * 4}`, path, value: 5 }])
      if (edited.kind === 'refused') throw edited.error
    }
  })
  const yaml = time(3, () => {
    for (const text of texts) {
      const document = parseDocument(text)
      document.setIn(path, 5)
      document.toString()
    }
  })
  return {
    id: 'P10',
    what: 'one field edited, against parseDocument, setIn, toString of yaml',
    kind: 'faster',
    ratio: yaml / ours,
    gate: 10,
    ambition: 20,
  }
}

for (const measure of measureAll()) {
  if (values.only === undefined || values.only === measure.id) console.log(formatMeasure(measure))
}
