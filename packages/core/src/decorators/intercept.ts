import type { Endpoint } from '../contract/endpoint.ts'
import { interceptArchive } from './intercept-archive.ts'
import { interceptProposals } from './intercept-proposals.ts'
import { bindInterceptor, type Interceptor } from './interceptor.ts'

/**
 * An endpoint with the same abilities, every method of which goes through the interceptor: what the decorators of
 * this package are made of, and a way to make your own. `close` is not intercepted.
 *
 * @example
 * const counts = new Map<string, number>()
 * const count = ({ method }: EndpointRequest) => counts.set(method, (counts.get(method) ?? 0) + 1)
 * const counted = intercept(endpoint, {
 *   ask: (request, run) => { count(request); return run() },
 *   stream: (request, items) => { count(request); return items() },
 * })
 */
export function intercept(endpoint: Endpoint, interceptor: Interceptor): Endpoint {
  const {
    name,
    source,
    resources,
    annotator,
    sink,
    history,
    proposals,
    reviews,
    archive,
    commits,
    editor,
    delivery,
  } = endpoint
  const { changesOf, caveats } = commits ?? {}
  const { predict, schemas } = resources ?? {}
  const { read, owners } = editor ?? {}
  const bound = bindInterceptor(name, interceptor)
  const { ask, stream } = bound
  return {
    ...endpoint,
    source: source && {
      list: (query, call) => stream('source.list', call, () => source.list(query, call)),
      read: (refs, call) => stream('source.read', call, () => source.read(refs, call)),
    },
    resources: resources && {
      place: resources.place,
      resources: (query, call) => stream('resources.resources', call, () => resources.resources(query, call)),
      predict: predict && ((object, call) => ask('resources.predict', call, () => predict(object, call))),
      schemas: schemas && ((kinds, call) => stream('resources.schemas', call, () => schemas(kinds, call))),
    },
    annotator: annotator && {
      annotate: (changes, call) =>
        stream('annotator.annotate', call, () => annotator.annotate(changes, call)),
    },
    sink: sink && {
      write: (writes, call) => stream('sink.write', call, () => sink.write(writes, call)),
    },
    history: history && {
      revisions: (ref, call) => stream('history.revisions', call, () => history.revisions(ref, call)),
      contentAt: (ref, revision, call) =>
        ask('history.contentAt', call, () => history.contentAt(ref, revision, call)),
    },
    proposals: proposals && interceptProposals(proposals, bound),
    reviews: reviews && {
      comment: (pull, topic, text, call) =>
        ask('reviews.comment', call, () => reviews.comment(pull, topic, text, call)),
      check: (pull, check, call) => ask('reviews.check', call, () => reviews.check(pull, check, call)),
    },
    archive: archive && interceptArchive(archive, bound),
    commits: commits && {
      head: (call) => ask('commits.head', call, () => commits.head(call)),
      relation: (commit, other, call) =>
        ask('commits.relation', call, () => commits.relation(commit, other, call)),
      caveats: caveats && ((call) => ask('commits.caveats', call, () => caveats(call))),
      changesOf:
        changesOf &&
        ((unit, limit, call) => stream('commits.changesOf', call, () => changesOf(unit, limit, call))),
    },
    editor: editor && {
      edit: (wanted, call) => ask('editor.edit', call, () => editor.edit(wanted, call)),
      read: read && ((paths, call) => ask('editor.read', call, () => read(paths, call))),
      owners: owners && ((paths, call) => ask('editor.owners', call, () => owners(paths, call))),
    },
    delivery: delivery && {
      look: (queries, call) => stream('delivery.look', call, () => delivery.look(queries, call)),
    },
  }
}
