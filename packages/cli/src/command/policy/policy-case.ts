import { dirname, resolve } from 'node:path'
import { countOf } from '@tideway/core'
import type { Command } from 'commander'
import { findReportedUnit } from '../../policy/find-reported-unit.ts'
import { namePolicy } from '../../policy/name-policy.ts'
import { writeCases } from '../../policy/write-case.ts'
import type { CommandIo } from '../command-io.ts'
import type { CommandResult } from '../command-result.ts'
import { exitCodes } from '../exit-code.ts'
import { hasConfig } from '../has-config.ts'
import type { RunCommand } from '../run-command.ts'
import type { Session } from '../run-session.ts'
import { addConfigFlag, addRequiredList, addVerboseFlag, type SharedFlags } from '../shared-flags.ts'
import { usageError } from '../usage-error.ts'
import { fencePolicyText } from './policy-result.ts'

interface CaseFlags extends SharedFlags {
  readonly fromReport?: string
  readonly fromPlan?: string
  readonly unit: readonly string[]
  readonly policy?: string
}

/** Adds `tideway policy case`. */
export function addPolicyCase(policy: Command, run: RunCommand, io: CommandIo): void {
  const write = policy
    .command('case')
    .description('write cases from the report of a real run; values of Secrets are left out')
    .option('--from-report <file>', 'what a command wrote with -o json')
    .option('--from-plan <file>', 'the same: the report of a dry run')
    .option(
      '--policy <name>',
      'the policy that the cases are for, as their file names it (default: that of the report’s environment, else documented)',
    )
  addRequiredList(write, '--unit <unit>', 'the unit')
  write.option('--out <file>', 'write them to a file; only the verdict goes to the terminal')
  addVerboseFlag(addConfigFlag(write)).action((flags: CaseFlags) =>
    run({ ...flags, output: 'document' }, (session) =>
      session.attempt(async () => runCase(session, flags, io)),
    ),
  )
}

function runCase(session: Session, flags: CaseFlags, io: CommandIo): readonly CommandResult[] {
  const file = flags.fromReport ?? flags.fromPlan
  const [name, ...others] = flags.unit
  if (file === undefined) throw usageError('a case is made of a report', 'pass --from-report FILE')
  if (name === undefined || others.length > 0) throw usageError('cases are written for one unit at a time')
  const { report, unit } = findReportedUnit(file, name, io.directory)
  const policy = flags.policy ?? findPolicy(session, report.environment, flags, io)
  const { text, leftOut, count } = writeCases(report, unit, policy)
  for (const field of leftOut) session.tell(`left out: ${field}, the report does not hold its values whole`)
  const verdict = `policy case: ${countOf(count, 'case')} of ${name}, for ${policy}`
  return [
    {
      json: { text, leftOut },
      text: `${verdict}\n`,
      markdown: fencePolicyText(text),
      document: text,
      code: exitCodes.done,
    },
  ]
}

function findPolicy(session: Session, environment: string, flags: CaseFlags, io: CommandIo): string {
  if (!hasConfig(flags, io)) return 'documented'
  return namePolicy(session.project(), environment, dirname(resolve(io.directory, flags.out ?? 'cases.yaml')))
}
