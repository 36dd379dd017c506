import { once } from 'node:events'
import { resolve } from 'node:path'
import { Argument, type Command, InvalidArgumentError } from 'commander'
import { listClusters } from '../config/list-clusters.ts'
import { emulateConfigHub } from '../emulate/emulate-confighub.ts'
import { emulateGitHub } from '../emulate/emulate-github.ts'
import { emulateKubernetes } from '../emulate/emulate-kubernetes.ts'
import type { Emulation } from '../emulate/emulation.ts'
import { followProgram } from '../emulate/follow-program.ts'
import type { DeliverySource } from '../emulate/keep-delivering.ts'
import type { CommandIo } from './command-io.ts'
import { hasConfig } from './has-config.ts'
import type { RunCommand } from './run-command.ts'
import type { Session } from './run-session.ts'
import { addConfigFlag, addList, addVerboseFlag, parseCount, type SharedFlags } from './shared-flags.ts'
import { usageError } from './usage-error.ts'

interface EmulateFlags extends SharedFlags {
  readonly data: string
  readonly port?: number
  readonly space?: readonly string[]
  readonly repository?: readonly string[]
  readonly app?: string
  readonly autoMerge?: boolean
  readonly requireCheck?: readonly string[]
  readonly deliver?: readonly string[]
}

const stores = {
  confighub: { title: 'ConfigHub', emulate: emulateConfigHub },
  github: { title: 'GitHub', emulate: emulateGitHub },
  kubernetes: { title: 'Kubernetes', emulate: emulateKubernetes },
} as const

/** Adds `tideway emulate`. */
export function addEmulateCommand(program: Command, run: RunCommand, io: CommandIo): void {
  const command = program
    .command('emulate')
    .description('serve an emulated store on 127.0.0.1 until interrupted, to try tideway by hand')
    .usage('[options] <store> [-- command...]')
    .addArgument(new Argument('<store>', 'which store').choices(Object.keys(stores)))
    .argument('[command...]', 'after --: a program that is run against it, instead of waiting')
    .requiredOption('--data <folder>', 'where its state is kept')
    .option('--port <n>', 'default: any free one', parsePort)
  addList(
    command,
    '--space <slug>',
    'confighub: a space to make, repeatable (default: those of tideway.yaml)',
  )
  addList(command, '--repository <owner/name>', 'github: a repository to make, repeatable')
  command.option(
    '--app <id>',
    'github: a GitHub App on the repositories, whose key is made in the folder',
    parseAppId,
  )
  command.option('--auto-merge', 'github: its repositories allow that pull requests merge themselves')
  addList(
    command,
    '--require-check <name>',
    'github: nothing is merged before this check has passed, repeatable',
  )
  addList(
    command,
    '--deliver <environment>',
    'kubernetes: bring what ConfigHub holds of an environment of tideway.yaml to it, as Argo CD would, repeatable',
  )
  addVerboseFlag(addConfigFlag(command)).action(
    (store: keyof typeof stores, command: readonly string[], flags: EmulateFlags) =>
      run(flags, (session) => runEmulate(store, command, session, flags, io)),
  )
}

async function runEmulate(
  store: keyof typeof stores,
  [program, ...words]: readonly string[],
  session: Session,
  flags: EmulateFlags,
  io: CommandIo,
): Promise<void> {
  const { title, emulate } = stores[store]
  requireFlagsOf(store, flags)
  const names = store === 'github' ? flags.repository : (flags.space ?? configuredSpaces(session, flags, io))
  const data = resolve(io.directory, flags.data)
  const sources = (flags.deliver ?? []).map((name) => deliverySource(session, name))
  const settings = { app: flags.app, allowAutoMerge: flags.autoMerge, requiredChecks: flags.requireCheck }
  const emulation: Emulation = await emulate({
    data,
    port: flags.port,
    names: names ?? [],
    ...settings,
  }).catch((error) => {
    if (error instanceof Error && 'code' in error && error.code === 'EADDRINUSE')
      throw usageError(`--port ${flags.port}: another program listens there`, 'choose another one')
    throw error
  })
  const ended = new AbortController()
  const call = { ...session.call, signal: AbortSignal.any([io.signal, ended.signal]) }
  const deliveries = sources.map((source) => emulation.deliver?.(source, call, session.tell))
  try {
    if (program !== undefined) {
      session.tell(`against an emulator of ${title}, not ${title} itself`)
      const variables = { ...io.variables, ...emulation.variables }
      const code = await followProgram(program, words, { ...io, variables })
      await session.attempt(async () => [{ json: { program, code }, text: '', markdown: '', code }])
      return
    }
    const variables = Object.entries(emulation.variables).map(
      ([name, value]) => `export ${name}='${value}'\n`,
    )
    const hints = emulation.hints.map((hint) => `# ${hint}\n`)
    const first = `# An emulator of ${title}, not ${title} itself, at ${emulation.url}\n`
    io.stdout.write([first, ...variables, ...hints].join(''))
    if (!io.signal.aborted) await once(io.signal, 'abort')
  } finally {
    ended.abort()
    await Promise.all(deliveries)
    await emulation.close()
  }
}

function parsePort(word: string): number {
  const port = parseCount(word)
  if (port > 65_535) throw new InvalidArgumentError('expected 0 to 65535.')
  return port
}

function parseAppId(word: string): string {
  if (/^[1-9]\d*$/.test(word)) return word
  throw new InvalidArgumentError('expected a number.')
}

function deliverySource(session: Session, name: string): DeliverySource {
  const project = session.project()
  const { space, live } = project.environment(name)
  const [cluster] = listClusters(live)
  const confighub = () => project.connect(name, session.call).confighub()
  return { name, space, namespace: cluster?.namespace ?? 'default', confighub }
}

// A flag of another store would be a mistake that nobody sees.
function requireFlagsOf(store: keyof typeof stores, flags: EmulateFlags): void {
  const { space, repository, deliver } = flags
  if (deliver !== undefined && store !== 'kubernetes') throw usageError('--deliver is for emulate kubernetes')
  if (space !== undefined && store !== 'confighub') throw usageError('--space is for emulate confighub')
  const forGitHub = {
    repository,
    app: flags.app,
    'auto-merge': flags.autoMerge,
    'require-check': flags.requireCheck,
  }
  const [other] = Object.entries(forGitHub).find(([, value]) => value !== undefined) ?? []
  if (other !== undefined && store !== 'github') throw usageError(`--${other} is for emulate github`)
  const wrong = repository?.find((name) => !/^[\w.-]+\/[\w.-]+$/.test(name))
  if (wrong !== undefined) throw usageError(`--repository ${wrong}: expected owner/name`)
}

function configuredSpaces(session: Session, flags: EmulateFlags, io: CommandIo): readonly string[] {
  if (!hasConfig(flags, io)) return []
  return Object.values(session.project().environments).map(({ space }) => space)
}
