import { checkPolicy } from '@tideway/core'
import type { Command } from 'commander'
import { loadPolicy } from '../../project/load-policy.ts'
import type { CommandIo } from '../command-io.ts'
import type { CommandResult } from '../command-result.ts'
import { exitCodes } from '../exit-code.ts'
import type { RunCommand } from '../run-command.ts'
import { addSharedFlags, type SharedFlags } from '../shared-flags.ts'
import { policyResult } from './policy-result.ts'

/** Adds `tideway policy check`. */
export function addPolicyCheck(policy: Command, run: RunCommand, io: CommandIo): void {
  const check = policy
    .command('check')
    .description('find rules that never match, are hidden, or contradict each other')
    .argument('<file>', 'a policy file')
  addSharedFlags(check).action((file: string, flags: SharedFlags) =>
    run(flags, (session) => session.attempt(async () => [runCheck(file, io)])),
  )
}

function runCheck(file: string, io: CommandIo): CommandResult {
  const findings = checkPolicy(loadPolicy(file, io.directory))
  const verdict =
    findings.length === 0
      ? `policy check: nothing to say of ${file}`
      : `policy check: ${findings.length} ${findings.length === 1 ? 'finding' : 'findings'} in ${file}`
  return policyResult(
    verdict,
    findings.map(({ message }) => `  ${message}`),
    { file, findings },
    findings.length === 0 ? exitCodes.done : exitCodes.error,
  )
}
