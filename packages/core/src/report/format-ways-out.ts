import type { FlowReport, UnitReport } from './flow-report.ts'

/** One way out of a conflict: what it means, and the commands that take it. */
export interface WayOut {
  readonly means: string
  readonly commands: readonly string[]
}

/** The ways out of a blocked publish: accept ConfigHub's changes, roll them back, or force. Empty elsewhere. */
export function findWaysOut(report: FlowReport): readonly WayOut[] {
  const units = report.units.filter(
    (unit) => unit.verdict === 'block' && unit.fields.some((field) => field.verdict === 'block'),
  )
  if (report.flow !== 'publish' || report.ofFiles === true || units.length === 0) return []
  const environment = `--env ${quote(report.environment)}`
  const names = units.map(({ unit }) => quote(unit))
  return [
    {
      means: 'accept ConfigHub’s changes: open the pull request, merge it, publish again',
      commands: [`tideway sync ${environment}`],
    },
    {
      means: 'roll ConfigHub back, then publish again',
      commands: units.map(
        (unit) =>
          `tideway rollback ${environment} --unit ${quote(unit.unit)} --to ${quote(findUndisturbed(unit))}`,
      ),
    },
    {
      means: 'force: Git’s values overwrite ConfigHub’s, which are lost there',
      commands: [`tideway publish ${environment} --force ${names.map((unit) => `--unit ${unit}`).join(' ')}`],
    },
  ]
}

// The revision before the first of the changes that are in the way: what we published after it comes again.
function findUndisturbed({ fields }: UnitReport): string {
  const inTheWay = fields.flatMap(({ verdict, setBy }) => (verdict === 'block' && setBy ? [setBy] : []))
  const [first] = inTheWay.toSorted((one, other) => ((one.at ?? '') < (other.at ?? '') ? -1 : 1))
  return first?.after ?? 'previous'
}

// A name of a store may be anything; a command that is copied into a shell must stay one command.
function quote(word: string): string {
  return /^[\w./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`
}
