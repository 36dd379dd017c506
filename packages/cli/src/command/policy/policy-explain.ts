import { countOf, explainField, type FieldReport, type FlowReport } from '@tideway/core'
import type { Command } from 'commander'
import { requireKnownUnit } from '../../policy/require-known-unit.ts'
import type { CommandResult } from '../command-result.ts'
import { addEnvironments, attemptEach, type EnvironmentFlags } from '../environment-flags.ts'
import { publishEnvironment } from '../publish-environment.ts'
import type { RunCommand } from '../run-command.ts'
import type { Session } from '../run-session.ts'
import { addList, addRequiredList, addSharedFlags } from '../shared-flags.ts'
import { syncEnvironment } from '../sync-environment.ts'
import { policyResult } from './policy-result.ts'

interface ExplainFlags extends EnvironmentFlags {
  readonly unit: readonly string[]
  readonly path?: readonly string[]
}

/** Adds `tideway policy explain`. */
export function addPolicyExplain(policy: Command, run: RunCommand): void {
  const explain = policy
    .command('explain')
    .description('say what is decided of a unit now, and by which rule')
  addEnvironments(explain, 'dev')
  addRequiredList(explain, '--unit <unit>', 'a unit, repeatable')
  addList(explain, '--path <pointer>', 'only this field and what is below it, repeatable')
  addSharedFlags(explain).action((flags: ExplainFlags) => run(flags, (session) => runExplain(session, flags)))
}

async function runExplain(session: Session, flags: ExplainFlags): Promise<void> {
  await attemptEach(session, flags, 'dev', async (name, project) => {
    const connected = project.connect(name, session.call)
    const published = await publishEnvironment(session, name, connected, { dryRun: true })
    const synced = await syncEnvironment(session, name, connected, { dryRun: true })
    const sides = [await connected.git(), await connected.confighub()] as const
    for (const unit of flags.unit) {
      const differs = [published, synced].some(({ units }) => units.some((item) => item.unit === unit))
      if (!differs) await requireKnownUnit(sides, unit, session.call)
    }
    return flags.unit.map((unit) => explainUnit(name, unit, [published, synced], flags))
  })
}

function explainUnit(
  environment: string,
  unit: string,
  reports: readonly FlowReport[],
  flags: ExplainFlags,
): CommandResult {
  const explained = reports.flatMap((report) =>
    report.units
      .filter((item) => item.unit === unit)
      .flatMap((item) => item.fields.filter((field) => isWanted(field, flags.path)))
      .map((field) => ({ flow: report.flow, ...field, sentence: explainField(field, report) })),
  )
  const verdict =
    explained.length === 0
      ? `policy explain ${environment}: nothing differs in ${unit}`
      : `policy explain ${environment}: ${countOf(explained.length, 'decision')} on ${unit}`
  const lines = explained.flatMap(({ flow, resource, path, sentence }) => [
    `  ${flow}  ${resource}${path === '' ? '' : `  ${path}`}`,
    `    ${sentence}`,
  ])
  return policyResult(verdict, lines, { environment, unit, decisions: explained })
}

function isWanted({ path }: FieldReport, wanted: readonly string[] | undefined): boolean {
  return wanted === undefined || wanted.some((prefix) => path === prefix || path.startsWith(`${prefix}/`))
}
