import { AdapterError, type AdapterErrorKind } from '@tideway/core'

interface Reading {
  readonly pattern: RegExp
  readonly kind: AdapterErrorKind
  readonly next: string
}

// Git says why it failed in words only; LC_ALL=C keeps them in English. The first match counts.
const readings: readonly Reading[] = [
  {
    pattern:
      /authentication failed|could not read (username|password)|invalid username or|returned error: 401/i,
    kind: 'unauthorized',
    next: 'give git a valid credential for the remote, for instance by a credential helper',
  },
  {
    pattern: /returned error: 429/i,
    kind: 'rate-limited',
    next: 'run again in a minute',
  },
  {
    pattern: /permission (to \S+ )?denied|returned error: 403|protected branch|pre-receive hook declined/i,
    kind: 'forbidden',
    next: 'allow this credential to read and push the ref at the remote',
  },
  {
    pattern: /not a git repository|repository .*not found|does not appear to be a git repository/i,
    kind: 'not-found',
    next: 'check the path of the checkout and the name of the remote',
  },
  {
    pattern: /returned error: 4\d\d/i,
    kind: 'invalid-request',
    next: 'check that the remote’s address is one of a Git repository',
  },
  {
    pattern: /info\/refs not valid|bad line length/i,
    kind: 'invalid-response',
    next: 'check the remote’s address, and whether a proxy answers in its place',
  },
  {
    pattern: /dubious ownership/i,
    kind: 'forbidden',
    next: 'run as the owner of the checkout, or add it to git’s safe.directory',
  },
  {
    pattern:
      /unable to access|could not resolve host|connection (refused|reset|timed out)|could not read from remote|remote end hung up|returned error: 5\d\d|early eof/i,
    kind: 'unavailable',
    next: 'run again; if it stays, check the remote’s address and the network',
  },
]

/** Tells a failed `git` command as an `AdapterError`; credentials in addresses are left out of it. */
export function gitFailure(args: readonly string[], stderr: string, endpoint = 'git'): AdapterError {
  const said = redactAddresses(stderr)
  const reading = readings.find(({ pattern }) => pattern.test(said))
  const command = args.find((arg) => /^[a-z]/.test(arg)) ?? ''
  const [reason = ''] = said
    .split('\n')
    .map((line) => line.replace(/^(fatal|error|remote): */i, '').trim())
    .filter((line) => line !== '' && !/^(hint|warning):/i.test(line))
  return new AdapterError({
    kind: reading?.kind ?? 'invalid-request',
    endpoint,
    message: `git ${command} failed${reason === '' ? '' : `: ${reason.slice(0, 300)}`}`,
    next: reading?.next ?? 'correct what git complains about, and run again',
  })
}

function redactAddresses(text: string): string {
  return text.replaceAll(/:\/\/[^/\s@']*@/g, '://***@')
}
