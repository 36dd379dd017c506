import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { z } from 'zod'
import type { RepositoryState } from './repository-state.ts'

/** Holds a repository's state; every change is on disk, where a path was given, before `change` returns. */
export type StateStore = {
  get(): RepositoryState
  change(edit: (state: RepositoryState) => RepositoryState): void
}

const stateSchema = z.strictObject({
  nextId: z.int(),
  nextNumber: z.int(),
  pulls: z.array(
    z.strictObject({
      number: z.int(),
      id: z.int(),
      title: z.string(),
      body: z.string().nullable(),
      draft: z.boolean(),
      state: z.enum(['open', 'closed']),
      author: z.string(),
      headRef: z.string(),
      headSha: z.string(),
      baseRef: z.string(),
      baseSha: z.string(),
      seenBase: z.string(),
      createdAt: z.string(),
      updatedAt: z.string(),
      closedAt: z.string().nullable(),
      mergedAt: z.string().nullable(),
      mergedBy: z.string().nullable(),
      mergeCommitSha: z.string().nullable(),
      labels: z.array(z.string()),
      reviewers: z.array(z.string()),
      teamReviewers: z.array(z.string()),
      autoMerge: z
        .strictObject({ method: z.enum(['merge', 'squash', 'rebase']), by: z.string() })
        .nullable()
        .default(null),
      reviewEvents: z
        .array(
          z.strictObject({
            event: z.enum(['review_requested', 'review_request_removed', 'reviewed']),
            who: z.string(),
            isTeam: z.boolean(),
            by: z.string(),
            at: z.string(),
          }),
        )
        // A folder that an earlier emulator wrote has none.
        .default([]),
    }),
  ),
  comments: z.array(
    z.strictObject({
      id: z.int(),
      number: z.int(),
      author: z.string(),
      body: z.string(),
      createdAt: z.string(),
      updatedAt: z.string(),
    }),
  ),
  labels: z.array(
    z.strictObject({ id: z.int(), name: z.string(), color: z.string(), description: z.string().nullable() }),
  ),
  statuses: z.array(
    z.strictObject({
      id: z.int(),
      sha: z.string(),
      state: z.enum(['error', 'failure', 'pending', 'success']),
      context: z.string(),
      description: z.string().nullable(),
      targetUrl: z.string().nullable(),
      creator: z.string(),
      createdAt: z.string(),
    }),
  ),
})

const emptyState: RepositoryState = {
  nextId: 1,
  nextNumber: 1,
  pulls: [],
  comments: [],
  labels: [],
  statuses: [],
}

/** Opens the state in a JSON file, or one in memory without a path; throws where the file is not such a state. */
export const openStateStore = (path: string | undefined): StateStore => {
  let state: RepositoryState =
    path !== undefined && existsSync(path)
      ? stateSchema.parse(JSON.parse(readFileSync(path, 'utf8')))
      : emptyState
  return {
    get: () => state,
    change: (edit) => {
      state = edit(state)
      if (path === undefined) return
      writeFileSync(`${path}.new`, `${JSON.stringify(state, null, 2)}\n`)
      renameSync(`${path}.new`, path)
    },
  }
}
