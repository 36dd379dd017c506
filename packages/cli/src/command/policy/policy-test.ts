import { resolve } from 'node:path'
import { countOf } from '@tideway/core'
import type { Command } from 'commander'
import { type TestedCases, testCases } from '../../policy/test-cases.ts'
import { updateCases } from '../../policy/update-cases.ts'
import type { CommandIo } from '../command-io.ts'
import type { CommandResult } from '../command-result.ts'
import { exitCodes } from '../exit-code.ts'
import type { RunCommand } from '../run-command.ts'
import { addSharedFlags, type SharedFlags } from '../shared-flags.ts'
import { usageError } from '../usage-error.ts'
import { policyResult } from './policy-result.ts'

interface TestFlags extends SharedFlags {
  readonly run?: string
  readonly failOnly?: boolean
  readonly update?: boolean
}

/** Adds `tideway policy test`. */
export function addPolicyTest(policy: Command, run: RunCommand, io: CommandIo): void {
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
}

function runTest(path: string, flags: TestFlags, io: CommandIo): CommandResult {
  const tested = testCases(path, io.directory, flags.run)
  const results = tested.flatMap((file) => file.results)
  if (results.length === 0) throw usageError(`no case holds ${JSON.stringify(flags.run)} in its name`)
  const failed = results.filter(({ differences }) => differences.length > 0)
  if (flags.update === true) {
    const left = tested.flatMap((file) => updateFile(file, path, flags, io))
    const updated = failed.map((result) => result.case.name)
    return policyResult(
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
      ? `policy test: ${countOf(results.length, 'case')} ${results.length === 1 ? 'holds' : 'hold'}`
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
  return policyResult(verdict, lines, json, failed.length === 0 ? exitCodes.done : exitCodes.error)
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
