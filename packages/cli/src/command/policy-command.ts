import { resolve } from 'node:path'
import { checkPolicy, explainField, type FieldReport, type FlowReport } from '@tideway/core'
import type { Command } from 'commander'
import { findReportedUnit } from '../policy/find-reported-unit.ts'
import { parseSince } from '../policy/parse-since.ts'
import { replayEnvironment } from '../policy/replay-environment.ts'
import { describeReplay } from '../policy/replay-result.ts'
import { type TestedCases, testCases } from '../policy/test-cases.ts'
import { updateCases } from '../policy/update-cases.ts'
import { writeCases } from '../policy/write-case.ts'
import { loadPolicy } from '../project/load-policy.ts'
import type { CommandIo } from './command-io.ts'
import type { CommandResult } from './command-result.ts'
import { type ExitCode, exitCodes } from './exit-code.ts'
import { publishEnvironment } from './publish-environment.ts'
import type { RunCommand } from './run-command.ts'
import type { Session } from './run-session.ts'
import { selectEnvironments } from './select-environments.ts'
import { addList, addRequiredList, addSharedFlags, type SharedFlags } from './shared-flags.ts'
import { syncEnvironment } from './sync-environment.ts'
import { usageError } from './usage-error.ts'

interface TestFlags extends SharedFlags {
  readonly run?: string
  readonly failOnly?: boolean
  readonly update?: boolean
}

interface ExplainFlags extends SharedFlags {
  readonly env?: readonly string[]
  readonly unit: readonly string[]
  readonly path?: readonly string[]
}

interface ReplayFlags extends SharedFlags {
  readonly env?: readonly string[]
  readonly policy?: string
  readonly since?: number
  readonly detailedExitcode?: boolean
}

interface CaseFlags extends SharedFlags {
  readonly fromReport?: string
  readonly fromPlan?: string
  readonly unit: readonly string[]
  readonly policy?: string
}

/** Adds `tideway policy` with `test`, `check`, `explain`, `replay` and `case`. */
export function addPolicyCommand(program: Command, run: RunCommand, io: CommandIo): void {
  const policy = program.command('policy').description('test, check and explain who wins where')
  const test = policy
    .command('test')
    .description('run the cases of a *.cases.yaml, or of all in a folder')
    .argument('<path>', 'a file or folder')
    .option('--run <name>', 'only cases whose name holds this')
    .option('--fail-only', 'show only cases that do not hold')
    .option('--update', 'write what is decided into the cases that do not hold')
  addSharedFlags(test).action((path: string, flags: TestFlags) =>
    run(flags, (session) => session.attempt(async () => [runTest(path, flags, io)])),
  )
  const check = policy
    .command('check')
    .description('find rules that never match, are hidden, or contradict each other')
    .argument('<file>', 'a policy file')
  addSharedFlags(check).action((file: string, flags: SharedFlags) =>
    run(flags, (session) => session.attempt(async () => [runCheck(file, io)])),
  )
  const explain = policy
    .command('explain')
    .description('say what is decided of a unit now, and by which rule')
  addList(explain, '--env <name>', 'an environment, repeatable (default: dev)')
  addRequiredList(explain, '--unit <unit>', 'a unit, repeatable')
  addList(explain, '--path <pointer>', 'only this field and what is below it, repeatable')
  addSharedFlags(explain).action((flags: ExplainFlags) => run(flags, (session) => runExplain(session, flags)))
  const replay = policy
    .command('replay')
    .description('say what a changed policy would have decided on recorded history; writes nothing')
  addList(replay, '--env <name>', 'an environment, repeatable (default: all)')
  replay
    .option('--policy <name>', 'a preset or policy file (default: the configured one, as it is now)')
    .option('--since <when>', 'how far back: 30d, 12h, 2w or a date (default: everything)', (word) =>
      parseSince(word, io.now()),
    )
    .option('--detailed-exitcode', 'exit with 2 where anything is decided otherwise')
  addSharedFlags(replay).action((flags: ReplayFlags) =>
    run(flags, (session) => runReplay(session, flags, io)),
  )
  const write = policy
    .command('case')
    .description('write cases from the report of a real run; values of Secrets are left out')
    .option('--from-report <file>', 'what a command wrote with -o json')
    .option('--from-plan <file>', 'the same: the report of a dry run')
    .option('--policy <name>', 'the policy that the cases are for (default: documented)')
  addRequiredList(write, '--unit <unit>', 'the unit')
  addSharedFlags(write).action((flags: CaseFlags) =>
    run(flags, (session) => session.attempt(async () => runCase(session, flags, io))),
  )
}

