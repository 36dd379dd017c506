/**
 * Every code that an error of tideway can carry, with what it means and the way out.
 * The one register: `docs/errors.md` is written from it, and a code is never given a second meaning.
 */
export const errorRegister = {
  TIDEWAY_ABORTED: {
    means: 'The run was cancelled before it was done.',
    next: 'Run again: what was written stays, the rest follows.',
  },
  TIDEWAY_ARCHIVE_UNREADABLE: {
    means: 'The archive of what both sides agreed on exists but cannot be read.',
    next: 'Restore it, or start a new one with `tideway adopt`; until then nothing is written.',
  },
  TIDEWAY_CLAIM_BROKEN: {
    means: 'A claim of the quickstart did not hold on this machine.',
    next: 'Report what the quickstart printed.',
  },
  TIDEWAY_COMMIT_DIVERGED: {
    means: 'The commit of this run does not descend from the commit of the newest run.',
    next: 'Run from the branch that was published last, or pass --allow-older.',
  },
  TIDEWAY_CONFIG_INVALID: {
    means: '`tideway.yaml` or a policy file does not have the form it must have.',
    next: 'Correct the lines that the message names.',
  },
  TIDEWAY_CONFIG_MISSING: {
    means: 'A file, setting or endpoint that the command needs is not there.',
    next: 'Add what the message names.',
  },
  TIDEWAY_DELIVERY_FAILED: {
    means: 'What was published will not come to run by itself.',
    next: 'Look at the reason that the store gives, correct it and publish again.',
  },
  TIDEWAY_DELIVERY_PENDING: {
    means: 'What was published was not live when the time to wait was up.',
    next: 'Run again with --wait: it goes on waiting and writes nothing twice.',
  },
  TIDEWAY_DIGEST_MISMATCH: {
    means: 'A text derived while applying is not the text that was planned.',
    next: 'Plan again: something moved between the plan and its application.',
  },
  TIDEWAY_EDIT_REFUSED: {
    means: 'A value cannot be changed in place without changing something else too.',
    next: 'Make the edit by hand at the place that the message names.',
  },
  TIDEWAY_ENVIRONMENT_UNKNOWN: {
    means: 'No environment of this name is configured.',
    next: 'Use one of the names that the message lists.',
  },
  TIDEWAY_FORBIDDEN: {
    means: 'The credential is valid but may not do this.',
    next: 'Grant the right that the message names, or use another credential.',
  },
  TIDEWAY_HISTORY_SHALLOW: {
    means: 'The clone is too shallow to tell whether this commit follows the last one published.',
    next: 'Fetch the whole history (in GitHub Actions: fetch-depth: 0).',
  },
  TIDEWAY_INVALID_REQUEST: {
    means: 'The store refused the request as malformed.',
    next: 'Correct the value that the message names.',
  },
  TIDEWAY_INVALID_RESPONSE: {
    means: 'The store answered in a form that cannot be understood.',
    next: 'Check the address, a proxy in between, and the version of the server.',
  },
  TIDEWAY_LIMIT_EXCEEDED: {
    means: 'Something read from outside is larger, deeper or longer than the limit allows.',
    next: 'Make it smaller, or raise the limit that the message names if the input is to be trusted.',
  },
  TIDEWAY_LOCKED: {
    means: 'Somebody keeps a unit from being published for a time.',
    next: 'Wait, ask whom the message names, or take the lock away with `tideway unlock`.',
  },
  TIDEWAY_LOST_RACE: {
    means: 'Another writer was faster.',
    next: 'Run again.',
  },
  TIDEWAY_MOVE_HELD: {
    means: 'A resource moves between two units, and one of them cannot be written now.',
    next: 'Resolve what holds the other unit; both are written together then.',
  },
  TIDEWAY_NO_RESOURCES: {
    means: 'No live resource matched.',
    next: 'Check the label, the namespace and the context.',
  },
  TIDEWAY_NOT_FOUND: {
    means: 'Something that was named does not exist.',
    next: 'Check the name.',
  },
  TIDEWAY_RATE_LIMITED: {
    means: 'The store asked to slow down for longer than this run waits.',
    next: 'Run again after the time that the message names.',
  },
  TIDEWAY_READ_ONLY: {
    means: 'The run may only read.',
    next: 'Unset TIDEWAY_READ_ONLY, or set the environment’s mode to propose or write.',
  },
  TIDEWAY_RENDER_FAILED: {
    means: 'What Git holds cannot be rendered into units.',
    next: 'Correct the file and line that the message names.',
  },
  TIDEWAY_SECRET_HELD: {
    means: 'A unit holds a Secret, and this environment does not publish Secrets.',
    next: 'Set `secrets: carry` for the environment if its Secrets may be kept in the authority.',
  },
  TIDEWAY_UNAUTHORIZED: {
    means: 'The credential is missing, wrong or expired.',
    next: 'Set or renew the credential that the message names.',
  },
  TIDEWAY_UNAVAILABLE: {
    means: 'The store could not be reached, or failed.',
    next: 'Run again; if it stays, check the address and the network.',
  },
  TIDEWAY_UNCONDITIONAL: {
    means: 'The store offers no condition for a write, so a concurrent change could be lost.',
    next: 'Pass --unconditional if nobody else writes meanwhile.',
  },
  TIDEWAY_UNIT_RENAMED: {
    means:
      'Git calls a unit by another name; in ConfigHub that is another unit, without the history of the old one.',
    next: 'Rename it back, or publish both units with --force --unit OLD --unit NEW.',
  },
  TIDEWAY_UNREADABLE: {
    means: 'A unit or resource exists but could not be read.',
    next: 'Repair what the message names; unreadable is never taken for absent.',
  },
  TIDEWAY_UNSUPPORTED: {
    means: 'The endpoint lacks an ability that the flow needs.',
    next: 'Use an endpoint that has it.',
  },
  TIDEWAY_USAGE: {
    means: 'The command was called with words it does not know.',
    next: 'See tideway --help.',
  },
  TIDEWAY_VETOED: {
    means: 'A guard of this environment refused what was about to be written.',
    next: 'Correct what the reason names, or change the guard.',
  },
  TIDEWAY_YAML_INVALID: {
    means: 'A document is not YAML that Kubernetes would read.',
    next: 'Correct the line that the message names.',
  },
} as const

/** A stable error code; see `docs/errors.md`. */
export type ErrorCode = keyof typeof errorRegister
