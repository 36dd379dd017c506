import { type FieldChange, nameChange, type Sides } from '../compare/field-change.ts'
import type { WriteOutcome } from '../contract/sink.ts'
import type { DecidedChange } from '../decide/decide-change.ts'
import { formatPath } from '../model/field-path.ts'
import { parseKeyedSegment } from '../model/keyed-segment.ts'
import { locateField } from '../model/locate-field.ts'
import { ownValue } from '../model/own-value.ts'
import type { UnitTree } from '../normalize/unit-tree.ts'
import type { PlannedUnit } from '../plan/planned-unit.ts'
import { describeBase, describeValue } from './describe-value.ts'
import type { FieldReport, UnitReport } from './flow-report.ts'

/** Reports one planned unit, with what became of its write where it was tried. */
export function reportUnit(
  unit: Pick<PlannedUnit, 'stock' | 'decided' | 'verdict' | 'obstacle'>,
  sides: Sides,
  outcome?: WriteOutcome,
): UnitReport {
  return {
    unit: unit.stock.unit,
    unitChange: unit.stock.unitChange,
    verdict: unit.verdict,
    fields: unit.decided.map((item) =>
      reportField(item, sides, { left: unit.stock.gitTree, right: unit.stock.headTree }),
    ),
    ...(unit.obstacle === undefined ? {} : { obstacle: unit.obstacle.message }),
    ...reportOutcome(outcome),
  }
}

/** What became of a unit's write, as a report keeps it. */
export function reportOutcome(
  outcome: WriteOutcome | undefined,
): Pick<UnitReport, 'outcome' | 'revision' | 'error'> {
  if (outcome === undefined) return {}
  const { kind, revision, error } = outcome
  return {
    outcome: kind,
    ...(revision === undefined ? {} : { revision }),
    ...(error === undefined ? {} : { error: { code: error.code, message: error.message } }),
  }
}

/** Reports one decided field; `trees` are the unit on both sides, to tell where the field stands there. */
export function reportField(
  item: DecidedChange,
  sides: Sides,
  trees?: { readonly left: UnitTree; readonly right: UnitTree },
): FieldReport {
  const { change } = item
  return {
    resource: change.resource,
    path: formatPath(change.path),
    ...(trees === undefined ? {} : locate(change, trees)),
    change: nameChange(change, sides),
    verdict: item.verdict,
    rule: item.rule,
    ...(item.beat.length === 0 ? {} : { beat: item.beat }),
    reason: item.reason,
    ...(item.autoMerge === undefined ? {} : { autoMerge: item.autoMerge }),
    base: describeBase(change.resource, change.path, change.base),
    left: describeValue(change.resource, change.path, change.left),
    right: describeValue(change.resource, change.path, change.right),
    setBy: change.setBy,
    ...(change.leftSetBy === undefined ? {} : { leftSetBy: change.leftSetBy }),
  }
}

// Only a path through a list is not a JSON Pointer already.
function locate(
  { resource, path }: FieldChange,
  trees: { readonly left: UnitTree; readonly right: UnitTree },
): Pick<FieldReport, 'pointers'> {
  if (!path.some((segment) => parseKeyedSegment(segment) !== undefined)) return {}
  const [left, right] = [trees.left, trees.right].map((tree) => locateField(ownValue(tree, resource), path))
  return { pointers: { ...(left === undefined ? {} : { left }), ...(right === undefined ? {} : { right }) } }
}
