import type { FieldReport, FlowReport } from './flow-report.ts'
import { describeSetters, nameSide } from './format-sections.ts'
import { showControls } from './show-controls.ts'

/** The fields of a report as a table for people at a terminal: one line a field, columns aligned; empty for none. */
export function formatFieldTable(report: FlowReport): string {
  const fields = report.units.flatMap(({ unit, fields: all }) => all.map((field) => ({ unit, ...field })))
  if (fields.length === 0) return ''
  const sides = [nameSide(report.sides.left), nameSide(report.sides.right)]
  const heads = ['unit', 'resource', 'field', 'change', 'base', ...sides, 'set by']
  const rows = [heads, ...fields.map((field) => cellsOf(field, report))].map((row) => row.map(showControls))
  const widths = heads.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)))
  const lines = rows.map((row) => row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  '))
  return lines.map((line) => `${line.trimEnd()}\n`).join('')
}

function cellsOf(field: FieldReport & { readonly unit: string }, report: FlowReport): readonly string[] {
  const values = [field.base, field.left, field.right].map((text) => text ?? '(absent)')
  const path = field.path === '' ? '(whole)' : field.path
  return [field.unit, field.resource, path, field.change, ...values, describeSetters(field, report)]
}
