import { readDefaultBranch } from '../git/default-branch.ts'
import { apiUrl, pageUrl } from './links.ts'
import { renderUser } from './render-user.ts'
import type { Route } from './route.ts'

/** The repository itself. */
export const repositoryRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: '',
    handle: async (call) => {
      const { repository, account } = call
      const head = await readDefaultBranch(repository.git)
      const push = account?.permission === 'write'
      return {
        status: 200,
        body: {
          id: repository.id,
          node_id: repository.nodeId,
          name: repository.name,
          full_name: repository.fullName,
          private: !repository.world.anonymousRead,
          owner: renderUser(repository.world, repository.owner),
          html_url: pageUrl(call),
          url: apiUrl(call),
          clone_url: `${pageUrl(call)}.git`,
          default_branch: head,
          archived: repository.rules.archived,
          disabled: false,
          fork: false,
          allow_merge_commit: true,
          allow_squash_merge: true,
          allow_rebase_merge: true,
          allow_auto_merge: repository.rules.allowAutoMerge,
          permissions: { admin: false, maintain: false, push, triage: push, pull: true },
        },
      }
    },
  },
]
