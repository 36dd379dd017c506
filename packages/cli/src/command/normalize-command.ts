import { existsSync, readFileSync } from 'node:fs'
import { basename, resolve } from 'node:path'
import {
  type FiredRule,
  formatResourceKey,
  formatUnit,
  isJsonList,
  isJsonObject,
  type Json,
  type JsonObject,
  type Normalization,
  normalize,
  parseUnit,
  standardNormalization,
} from '@tideway/core'
import { type Command, Option } from 'commander'
import type { CommandIo } from './command-io.ts'
import type { CommandResult } from './command-result.ts'
import { configuredNormalization } from './configured-normalization.ts'
import { exitCodes } from './exit-code.ts'
import type { RunCommand } from './run-command.ts'
import type { Session } from './run-session.ts'
import { usageError } from './usage-error.ts'

interface NormalizeFlags {
  readonly output: 'yaml' | 'json'
  readonly explain?: boolean
  readonly config?: string
  readonly verbose?: boolean
}

interface Normalized {
  readonly key: string
  readonly resource: JsonObject
  readonly fired: readonly FiredRule[]
}

/** Adds `tideway normalize`. */
export function addNormalizeCommand(program: Command, run: RunCommand, io: CommandIo): void {
  program
    .command('normalize')
    .description('show resources as they are compared: not for applying; Secret values are left out')
    .argument('<file...>', 'YAML or JSON files')
    .addOption(new Option('-o, --output <format>', 'format').choices(['yaml', 'json']).default('yaml'))
    .option('--explain', 'say which rule changed what')
    .option('--config <file>', 'take the rules of this configuration (default: the built-in ones)')
    .option('--verbose', 'say where errors come from')
    .action((files: readonly string[], flags: NormalizeFlags) => {
      const output = flags.output === 'json' ? ('json' as const) : ('text' as const)
      return run({ ...flags, output }, (session) => runNormalize(session, files, flags, io))
    })
}

async function runNormalize(
  session: Session,
  files: readonly string[],
  flags: NormalizeFlags,
  io: CommandIo,
): Promise<void> {
  const normalization = configuredNormalization(session, flags) ?? standardNormalization
  await session.attempt(async () => {
    const all = files.flatMap((file) => normalizeFile(file, normalization, io))
    if (flags.output === 'json') return all.map((item) => jsonResult(item, flags.explain === true))
    return [{ ...emptyResult, text: formatAll(all, flags.explain === true, normalization) }]
  })
}

const emptyResult: CommandResult = { json: [], text: '', markdown: '', code: exitCodes.done }

function normalizeFile(file: string, normalization: Normalization, io: CommandIo): readonly Normalized[] {
  const path = resolve(io.directory, file)
  if (!existsSync(path)) throw usageError(`there is no file ${file}`, 'check the path')
  const parsed = parseUnit(readFileSync(path, 'utf8'), { name: basename(file) })
  if (parsed.kind === 'invalid') throw parsed.error
  return parsed.resources.map(({ identity, value }) => {
    const { resource, fired } = normalize(value, normalization)
    const isSecret = identity.kind === 'Secret' && identity.group === ''
    return {
      key: formatResourceKey(identity),
      resource: isSecret ? withoutValues(resource) : resource,
      fired,
    }
  })
}

// What a command prints may end up in a log.
function withoutValues(secret: JsonObject): JsonObject {
  return Object.fromEntries(
    Object.entries(secret).map(([key, value]) => [
      key,
      key === 'data' || key === 'stringData' ? '<secret>' : value,
    ]),
  )
}

function jsonResult({ resource, fired }: Normalized, explain: boolean): CommandResult {
  return { ...emptyResult, json: explain ? { resource: sortKeys(resource), fired } : sortKeys(resource) }
}

function formatAll(all: readonly Normalized[], explain: boolean, normalization: Normalization): string {
  const head = explain ? `# rules ${normalization.version}\n` : ''
  const documents = all.map(({ key, resource, fired }) => {
    const comments = explain
      ? [`# ${key}\n`, ...fired.map(({ rule, path }) => `# ${path}: ${rule}\n`.replace(/[\r\n]+(?!$)/g, ' '))]
      : []
    return `${comments.join('')}${formatUnit([sortKeys(resource)])}`
  })
  return `${head}${documents.join('---\n')}`
}

function sortKeys(value: JsonObject): JsonObject {
  const sorted = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))
  return Object.fromEntries(sorted.map(([key, item]) => [key, sortBelow(item)]))
}

function sortBelow(value: Json): Json {
  if (isJsonList(value)) return value.map(sortBelow)
  return isJsonObject(value) ? sortKeys(value) : value
}
