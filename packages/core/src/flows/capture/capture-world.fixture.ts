import type { Endpoint } from '../../contract/endpoint.ts'
import { isJsonObject, type JsonObject } from '../../model/json.ts'
import { parseUnit } from '../../parse/parse-unit.ts'
import type { FlowReport } from '../../report/flow-report.ts'
import { createMemoryArchive, type MemoryArchive } from '../../testing/memory-archive.ts'
import { createMemoryCluster, type MemoryCluster } from '../../testing/memory-cluster.ts'
import { createMemoryConfigHub, type MemoryConfigHub } from '../../testing/memory-config-hub.ts'
import { createMemoryGit } from '../../testing/memory-git.ts'
import { createTestCall } from '../../testing/test-call.ts'
import type { FlowEndpoints } from '../flow-endpoints.ts'
import { publish } from '../publish/publish.ts'
import { type CaptureOptions, capture } from './capture.ts'

/** Units published from Git to an empty ConfigHub, and a cluster that nothing has been delivered to yet. */
export interface CaptureWorld {
  readonly confighub: MemoryConfigHub
  readonly archive: MemoryArchive
  readonly cluster: MemoryCluster
  readonly endpoints: () => FlowEndpoints
  readonly operator: ReturnType<MemoryConfigHub['as']>
  text(unit: string): string
  capture(options?: Partial<CaptureOptions>, live?: readonly Endpoint[]): Promise<FlowReport>
  /** Applies a unit's head to a cluster as Argo CD does, its revision stamped on every object. */
  deliver(unit: string, to?: MemoryCluster, change?: (object: JsonObject) => JsonObject): void
}

/** Opens a {@link CaptureWorld}. */
export async function openCaptureWorld(units: Readonly<Record<string, string>>): Promise<CaptureWorld> {
  const git = createMemoryGit()
  const confighub = createMemoryConfigHub()
  const archive = createMemoryArchive()
  const cluster = createMemoryCluster()
  const endpoints = () => ({ git: git.endpoint('prod'), confighub, archive })
  const environment = 'prod'
  const text = (unit: string) => confighub.state()[unit]?.text ?? ''
  git.commit(
    Object.fromEntries(Object.entries(units).map(([unit, content]) => [`prod/${unit}.yaml`, content])),
    'Add everything',
  )
  await publish(endpoints(), { environment }, createTestCall())
  return {
    confighub,
    archive,
    cluster,
    endpoints,
    text,
    operator: confighub.as({ kind: 'person', name: 'olga@acme.example' }),
    capture: (
      options: Partial<CaptureOptions> = {},
      live: readonly Endpoint[] = [cluster],
    ): Promise<FlowReport> =>
      capture({ ...endpoints(), live }, { environment, ...options }, createTestCall()),
    deliver(
      unit: string,
      to: MemoryCluster = cluster,
      change: (object: JsonObject) => JsonObject = (same) => same,
    ) {
      const parsed = parseUnit(text(unit))
      if (parsed.kind === 'invalid') throw parsed.error
      const revision = Number(confighub.state()[unit]?.revision)
      const origin = JSON.stringify({ Unit: { Slug: unit }, Revision: { RevisionNum: revision } })
      for (const { value } of parsed.resources) {
        const metadata = isJsonObject(value['metadata']) ? value['metadata'] : {}
        const annotations = { 'confighub.com/origin': origin }
        to.apply(change({ ...value, metadata: { ...metadata, annotations } }), 'argocd-controller')
      }
    },
  }
}
