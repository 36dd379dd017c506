import type { PublishGuard } from '@tideway/core'
import { redact, secretVariables } from '../command/redact.ts'
import { describePlan, listResources } from './describe-plan.ts'
import type { GuardConfig } from './guard-config.ts'
import { type GuardPlace, runGuardCommand } from './run-guard-command.ts'

// A reason is read in a terminal or a comment, not as a log.
const longestReason = 1000

/**
 * Makes a guard of a configured command: what it says with another exit code than 0 is the reason of a veto, and a
 * command that gives no answer vetoes too. It does not get tideway’s own credentials.
 */
export function createCommandGuard(
  guard: GuardConfig,
  environment: string,
  place: () => GuardPlace,
): PublishGuard {
  return async (plan, call) => {
    const { directory, variables, signal } = place()
    const input = guard.input === 'plan' ? describePlan(plan, environment) : listResources(plan, call.sha256)
    const kept = Object.entries(variables).filter(([name]) => !secretVariables.includes(name))
    const end = await runGuardCommand(guard, input, {
      directory,
      variables: { ...Object.fromEntries(kept), TIDEWAY_ENVIRONMENT: environment },
      signal,
    })
    if (end.kind === 'passed') return []
    const said = end.kind === 'vetoed' ? end.said || 'it gave no reason' : end.why
    return [{ reason: `${guard.name}: ${shorten(redact(said, variables))}` }]
  }
}

function shorten(text: string): string {
  return text.length <= longestReason ? text : `${text.slice(0, longestReason)}…`
}
