import { type Call, type Endpoint, type Normalization, withCache } from '@tideway/core'
import type { EnvironmentConfig } from '../config/project-config.ts'
import { askOnce } from './ask-once.ts'
import type { Connectors } from './connectors.ts'
import { loadNormalization } from './load-normalization.ts'

/** The stores of one environment; each is connected when it is first asked for, and anew after a failure. */
export interface ConnectedEnvironment {
  git(): Promise<Endpoint>
  confighub(): Promise<Endpoint>
  archive(): Promise<Endpoint>
  /** The archive from where its earlier saves can be read. */
  archiveHistory(): Promise<Endpoint>
  live(): Promise<readonly Endpoint[]>
  /**
   * What counts as equal. With `schemas: cluster` the clusters are asked, once, for the schemas of the kinds that are in
   * the units of both sides, or of the given ones; it throws where they cannot be read.
   */
  normalization(sides?: readonly Endpoint[]): Promise<Normalization>
  /** The Git side at a commit, which needs no credential; undefined where the connectors have none. */
  checkout(commit: string): Promise<Endpoint> | undefined
}

/** Makes the way to the stores of an environment; `opened` hears of every connection, for whoever closes them. */
export function connectEnvironment(
  environment: EnvironmentConfig,
  connectors: Connectors,
  call: Call,
  opened: (store: Promise<Endpoint | readonly Endpoint[]>) => void,
): ConnectedEnvironment {
  const once = <Store extends Endpoint | readonly Endpoint[]>(connect: (call: Call) => Promise<Store>) => {
    const store = askOnce((asked) => {
      const connecting = connect(asked)
      opened(connecting)
      return connecting
    })
    return () => store(call)
  }
  const git = once(async (asked) => connectors.git(asked))
  const confighub = once(async (asked) => {
    const endpoint = await connectors.confighub(asked)
    // Its texts are read twice, first for their kinds.
    return environment.normalization.from === 'cluster' ? withCache(endpoint) : endpoint
  })
  const live = once(async (asked) => connectors.live(asked))
  const load = (sides: () => Promise<readonly Endpoint[]>) =>
    loadNormalization(environment, sides, live, call)
  const ofBothSides = askOnce(() => load(() => Promise.all([git(), confighub()])))
  return {
    git,
    confighub,
    archive: once(async (asked) => connectors.archive(asked)),
    archiveHistory: once(async (asked) => (connectors.archiveHistory ?? connectors.archive)(asked)),
    live,
    normalization: (sides) => (sides === undefined ? ofBothSides(call) : load(async () => sides)),
    checkout(commit) {
      const endpoint = connectors.checkout?.(commit, call)
      if (endpoint !== undefined) opened(endpoint)
      return endpoint
    },
  }
}
