import { type Adapter, fullCapabilities, TidewayError } from '@tideway/core'
import { z } from 'zod'
import { archiveRef } from '../git/archive-ref.ts'
import { environmentName } from '../git/environment-name.ts'
import { refuseReadOnly } from '../git/refuse-read-only.ts'
import { runGit } from '../git/run-git.ts'
import { openLocalRef } from './local-ref.ts'
import { readCommitFiles } from './read-commit-files.ts'
import { readSaves } from './read-saves.ts'
import { openRemoteRef } from './remote-ref.ts'
import { writeCommit } from './write-commit.ts'

/** Which repository keeps which environment's archive: what {@link createGitArchive} takes. */
export interface GitArchiveOptions {
  /** A clone or bare repository; its work tree and index are not touched. */
  readonly directory: string
  /** Names the ref `refs/tideway/<environment>`. */
  readonly environment: string
  /** A remote's name or address that holds the archive; default: none, the repository itself holds it. */
  readonly remote?: string | undefined
}

const schema = z.strictObject({
  directory: z.string().min(1),
  environment: environmentName,
  remote: z.string().regex(/^[^-]/, 'must not be empty or begin with -').optional(),
})

/**
 * An archive in the ref `refs/tideway/<environment>`, kept with the `git` command, on any Git server.
 * Without a `remote` it is as lasting and as shared as the repository in `directory`.
 * Throws a `TidewayError` for wrong options.
 *
 * @example
 * const kept = await createGitArchive({ directory: '.', remote: 'origin', environment: 'prod' }).connect(call)
 */
export function createGitArchive(options: GitArchiveOptions): Adapter {
  const parsed = schema.safeParse(options)
  if (!parsed.success) throw wrongOptions(parsed.error)
  const { directory, environment, remote } = parsed.data
  const name = `git-archive:${environment}`
  return {
    connect: async (call) => {
      const git = { directory, endpoint: name }
      const format = await runGit(['rev-parse', '--show-object-format'], { ...git, signal: call.signal })
      const idLength = format.trim() === 'sha256' ? 64 : 40
      const place = archiveRef(environment)
      const ref = remote === undefined ? openLocalRef(git, place) : openRemoteRef(git, place, remote)
      return {
        specVersion: 1,
        name,
        capabilities: fullCapabilities,
        archive: {
          token: (call) => ref.read(call),
          load: async (call) => {
            const token = await ref.read(call)
            if (token === undefined) return undefined
            const commit = await ref.fetch(token, call)
            return { token: commit, files: await readCommitFiles(git, commit, call) }
          },
          save: async (files, expected, message, call) => {
            refuseReadOnly(call, name)
            if ((await ref.read(call)) !== expected) return { kind: 'lost-race' }
            if (expected !== undefined) await ref.fetch(expected, call)
            const commit = await writeCommit(git, { files, parent: expected, message, idLength }, call)
            const moved = await ref.move(expected, commit, call)
            return moved === 'moved' ? { kind: 'saved', token: commit } : { kind: 'lost-race' }
          },
          history: {
            async *saves(call) {
              const token = await ref.read(call)
              if (token !== undefined) yield* await readSaves(git, await ref.fetch(token, call), call)
            },
            filesAt: async (token, call) => readCommitFiles(git, await ref.fetch(token, call), call),
          },
        },
        close: async () => {},
      }
    },
  }
}

function wrongOptions(error: z.ZodError): TidewayError {
  return new TidewayError({
    code: 'TIDEWAY_CONFIG_INVALID',
    message: `the options of the Git archive are wrong: ${z.prettifyError(error).replaceAll('\n', ' ')}`,
    next: 'correct them',
  })
}
