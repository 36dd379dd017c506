import { expect, it } from 'vitest'
import type { FieldReport, FlowReport } from './flow-report.ts'
import { formatFieldTable } from './format-field-table.ts'

const field: FieldReport = {
  resource: 'ConfigMap//a',
  path: '/data/x',
  change: 'conflict',
  verdict: 'block',
  rule: 'r',
  base: '"1"',
  left: '"2\u001b"',
  setBy: { kind: 'person', name: 'olga', by: '7' },
}
const report: FlowReport = {
  flow: 'publish',
  environment: 'files',
  sides: { left: 'git', right: 'confighub' },
  outcome: 'blocked',
  dryRun: true,
  summary: '',
  units: [
    {
      unit: 'settings',
      unitChange: 'both-overlap',
      verdict: 'block',
      fields: [field, { ...field, path: '', change: 'git-only' }],
    },
  ],
  unitCount: 1,
  syncDue: [],
  overwritten: [],
  notes: [],
}

it('aligns the fields of all units in columns', () => {
  expect(formatFieldTable(report).split('\n')).toEqual([
    'unit      resource      field    change    base  Git      ConfigHub  set by',
    'settings  ConfigMap//a  /data/x  conflict  "1"   "2\\x1b"  (absent)   olga, revision 7',
    'settings  ConfigMap//a  (whole)  git-only  "1"   "2\\x1b"  (absent)   olga, revision 7',
    '',
  ])
  expect(formatFieldTable({ ...report, units: [] })).toBe('')
})
