import type { Command } from 'commander'
import type { CommandIo } from '../command-io.ts'
import type { RunCommand } from '../run-command.ts'
import { addPolicyCase } from './policy-case.ts'
import { addPolicyCheck } from './policy-check.ts'
import { addPolicyExplain } from './policy-explain.ts'
import { addPolicyReplay } from './policy-replay.ts'
import { addPolicyTest } from './policy-test.ts'

/** Adds `tideway policy` with `test`, `check`, `explain`, `replay` and `case`. */
export function addPolicyCommand(program: Command, run: RunCommand, io: CommandIo): void {
  const policy = program.command('policy').description('test, check and explain who wins where')
  addPolicyTest(policy, run, io)
  addPolicyCheck(policy, run, io)
  addPolicyExplain(policy, run)
  addPolicyReplay(policy, run, io)
  addPolicyCase(policy, run, io)
}
