import { compareCommits } from '../git/compare-commits.ts'
import { mergeStateOf } from '../repository/merge-state.ts'
import { pullNodeId } from '../repository/pull-node-id.ts'
import type { Pull } from '../repository/repository-state.ts'
import { apiUrl, pageUrl } from './links.ts'
import { renderLabel } from './render-label.ts'
import { renderUser } from './render-user.ts'
import type { Call } from './route.ts'

const renderTip = (call: Call, ref: string, sha: string) => {
  const { owner, name, fullName, id, nodeId, world } = call.repository
  const user = renderUser(world, owner)
  return {
    label: `${owner}:${ref}`,
    ref,
    sha,
    user,
    repo: { id, node_id: nodeId, name, full_name: fullName, owner: user, url: apiUrl(call) },
  }
}

const renderAutoMerge = (call: Call, { autoMerge }: Pull) =>
  autoMerge === null
    ? null
    : {
        enabled_by: renderUser(call.repository.world, autoMerge.by),
        merge_method: autoMerge.method,
        commit_title: null,
        commit_message: null,
      }

/** A pull request as lists show it. */
export const renderPull = (call: Call, pull: Pull): object => {
  const { store, world } = call.repository
  const known = store.get().labels
  return {
    id: pull.id,
    node_id: pullNodeId(call.repository, pull),
    number: pull.number,
    url: `${apiUrl(call)}/pulls/${pull.number}`,
    html_url: `${pageUrl(call)}/pull/${pull.number}`,
    issue_url: `${apiUrl(call)}/issues/${pull.number}`,
    comments_url: `${apiUrl(call)}/issues/${pull.number}/comments`,
    commits_url: `${apiUrl(call)}/pulls/${pull.number}/commits`,
    statuses_url: `${apiUrl(call)}/statuses/${pull.headSha}`,
    state: pull.state,
    locked: false,
    title: pull.title,
    body: pull.body,
    draft: pull.draft,
    user: renderUser(world, pull.author),
    labels: known
      .filter((label) => pull.labels.includes(label.name))
      .map((label) => renderLabel(call, label)),
    requested_reviewers: pull.reviewers.map((login) => renderUser(world, login)),
    requested_teams: pull.teamReviewers.map((slug) => ({ slug, name: slug })),
    head: renderTip(call, pull.headRef, pull.headSha),
    base: renderTip(call, pull.baseRef, pull.baseSha),
    created_at: pull.createdAt,
    updated_at: pull.updatedAt,
    closed_at: pull.closedAt,
    merged_at: pull.mergedAt,
    merge_commit_sha: pull.mergeCommitSha,
    author_association: 'COLLABORATOR',
    auto_merge: renderAutoMerge(call, pull),
  }
}

const findMergeable = async (call: Call, pull: Pull) => {
  if (pull.state === 'closed') return { mergeable: null, mergeable_state: 'unknown' }
  const state = await mergeStateOf(call.repository, pull)
  return { mergeable: state !== 'dirty', mergeable_state: state }
}

/** A pull request as it is shown alone: with its counts, and whether it can be merged. */
export const renderPullInFull = async (call: Call, pull: Pull): Promise<object> => {
  const { git, store, world } = call.repository
  const { commits, files } = await compareCommits(git, pull.baseSha, pull.headSha)
  return {
    ...renderPull(call, pull),
    ...(await findMergeable(call, pull)),
    merged: pull.mergedAt !== null,
    merged_by: pull.mergedBy === null ? null : renderUser(world, pull.mergedBy),
    comments: store.get().comments.filter((comment) => comment.number === pull.number).length,
    review_comments: 0,
    commits: commits.length,
    additions: files.reduce((sum, file) => sum + file.additions, 0),
    deletions: files.reduce((sum, file) => sum + file.deletions, 0),
    changed_files: files.length,
    maintainer_can_modify: false,
  }
}
