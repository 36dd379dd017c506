import { z } from 'zod'
import { GitHubError } from '../github-error.ts'
import { changePull } from '../repository/change-pull.ts'
import { pullNodeId } from '../repository/pull-node-id.ts'
import type { Label } from '../repository/repository-state.ts'
import { staysHidden } from '../repository/stays-hidden.ts'
import { takeId } from '../repository/take-id.ts'
import { validationFailed } from '../validation-failed.ts'
import { findPull } from './find-pull.ts'
import { answerPage } from './paginate.ts'
import { renderLabel } from './render-label.ts'
import type { Call, Route } from './route.ts'

const labelSchema = z.strictObject({
  name: z.string().min(1),
  color: z
    .string()
    .regex(/^[0-9a-fA-F]{6}$/)
    .default('ededed'),
  description: z.string().nullable().default(null),
})

const namesSchema = z.strictObject({ labels: z.array(z.string().min(1)) })

// Names are unique whatever their case.
const findLabel = (call: Call, name: string) =>
  call.repository.store.get().labels.find((label) => label.name.toLowerCase() === name.toLowerCase())

const addLabel = (call: Call, wanted: z.infer<typeof labelSchema>): Label => {
  const label = { id: takeId(call.repository), ...wanted }
  call.repository.store.change((state) => ({ ...state, labels: [...state.labels, label] }))
  return label
}

const pullLabels = (call: Call) => {
  const names = findPull(call).labels
  return call.repository.store.get().labels.filter((label) => names.includes(label.name))
}

/** Labels of the repository and of its pull requests; labelling makes a label that is missing. */
export const labelRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: '/labels',
    handle: (call) =>
      answerPage(call, call.repository.store.get().labels, (label) => renderLabel(call, label)),
  },
  {
    method: 'POST',
    path: '/labels',
    handle: async (call) => {
      const wanted = call.body(labelSchema)
      if (findLabel(call, wanted.name) !== undefined) {
        throw validationFailed({ resource: 'Label', code: 'already_exists', field: 'name' })
      }
      return { status: 201, body: renderLabel(call, addLabel(call, wanted)) }
    },
  },
  {
    method: 'GET',
    path: '/labels/:name',
    handle: async (call) => {
      const label = findLabel(call, call.parameter('name'))
      if (label === undefined) throw new GitHubError(404, 'Not Found')
      return { status: 200, body: renderLabel(call, label) }
    },
  },
  {
    method: 'GET',
    path: '/issues/:number/labels',
    handle: (call) => answerPage(call, pullLabels(call), (label) => renderLabel(call, label)),
  },
  {
    method: 'POST',
    path: '/issues/:number/labels',
    handle: async (call) => {
      const { labels } = call.body(namesSchema)
      const pull = findPull(call)
      if (staysHidden(call.repository, `label ${pull.number}`)) {
        const message = `Could not resolve to a node with the global id of '${pullNodeId(call.repository, pull)}'.`
        throw validationFailed({ resource: 'Label', code: 'unprocessable', field: 'data', message })
      }
      const names = labels.map(
        (name) =>
          (findLabel(call, name) ?? addLabel(call, { name, color: 'ededed', description: null })).name,
      )
      changePull(call.repository, pull.number, { labels: [...new Set([...pull.labels, ...names])] })
      return { status: 200, body: pullLabels(call).map((label) => renderLabel(call, label)) }
    },
  },
  {
    method: 'DELETE',
    path: '/issues/:number/labels/:name',
    handle: async (call) => {
      const pull = findPull(call)
      const name = findLabel(call, call.parameter('name'))?.name
      if (name === undefined || !pull.labels.includes(name))
        throw new GitHubError(404, 'Label does not exist')
      changePull(call.repository, pull.number, { labels: pull.labels.filter((one) => one !== name) })
      return { status: 200, body: pullLabels(call).map((label) => renderLabel(call, label)) }
    },
  },
]
