import type { DecidedChange } from '../decide/decide-change.ts'
import { isSecretField } from '../model/secret-fields.ts'

/** Leaves every change that would carry the values of a Secret to the target, whatever the policy says. */
export function leaveSecrets(decided: readonly DecidedChange[]): readonly DecidedChange[] {
  return decided.map((item) => {
    if (item.verdict !== 'take' || !isSecretField(item.change.resource, item.change.path)) return item
    return {
      ...item,
      verdict: 'leave',
      rule: 'secret',
      reason: 'the values of Secrets are not carried',
      beat: [item.rule, ...item.beat],
    }
  })
}
