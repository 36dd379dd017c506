import type { AnnotatorSetup } from '../conformance/annotator-suite.ts'
import type { ArchiveSetup } from '../conformance/archive-setup.ts'
import type { AutoMergeSetup } from '../conformance/auto-merge-suite.ts'
import type { CommitsSetup } from '../conformance/commits-suite.ts'
import type { DeliverySetup } from '../conformance/delivery-suite.ts'
import type { EditorSetup } from '../conformance/editor-suite.ts'
import type { Harness } from '../conformance/harness.ts'
import type { HistoryHarness, HistorySetup } from '../conformance/history-suite.ts'
import type { ReviewSetup } from '../conformance/review-suite.ts'
import type { SinkSetup } from '../conformance/sink-setup.ts'
import type { SourceSetup } from '../conformance/source-setup.ts'
import type { Capabilities } from '../contract/capabilities.ts'
import type { Endpoint } from '../contract/endpoint.ts'
import type { ResourceSource } from '../contract/resource-source.ts'
import { formatResourceKey } from '../model/resource-identity.ts'
import { checkAborted } from './check-aborted.ts'
import { createMemoryArchive } from './memory-archive.ts'
import { createMemoryCluster } from './memory-cluster.ts'
import { createMemoryConfigHub } from './memory-config-hub.ts'
import { createMemoryGit } from './memory-git.ts'
import { editTree } from './memory-proposals.ts'
import { createMemoryReviews } from './memory-reviews.ts'
import { provocations, provokeFaults } from './provoke-faults.ts'

const person = { kind: 'person', name: 'olga' } as const

/** A memory ConfigHub for the suites of Source, Sink, History and Delivery. */
export function createConfigHubHarness(
  capabilities: Partial<Capabilities> = {},
): Harness<SinkSetup & HistorySetup & DeliverySetup> & Pick<HistoryHarness, 'authors'> {
  return {
    name: 'memory ConfigHub',
    provokes: provocations,
    lacks: capabilities.conditionalWrites === false ? ['capabilities.conditionalWrites'] : [],
    authors: ['publish', 'capture', 'person', 'automation'],
    async setup() {
      const confighub = createMemoryConfigHub({ capabilities })
      const olga = confighub.as(person)
      return {
        ...provokeFaults(confighub),
        async seed(units) {
          for (const [unit, text] of Object.entries(units)) olga.write(unit, text)
        },
        readBack: async (unit) => confighub.state()[unit],
        change: async (unit, text) => void olga.write(unit, text),
        refusedWrite: (key) => ({ kind: 'purge', key, ref: { unit: '../up' }, expected: 'absent' }),
        async seedHistory(unit, revisions) {
          for (const { by, text, description } of revisions) {
            confighub.as({ kind: by, name: by }).write(unit, text, description)
          }
        },
        write: async (unit, text) => olga.write(unit, text).revision,
        deliver: async (unit) => confighub.deliver(unit),
        fail: async (unit, reason) => confighub.deliver(unit, reason),
      }
    },
  }
}

/** A memory Git for the suites of Source, Commits and SourceEditor. */
export const gitHarness: Harness<SourceSetup & CommitsSetup & EditorSetup> = {
  name: 'memory Git',
  provokes: provocations,
  async setup() {
    const git = createMemoryGit()
    // An endpoint is bound to a commit, and what the suites commit comes after it was connected.
    let bound = git.endpoint('prod')
    const newest: Endpoint = {
      ...bound,
      source: {
        list: (query, call) => bound.source.list(query, call),
        read: (refs, call) => bound.source.read(refs, call),
      },
      commits: {
        head: (call) => bound.commits.head(call),
        relation: (commit, other, call) => bound.commits.relation(commit, other, call),
        async caveats(call) {
          checkAborted(call, bound.name)
          return []
        },
        changesOf: (unit, limit, call) => bound.commits.changesOf?.(unit, limit, call) ?? nothing(),
      },
      editor: {
        edit: (wanted, call) => bound.editor.edit(wanted, call),
        read: async (paths, call) => (await bound.editor.read?.(paths, call)) ?? new Map(),
        owners: async (paths, call) => (await bound.editor.owners?.(paths, call)) ?? new Map(),
      },
    }
    const commit = (units: Readonly<Record<string, string | undefined>>, subject: string) => {
      const files = Object.entries(units).map(([unit, text]) => [`prod/${unit}.yaml`, text])
      const id = git.commit(Object.fromEntries(files), subject)
      bound = git.endpoint('prod')
      return id
    }
    return {
      ...provokeFaults(newest),
      seed: async (units) => void commit(units, 'Seed'),
      commit: async (units, subject) => commit(units, subject),
      async render(edits) {
        const files = Object.entries(editTree(git.tree(), edits))
        return Object.fromEntries(
          files.map(([path, text]) => [path.slice('prod/'.length, -'.yaml'.length), text]),
        )
      },
    }
  },
}

async function* nothing(): AsyncIterable<never> {}

/** A memory Git for the suites of ProposalSink. */
export const proposalHarness: Harness<AutoMergeSetup> = {
  name: 'memory Git',
  provokes: provocations,
  async setup() {
    const git = createMemoryGit()
    return {
      ...provokeFaults(git.endpoint('prod')),
      seed: async (files) => git.commit(files, 'Seed'),
      readBack: async () =>
        git.proposals().map(({ id, state, proposal: { title, body, labels }, tip }) => {
          return { id, state, title, body, labels, files: git.tree(tip) }
        }),
      edit: async (id, path, text) => void git.editProposal(id, { [path]: text }),
      merge: async (id) => git.merge(id),
      decline: async (id) => git.close(id),
      passChecks: async (id) => void git.passChecks(id),
      switchOff: async (id) => git.switchOffAutoMerge(id),
    }
  },
}

/** A memory archive for the suite of Archive. */
export const archiveHarness: Harness<ArchiveSetup> = {
  name: 'memory archive',
  provokes: provocations,
  async setup() {
    const archive = createMemoryArchive()
    return { ...provokeFaults(archive), readBack: async () => archive.texts() }
  },
}

/** A pull request in memory for the suite of Reviews. */
export const reviewHarness: Harness<ReviewSetup> = {
  name: 'memory reviews',
  provokes: provocations,
  async setup() {
    const reviews = createMemoryReviews()
    return {
      ...provokeFaults(reviews),
      pull: '1',
      push: async () => reviews.push(),
      readBack: async () => reviews.said(),
    }
  },
}

/** A memory cluster for the suites of ResourceSource and ResourceAnnotator. */
export const clusterHarness: Harness<AnnotatorSetup> = {
  name: 'memory cluster',
  provokes: provocations,
  async setup() {
    const cluster = createMemoryCluster({ namespace: 'shop' })
    // Nothing is defaulted or admitted in memory, and no kind is a custom one.
    const resources: ResourceSource = {
      ...cluster.resources,
      async predict(object, call) {
        checkAborted(call, cluster.name)
        return { kind: 'predicted', object }
      },
      async *schemas(kinds, call) {
        checkAborted(call, cluster.name)
        for (const resource of kinds) yield { kind: 'absent', resource }
      },
    }
    return {
      ...provokeFaults({ ...cluster, resources }),
      async seed(objects) {
        for (const object of objects) cluster.apply(object, 'argocd-controller')
      },
      readBack: async (identity) => cluster.objects()[formatResourceKey(identity)],
    }
  },
}