function runTest(path: string, flags: TestFlags, io: CommandIo): CommandResult {
  const tested = testCases(path, io.directory, flags.run)
  const results = tested.flatMap((file) => file.results)
  if (results.length === 0) throw usageError(`no case holds ${JSON.stringify(flags.run)} in its name`)
  const failed = results.filter(({ differences }) => differences.length > 0)
  if (flags.update === true) {
    const left = tested.flatMap((file) => updateFile(file, path, flags, io))
    const updated = failed.map((result) => result.case.name)
    return resultOf(
      `policy test: ${failed.length} of ${results.length} cases updated`,
      [...updated, ...left],
      { updated, left },
      left.length === 0 ? exitCodes.done : exitCodes.error,
    )
  }
  const lines = tested.flatMap((file) => {
    const shown = describeCases(file, flags)
    return shown.length === 0 ? [] : [file.file, ...shown]
  })
  const verdict =
    failed.length === 0
      ? `policy test: ${results.length} cases hold`
      : `policy test: ${failed.length} of ${results.length} cases do not hold`
  const json = tested.map((file) => ({
    file: file.file,
    cases: file.results.map(({ case: item, differences, verdict: got, units, order }) => ({
      name: item.name,
      ok: differences.length === 0,
      verdict: got,
      units: units.map((unit) => ({ unit: unit.unit, verdict: unit.verdict, decisions: unit.decided })),
      order,
      differences,
    })),
    untested: file.untested,
  }))
  return resultOf(verdict, lines, json, failed.length === 0 ? exitCodes.done : exitCodes.error)
}

function describeCases({ results, untested }: TestedCases, flags: TestFlags): readonly string[] {
  const shown =
    flags.failOnly === true ? results.filter(({ differences }) => differences.length > 0) : results
  return [
    ...shown.flatMap(({ case: item, differences }) => [
      `  ${differences.length === 0 ? 'ok   ' : 'FAIL '} ${item.name}`,
      ...differences.map((line) => `          ${line}`),
    ]),
    ...untested.map((rule) => `  no case exercised the rule ${rule}`),
  ]
}

function updateFile(file: TestedCases, path: string, flags: TestFlags, io: CommandIo): readonly string[] {
  // Places are counted in the whole file.
  if (flags.run !== undefined)
    throw usageError('--update writes whole files', `leave out --run, or edit ${path}`)
  return updateCases(resolve(io.directory, file.file), file.form, file.results)
}

function runCheck(file: string, io: CommandIo): CommandResult {
  const findings = checkPolicy(loadPolicy(file, io.directory))
  const verdict =
    findings.length === 0
      ? `policy check: nothing to say of ${file}`
      : `policy check: ${findings.length} ${findings.length === 1 ? 'finding' : 'findings'} in ${file}`
  return resultOf(
    verdict,
    findings.map(({ message }) => `  ${message}`),
    { file, findings },
    findings.length === 0 ? exitCodes.done : exitCodes.error,
  )
}

async function runExplain(session: Session, flags: ExplainFlags): Promise<void> {
  const project = session.project()
  for (const name of selectEnvironments(project, flags.env, 'dev')) {
    await session.attempt(async () => {
      const connected = project.connect(name, session.call)
      const published = await publishEnvironment(session, name, connected, { dryRun: true })
      const synced = await syncEnvironment(session, name, connected, { dryRun: true })
      return flags.unit.map((unit) => explainUnit(name, unit, [published, synced], flags))
    })
  }
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
      : `policy explain ${environment}: ${explained.length} decisions on ${unit}`
  const lines = explained.flatMap(({ flow, resource, path, sentence }) => [
    `  ${flow}  ${resource}${path === '' ? '' : `  ${path}`}`,
    `    ${sentence}`,
  ])
  return resultOf(verdict, lines, { environment, unit, decisions: explained })
}

function isWanted({ path }: FieldReport, wanted: readonly string[] | undefined): boolean {
  return wanted === undefined || wanted.some((prefix) => path === prefix || path.startsWith(`${prefix}/`))
}

async function runReplay(session: Session, flags: ReplayFlags, io: CommandIo): Promise<void> {
  const project = session.project()
  for (const name of selectEnvironments(project, flags.env, 'all')) {
    await session.attempt(async () => {
      const policy =
        flags.policy === undefined ? project.policy(name) : loadPolicy(flags.policy, io.directory)
      const runs = await replayEnvironment(session, name, policy, flags.since)
      const { changed, ...result } = describeReplay(name, policy.name, runs)
      const code = flags.detailedExitcode === true && changed > 0 ? exitCodes.changes : exitCodes.done
      return [{ ...result, code }]
    })
  }
}

function runCase(session: Session, flags: CaseFlags, io: CommandIo): readonly CommandResult[] {
  const file = flags.fromReport ?? flags.fromPlan
  const [name, ...others] = flags.unit
  if (file === undefined) throw usageError('a case is made of a report', 'pass --from-report FILE')
  if (name === undefined || others.length > 0) throw usageError('cases are written for one unit at a time')
  const { report, unit } = findReportedUnit(file, name, io.directory)
  const { text, leftOut } = writeCases(report, unit, flags.policy ?? 'documented')
  for (const field of leftOut) session.tell(`left out: ${field}, the report does not hold its values whole`)
  return [{ json: { text, leftOut }, text, markdown: fence(text), code: exitCodes.done }]
}

function resultOf(
  verdict: string,
  lines: readonly string[],
  json: unknown,
  code: ExitCode = exitCodes.done,
): CommandResult {
  const text = `${[verdict, ...lines].map(showControls).join('\n')}\n`
  return { json, text, markdown: fence(text), code }
}

function fence(text: string): string {
  return `~~~~text\n${text.replaceAll('~~~~', '~~ ~~')}~~~~\n`
}

// Texts of a store must not move the cursor or start a line of their own.
function showControls(line: string): string {
  return line.replaceAll(/\p{Cc}/gu, ' ')
}
