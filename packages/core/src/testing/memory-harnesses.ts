import type { AnnotatorSetup } from '../conformance/annotator-suite.ts'
import type { ArchiveSetup } from '../conformance/archive-suite.ts'
import type { AutoMergeSetup } from '../conformance/auto-merge-suite.ts'
import type { CommitsSetup } from '../conformance/commits-suite.ts'
import type { DeliverySetup } from '../conformance/delivery-suite.ts'
import type { EditorSetup } from '../conformance/editor-suite.ts'
import type { Harness } from '../conformance/harness.ts'
import type { HistoryHarness } from '../conformance/history-suite.ts'
import type { ResourceSetup } from '../conformance/resource-suite.ts'
import type { ReviewSetup } from '../conformance/review-suite.ts'
import type { SinkSetup } from '../conformance/sink-setup.ts'
import type { SourceSetup } from '../conformance/source-setup.ts'
import type { Call } from '../contract/call.ts'
import type { Capabilities } from '../contract/capabilities.ts'
import type { Commits } from '../contract/commits.ts'
import type { Prediction } from '../contract/resource-source.ts'
import type { SourceEditor } from '../contract/source-editor.ts'
import type { JsonObject } from '../model/json.ts'
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

/** A memory ConfigHub for the suites of Source and Sink. */
export function createSinkHarness(capabilities: Partial<Capabilities> = {}): Harness<SinkSetup> {
  return {
    name: 'memory ConfigHub',
    provokes: provocations,
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
      }
    },
  }
}

/** A memory ConfigHub for the suite of History. */
export const historyHarness: HistoryHarness = {
  name: 'memory ConfigHub',
  provokes: provocations,
  authors: ['publish', 'capture', 'person', 'automation'],
  async setup() {
    const confighub = createMemoryConfigHub()
    return {
      ...provokeFaults(confighub),
      async seedHistory(unit, revisions) {
        for (const { by, text, description } of revisions) {
          confighub.as({ kind: by, name: by }).write(unit, text, description)
        }
      },
    }
  },
}

/** A memory ConfigHub for the suite of Delivery. */
export const deliveryHarness: Harness<DeliverySetup> = {
  name: 'memory ConfigHub',
  provokes: provocations,
  async setup() {
    const confighub = createMemoryConfigHub()
    return {
      ...provokeFaults(confighub),
      write: async (unit, text) => confighub.as(person).write(unit, text).revision,
      deliver: async (unit) => confighub.deliver(unit),
      fail: async (unit, reason) => confighub.deliver(unit, reason),
    }
  },
}

/** A memory Git for the suite of Source; every setup reads the commit that was seeded. */
export const gitHarness: Harness<SourceSetup> = {
  name: 'memory Git',
  provokes: provocations,
  async setup() {
    const git = createMemoryGit()
    // An endpoint is bound to a commit, and the seed comes after it was connected.
    let bound = git.endpoint('prod')
    const { source } = bound
    const live: typeof source = {
      list: (query, call) => bound.source.list(query, call),
      read: (refs, call) => bound.source.read(refs, call),
    }
    return {
      ...provokeFaults({ ...bound, source: live }),
      async seed(units) {
        const files = Object.entries(units).map(([unit, text]) => [`prod/${unit}.yaml`, text])
        git.commit(Object.fromEntries(files), 'Seed')
        bound = git.endpoint('prod')
      },
    }
  },
}

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

/** A memory Git for the suite of Commits; every setup reads the commit that was made last. */
export const commitsHarness: Harness<CommitsSetup> = {
  name: 'memory Git',
  provokes: provocations,
  async setup() {
    const git = createMemoryGit()
    let bound = git.endpoint('prod')
    const live: Commits = {
      head: (call) => bound.commits.head(call),
      relation: (commit, other, call) => bound.commits.relation(commit, other, call),
      changesOf: (unit, limit, call) => bound.commits.changesOf?.(unit, limit, call) ?? nothing(),
    }
    return {
      ...provokeFaults({ ...bound, commits: live }),
      async commit(units, subject) {
        const files = Object.entries(units).map(([unit, text]) => [`prod/${unit}.yaml`, text])
        const id = git.commit(Object.fromEntries(files), subject)
        bound = git.endpoint('prod')
        return id
      },
    }
  },
}

async function* nothing(): AsyncIterable<never> {}

/** A memory Git for the suite of SourceEditor; every setup edits the commit that was seeded. */
export const editorHarness: Harness<EditorSetup> = {
  name: 'memory Git',
  provokes: provocations,
  async setup() {
    const git = createMemoryGit()
    let bound = git.endpoint('prod')
    const live: SourceEditor = {
      edit: (wanted, call) => bound.editor.edit(wanted, call),
      read: async (paths, call) => (await bound.editor.read?.(paths, call)) ?? new Map(),
    }
    return {
      ...provokeFaults({ ...bound, editor: live }),
      async seed(units) {
        const files = Object.entries(units).map(([unit, text]) => [`prod/${unit}.yaml`, text])
        git.commit(Object.fromEntries(files), 'Seed')
        bound = git.endpoint('prod')
      },
      async render(edits) {
        const files = Object.entries(editTree(git.tree(), edits))
        return Object.fromEntries(
          files.map(([path, text]) => [path.slice('prod/'.length, -'.yaml'.length), text]),
        )
      },
    }
  },
}

/** A memory cluster for the suite of ResourceAnnotator. */
export const annotatorHarness: Harness<AnnotatorSetup> = {
  name: 'memory cluster',
  provokes: provocations,
  async setup() {
    const cluster = createMemoryCluster({ namespace: 'shop' })
    return {
      ...provokeFaults(cluster),
      async seed(objects) {
        for (const object of objects) cluster.apply(object, 'argocd-controller')
      },
      readBack: async (identity) => cluster.objects()[formatResourceKey(identity)],
    }
  },
}

/** A memory cluster for the suite of ResourceSource. */
export const resourceHarness: Harness<ResourceSetup> = {
  name: 'memory cluster',
  provokes: provocations,
  async setup() {
    const cluster = createMemoryCluster({ namespace: 'shop' })
    // Nothing is defaulted or admitted in memory.
    const predict = async (object: JsonObject, call: Call): Promise<Prediction> => {
      checkAborted(call, cluster.name)
      return { kind: 'predicted', object }
    }
    return {
      ...provokeFaults({ ...cluster, resources: { ...cluster.resources, predict } }),
      async seed(objects) {
        for (const object of objects) cluster.apply(object, 'argocd-controller')
      },
    }
  },
}
