import { z } from 'zod'
import type { Answer } from '../answer.ts'
import { isAncestor } from '../git/compare-commits.ts'
import { readDefaultBranch } from '../git/default-branch.ts'
import { absentOid, isRefName, listRefs, type Ref, readRef, updateRefs } from '../git/refs.ts'
import { GitHubError } from '../github-error.ts'
import { oidSchema } from '../oid-schema.ts'
import { requireUnprotected } from '../repository/repository-rules.ts'
import { apiUrl } from './links.ts'
import { answerPage } from './paginate.ts'
import type { Call, Route } from './route.ts'

const renderRef = (call: Call, ref: Ref) => ({
  ref: ref.name,
  node_id: `REF_${Buffer.from(ref.name).toString('base64url')}`,
  url: `${apiUrl(call)}/git/${ref.name}`,
  object: { type: ref.type, sha: ref.oid, url: `${apiUrl(call)}/git/${ref.type}s/${ref.oid}` },
})

const requireWritable = (call: Call, name: string) => {
  const isBranchOrTag = /^refs\/(heads|tags)\//.test(name)
  const refused = !isBranchOrTag && call.repository.world.beliefs.customRefs === 'refused'
  if (refused || name.startsWith('refs/pull/'))
    throw new GitHubError(422, `Reference cannot be written: ${name}`)
  requireUnprotected(call.repository, name)
}

const requireObject = async (call: Call, name: string, oid: string) => {
  const object = await call.repository.git.info(oid)
  if (object === undefined) throw new GitHubError(422, 'Object does not exist')
  if (name.startsWith('refs/heads/') && object.type !== 'commit') {
    throw new GitHubError(422, 'Object is not a commit')
  }
}

const answerRef = async (call: Call, name: string, status: number): Promise<Answer> => {
  const ref = await readRef(call.repository.git, name)
  if (ref === undefined) throw new GitHubError(404, 'Not Found')
  return { status, body: renderRef(call, ref), headers: { location: `${apiUrl(call)}/git/${name}` } }
}

const moveRef = async (call: Call, name: string, before: string | undefined, after: string) => {
  const outcome = await updateRefs(call.repository.git, [{ name, before, after }])
  if (outcome.kind === 'refused') throw new GitHubError(422, `Reference update failed: ${outcome.reason}`)
  return outcome.kind
}

/** Git references: branches, tags, and any other namespace below `refs/`. */
export const refRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: '/git/ref/*ref',
    handle: async (call) => {
      const { status, body } = await answerRef(call, `refs/${call.parameter('ref')}`, 200)
      return { status, body }
    },
  },
  {
    method: 'GET',
    path: '/git/matching-refs/*ref',
    handle: async (call) => {
      const refs = await listRefs(call.repository.git, `refs/${call.parameter('ref')}`)
      return answerPage(call, refs, (ref) => renderRef(call, ref))
    },
  },
  {
    method: 'POST',
    path: '/git/refs',
    handle: async (call) => {
      const wanted = call.body(z.strictObject({ ref: z.string(), sha: oidSchema }))
      if (!isRefName(wanted.ref)) throw new GitHubError(422, `Reference name is not valid: ${wanted.ref}`)
      requireWritable(call, wanted.ref)
      await requireObject(call, wanted.ref, wanted.sha)
      if ((await moveRef(call, wanted.ref, absentOid, wanted.sha)) === 'moved') {
        throw new GitHubError(422, 'Reference already exists')
      }
      return answerRef(call, wanted.ref, 201)
    },
  },
  {
    method: 'PATCH',
    path: '/git/refs/*ref',
    handle: async (call) => {
      const { git } = call.repository
      const wanted = call.body(z.strictObject({ sha: oidSchema, force: z.boolean().default(false) }))
      const name = `refs/${call.parameter('ref')}`
      requireWritable(call, name)
      const before = await readRef(git, name)
      if (before === undefined) throw new GitHubError(422, 'Reference does not exist')
      await requireObject(call, name, wanted.sha)
      if (!wanted.force && !(await isAncestor(git, before.oid, wanted.sha))) {
        throw new GitHubError(422, 'Update is not a fast forward')
      }
      const outcome = await moveRef(call, name, wanted.force ? undefined : before.oid, wanted.sha)
      if (outcome === 'moved') throw new GitHubError(422, 'Update is not a fast forward')
      return answerRef(call, name, 200)
    },
  },
  {
    method: 'DELETE',
    path: '/git/refs/*ref',
    handle: async (call) => {
      const name = `refs/${call.parameter('ref')}`
      requireWritable(call, name)
      if ((await readRef(call.repository.git, name)) === undefined) {
        throw new GitHubError(422, 'Reference does not exist')
      }
      const head = await readDefaultBranch(call.repository.git)
      if (name === `refs/heads/${head}`) throw new GitHubError(422, 'Cannot delete the default branch')
      await moveRef(call, name, undefined, absentOid)
      return { status: 204 }
    },
  },
]
