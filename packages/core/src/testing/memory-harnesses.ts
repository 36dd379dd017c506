import type { ArchiveSetup } from '../conformance/archive-suite.ts'
import type { DeliverySetup } from '../conformance/delivery-suite.ts'
import type { Harness } from '../conformance/harness.ts'
import type { HistoryHarness } from '../conformance/history-suite.ts'
import type { ProposalSetup } from '../conformance/proposal-suite.ts'
import type { ResourceSetup } from '../conformance/resource-suite.ts'
import type { ReviewSetup } from '../conformance/review-suite.ts'
import type { SinkSetup } from '../conformance/sink-setup.ts'
import type { SourceSetup } from '../conformance/source-setup.ts'
import type { Capabilities } from '../contract/capabilities.ts'
import { createMemoryArchive } from './memory-archive.ts'
import { createMemoryCluster } from './memory-cluster.ts'
import { createMemoryConfigHub } from './memory-config-hub.ts'
import { createMemoryGit } from './memory-git.ts'
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

/** A memory Git for the suite of ProposalSink. */
export const proposalHarness: Harness<ProposalSetup> = {
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

/** A memory cluster for the suite of ResourceSource. */
export const resourceHarness: Harness<ResourceSetup> = {
  name: 'memory cluster',
  provokes: provocations,
  async setup() {
    const cluster = createMemoryCluster({ namespace: 'shop' })
    return {
      ...provokeFaults(cluster),
      async seed(objects) {
        for (const object of objects) cluster.apply(object, 'argocd-controller')
      },
    }
  },
}
