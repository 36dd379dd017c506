import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { Argument, type Command } from 'commander'
import { emulateConfigHub } from '../emulate/emulate-confighub.ts'
import { emulateGitHub } from '../emulate/emulate-github.ts'
import { emulateKubernetes } from '../emulate/emulate-kubernetes.ts'
import { followProgram } from '../emulate/follow-program.ts'
import type { CommandIo } from './command-io.ts'
import type { RunCommand } from './run-command.ts'
import type { Session } from './run-session.ts'
import { addList, addSharedFlags, parseCount, type SharedFlags } from './shared-flags.ts'

interface EmulateFlags extends SharedFlags {
  readonly data: string
  readonly port?: number
  readonly space?: readonly string[]
  readonly repository?: readonly string[]
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
    .option('--port <n>', 'default: any free one', parseCount)
  addList(
    command,
    '--space <slug>',
    'confighub: a space to make, repeatable (default: those of tideway.yaml)',
  )
  addList(command, '--repository <owner/name>', 'github: a repository to make, repeatable')
  addSharedFlags(command).action(
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
  const names = store === 'github' ? flags.repository : (flags.space ?? configuredSpaces(session, flags, io))
  const data = resolve(io.directory, flags.data)
  const emulation = await emulate({ data, port: flags.port, names: names ?? [] })
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
    io.stdout.write(
      `# An emulator of ${title}, not ${title} itself, at ${emulation.url}\n${variables.join('')}`,
    )
    if (!io.signal.aborted) await once(io.signal, 'abort')
  } finally {
    await emulation.close()
  }
}

function configuredSpaces(session: Session, flags: EmulateFlags, io: CommandIo): readonly string[] {
  if (!existsSync(resolve(io.directory, flags.config ?? 'tideway.yaml'))) return []
  return Object.values(session.project().environments).map(({ space }) => space)
}
