import {
  type FieldReport,
  type FlowReport,
  type Json,
  parsePath,
  parseResourceKey,
  setField,
  type Tree,
  type UnitReport,
} from '@tideway/core'
import { stringify } from 'yaml'

/** A file of cases made of one unit of a report, and the fields that could not be taken over. */
export interface WrittenCases {
  readonly text: string
  /** How many cases it holds. */
  readonly count: number
  /** Fields whose values the report does not hold whole: Secrets, and long ones. */
  readonly leftOut: readonly string[]
}

/**
 * Writes one case per resource of a unit, from the report of a real run. Values of Secrets are not in a report, and
 * values that it cut cannot be read back: their fields are left out, and named.
 */
export function writeCases(report: FlowReport, unit: UnitReport, policy: string): WrittenCases {
  const resources = [...new Set(unit.fields.map((field) => field.resource))]
  const leftOut = unit.fields.filter((field) => !isWhole(field))
  const cases = resources.flatMap((resource) => {
    const fields = unit.fields.filter((field) => field.resource === resource && isWhole(field))
    return fields.length === 0 ? [] : [caseOf(report, unit, resource, fields)]
  })
  return {
    text: stringify({ policy, cases }, { lineWidth: 110 }),
    count: cases.length,
    leftOut: leftOut.map(({ resource, path }) => `${resource} ${path}`),
  }
}

function caseOf(report: FlowReport, unit: UnitReport, resource: string, fields: readonly FieldReport[]) {
  const { group, kind, namespace, name } = parseResourceKey(resource)
  const author = fields.find((field) => field.setBy !== undefined)?.setBy
  const by = {
    ...(author?.id === undefined ? {} : { id: author.id }),
    ...(author?.name === undefined ? {} : { by: author.name }),
  }
  const side = report.flow === 'capture' ? report.sides.left : report.sides.right
  const verdicts = fields.map((field) => field.verdict)
  const verdict = verdicts.includes('block')
    ? 'block'
    : verdicts.includes('hold')
      ? 'hold'
      : verdicts.includes('take')
        ? 'write'
        : 'leave'
  const from = report.flow === 'sync' ? report.sides.right : report.sides.left
  const isUnknown = fields.some((field) => field.base === '<unknown>')
  return {
    name: `${unit.unit}: ${kind} ${name} as ${report.flow} saw it in ${report.environment}`,
    flow: report.flow,
    context: {
      env: report.environment,
      unit: unit.unit,
      ...(isUnknown ? { base: 'unknown' } : {}),
      ...(author === undefined ? {} : { [side]: { ...by, kind: author.kind } }),
    },
    resource: {
      apiVersion: group === '' ? 'v1' : `${group}/v1`,
      kind,
      metadata: { name, ...(namespace === '' ? {} : { namespace }) },
    },
    ...(isUnknown ? {} : sideOf('base', fields, (field) => field.base)),
    ...sideOf(report.sides.left, fields, (field) => field.left),
    ...sideOf(report.sides.right, fields, (field) => field.right),
    expect: {
      verdict,
      decisions: Object.fromEntries(
        fields.map(({ path, verdict: decided, rule, autoMerge }) => [
          path,
          {
            ...(decided === 'take' ? { take: from } : { decide: decided }),
            rule,
            ...(autoMerge === undefined ? {} : { autoMerge }),
          },
        ]),
      ),
    },
  }
}

function sideOf(
  label: string,
  fields: readonly FieldReport[],
  textOf: (field: FieldReport) => string | undefined,
): Readonly<Record<string, Tree>> {
  const isAbsent = fields.some((field) => field.path === '' && textOf(field) === undefined)
  if (isAbsent) return {}
  let side: Tree = {}
  for (const field of fields) {
    const text = textOf(field)
    if (text !== undefined) side = setField(side, parsePath(field.path), readValue(text))
  }
  return { [label]: side }
}

function isWhole(field: FieldReport): boolean {
  return [field.base, field.left, field.right].every(
    (text) => text === undefined || text === '<unknown>' || (!text.includes('<secret>') && isJson(text)),
  )
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}

function readValue(text: string): Json {
  const value: Json = JSON.parse(text)
  return value
}
