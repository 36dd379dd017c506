import { setTimeout as wait } from 'node:timers/promises'
import { readDefaultBranch } from './default-branch.ts'
import type { GitRepository } from './git-repository.ts'
import { readLooseRef } from './loose-ref.ts'

/** Forty zeros: "no object", as in Git's own protocols. */
export const absentOid: string = '0'.repeat(40)

/** A ref and the object at its tip. */
export type Ref = { readonly name: string; readonly oid: string; readonly type: string }

/** One movement of a ref: from where (undefined: from anywhere) to where; `absentOid` stands for no ref. */
export type RefUpdate = { readonly name: string; readonly before: string | undefined; readonly after: string }

/** What became of a set of movements, of which all or none take place. */
export type RefUpdateOutcome =
  | { readonly kind: 'updated' }
  | { readonly kind: 'moved' }
  | { readonly kind: 'refused'; readonly reason: string }

/** True for a full ref name that git-check-ref-format(1) accepts. */
export const isRefName = (name: string): boolean =>
  /^refs\/[^/]+\/./.test(name) &&
  // git-check-ref-format(1) forbids control characters, space and these.
  ![...name].some(
    (character) => character <= ' ' || character === '\x7f' || '~^:?*[\\'.includes(character),
  ) &&
  !name.includes('..') &&
  !name.includes('@{') &&
  !name.endsWith('.') &&
  name.split('/').every((part) => part !== '' && !part.startsWith('.') && !part.endsWith('.lock'))

/** A ref by its full name; undefined where there is none. */
export const readRef = async (git: GitRepository, name: string): Promise<Ref | undefined> => {
  if (!isRefName(name)) return undefined
  const loose = readLooseRef(git.directory, name)
  if (loose.kind === 'absent') return undefined
  const object = await git.info(loose.kind === 'id' ? loose.oid : name)
  return object === undefined ? undefined : { name, oid: object.oid, type: object.type }
}

/** All refs whose full name starts with a prefix, by name. */
export const listRefs = async (git: GitRepository, prefix: string): Promise<readonly Ref[]> => {
  const output = await git.run(['for-each-ref', '--format=%(refname) %(objectname) %(objecttype)'])
  return output
    .split('\n')
    .filter((line) => line.startsWith(prefix))
    .map((line) => {
      const [name = '', oid = '', type = ''] = line.split(' ')
      return { name, oid, type }
    })
}

const lockAttempts = 40
const lockPauseMilliseconds = 10

/** True where Git would let a ref point to an object: branches are of commits. */
const mayPointTo = async (git: GitRepository, name: string, oid: string): Promise<boolean> => {
  const object = oid === absentOid ? undefined : await git.info(oid)
  return object !== undefined && (!name.startsWith('refs/heads/') || object.type === 'commit')
}

/** Moves refs in one transaction, each only if it still is where it was read: one by its file, several by Git. */
export const updateRefs = async (
  git: GitRepository,
  updates: readonly RefUpdate[],
): Promise<RefUpdateOutcome> => {
  const [first, ...others] = updates
  if (first !== undefined && others.length === 0 && (await mayPointTo(git, first.name, first.after))) {
    const before = first.before === absentOid ? null : first.before
    const kind = git.moveLooseRef({ name: first.name, before, after: first.after })
    if (kind !== 'ask') return { kind }
  }
  const lines = updates.map((update) =>
    update.after === absentOid
      ? `delete ${update.name}${update.before === undefined ? '' : ` ${update.before}`}`
      : `update ${update.name} ${update.after}${update.before === undefined ? '' : ` ${update.before}`}`,
  )
  for (let attempt = 1; ; attempt += 1) {
    const refusal = await git.writeRefs(lines)
    if (refusal === undefined) return { kind: 'updated' }
    if (/\.lock': File exists/.test(refusal) && attempt < lockAttempts) {
      await wait(lockPauseMilliseconds)
    } else if (/but expected|already exists|unable to resolve reference/.test(refusal)) {
      return { kind: 'moved' }
    } else {
      return { kind: 'refused', reason: refusal }
    }
  }
}

/** Moves one ref; throws where it cannot be moved. */
export const moveRef = async (git: GitRepository, update: RefUpdate): Promise<void> => {
  const outcome = await updateRefs(git, [update])
  if (outcome.kind === 'updated') return
  const reason = outcome.kind === 'refused' ? outcome.reason : 'it is elsewhere'
  throw new Error(`${update.name} could not be moved: ${reason}`)
}

/** The commit-ish that a person may write (full id, branch, tag, or ref without `refs/`) as an object id. */
export const resolveRevision = async (git: GitRepository, revision: string): Promise<string | undefined> => {
  if (/^[0-9a-f]{40}$/.test(revision)) return (await git.info(revision))?.oid
  if (revision === 'HEAD') return (await readRef(git, `refs/heads/${await readDefaultBranch(git)}`))?.oid
  for (const prefix of ['refs/heads/', 'refs/tags/', 'refs/', '']) {
    const ref = await readRef(git, `${prefix}${revision}`)
    if (ref?.type === 'tag') return (await git.info(`${ref.oid}^{commit}`))?.oid
    if (ref !== undefined) return ref.oid
  }
  // What is no ref may be a shortened id, as long as it is that of one commit only.
  const commit = /^[0-9a-f]{7,39}$/.test(revision) ? await git.info(`${revision}^{commit}`) : undefined
  return commit?.oid
}
