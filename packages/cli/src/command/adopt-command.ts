import { type AdoptReport, adopt, codeSpan, countOf, escapeMarkdown, showControls } from '@tideway/core'
import type { Command } from 'commander'
import type { CommandResult } from './command-result.ts'
import { connectFlow } from './connect-flow.ts'
import { addEnvironments, attemptEach, type EnvironmentFlags } from './environment-flags.ts'
import { exitCodes } from './exit-code.ts'
import { publishOptions } from './publish-environment.ts'
import { requireMode } from './require-mode.ts'
import type { RunCommand } from './run-command.ts'
import type { Session } from './run-session.ts'
import { addSharedFlags } from './shared-flags.ts'

interface AdoptFlags extends EnvironmentFlags {
  readonly dryRun?: boolean
  readonly inferBase?: boolean
  readonly detailedExitcode?: boolean
}

/** Adds `tideway adopt`. */
export function addAdoptCommand(program: Command, run: RunCommand): void {
  const command = program
    .command('adopt')
    .description(
      'start the archive on purpose: what is equal is agreed, what differs is a conflict until you pick',
    )
  addEnvironments(command, 'only')
  command
    .option('--dry-run', 'say what would be agreed, and save nothing')
    .option(
      '--infer-base',
      'take each unit’s newest revision described as CI: for what was agreed, and list what a publish would overwrite',
    )
    .option('--detailed-exitcode', 'exit with 2 where units differ')
  addSharedFlags(command).action((flags: AdoptFlags) => run(flags, (session) => runAdopt(session, flags)))
}

async function runAdopt(session: Session, flags: AdoptFlags): Promise<void> {
  await attemptEach(session, flags, 'only', async (name, project) => {
    if (flags.dryRun !== true) requireMode(project.environment(name), 'propose', session.call.readOnly)
    const { dryRun, inferBase } = flags
    const connected = project.connect(name, session.call)
    const normalization = await connected.normalization()
    const options = { ...publishOptions(session, name, normalization, { dryRun }), inferBase }
    const report = await session.trace('adopt', name, async (traced) =>
      adopt(await connectFlow(connected, traced), options, traced.call),
    )
    return [resultOfAdoption(report, flags)]
  })
}

function resultOfAdoption(report: AdoptReport, flags: AdoptFlags): CommandResult {
  const dryRun = flags.dryRun === true ? ' (dry run)' : ''
  const verdict = `adopt ${report.environment}${dryRun}: ${summarize(report)}`
  const changed = report.differing.length > 0 && flags.detailedExitcode === true
  const code = changed ? exitCodes.changes : exitCodes.done
  return {
    json: { ...report, dryRun: flags.dryRun === true },
    text: [
      verdict,
      ...report.differing.map((unit) => `  differs: ${unit}${describeInferred(report, unit)}`),
      ...report.wouldOverwrite.map((field) => `  a publish would overwrite: ${describeOverwritten(field)}`),
      '',
    ]
      .map(showControls)
      .join('\n'),
    markdown: [
      `## ${escapeMarkdown(verdict)}`,
      '',
      ...report.differing.map(
        (unit) => `- differs: ${codeSpan(unit)}${escapeMarkdown(describeInferred(report, unit))}`,
      ),
      ...report.wouldOverwrite.map(
        (field) => `- a publish would overwrite: ${escapeMarkdown(describeOverwritten(field))}`,
      ),
      '',
    ].join('\n'),
    code: report.outcome === 'lost-race' ? exitCodes.tryAgain : code,
  }
}

function summarize({ outcome, unitCount, differing }: AdoptReport): string {
  if (outcome === 'lost-race') return 'another run is at work; run again'
  const differ = differing.length === 0 ? 'all of them equal' : `${differing.length} of them differ`
  return `${countOf(unitCount, 'unit')}, ${differ}`
}

function describeInferred({ inferred }: AdoptReport, unit: string): string {
  const found = inferred.find((item) => item.unit === unit)
  return found === undefined ? '' : `, base inferred from revision ${found.revision} (${found.description})`
}

function describeOverwritten(field: AdoptReport['wouldOverwrite'][number]): string {
  const { unit, resource, path, left, right } = field
  return `${unit}  ${resource}  ${path}  ${right ?? '(absent)'} -> ${left ?? '(absent)'}`
}
