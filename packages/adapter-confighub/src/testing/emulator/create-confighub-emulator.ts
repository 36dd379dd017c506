import { emulatorHeader } from '@tideway/core'
import { createAccessTokens } from './access-tokens.ts'
import { answerRequest } from './answer-request.ts'
import { applyUnit } from './apply-unit.ts'
import { createSpace } from './create-space.ts'
import { createUnit } from './create-unit.ts'
import { deriveUuid } from './derive-uuid.ts'
import type { ConfigHubEmulatorOptions } from './emulator-options.ts'
import { createFaultInjector, type FaultRule } from './faults.ts'
import { findSpaceBySlug } from './find-space-by-slug.ts'
import { findUnitBySlug } from './find-unit-by-slug.ts'
import { headText } from './head-text.ts'
import { parseMetadata } from './metadata.ts'
import { openDirectoryStore } from './open-directory-store.ts'
import { createPerson, type Person } from './person.ts'
import { resolveOptions } from './resolve-options.ts'
import type { TextMap, UnitRecord } from './state.ts'
import { createMemoryStore } from './store.ts'
import type { World } from './world.ts'

/** A unit to begin with. */
export interface SeedUnit {
  readonly space: string
  readonly slug: string
  /** The configuration; absent: none has been written yet. */
  readonly text?: string
  readonly description?: string
  readonly labels?: TextMap
  readonly annotations?: TextMap
  /** The email of the user who makes it. Default `seed@emulator.example`. */
  readonly by?: string
}

/** A request that the emulator has answered. */
export interface LoggedRequest {
  readonly method: string
  readonly path: string
  /** As it was sent, decoded by `URLSearchParams`. */
  readonly query: string
  /** 0: the connection was cut. */
  readonly status: number
}

/** A ConfigHub server in one process: of the current generation (v0.4), or of an older one. */
export interface ConfigHubEmulator {
  /** Answers a request; only the path and the query of its URL count. `Response.error()` is a cut connection. */
  readonly handle: (request: Request) => Promise<Response>
  /** Rules to add and remove at will. */
  readonly faults: FaultRule[]
  /** Every request that was answered, oldest first. */
  readonly requests: readonly LoggedRequest[]
  /** Creates a space, past HTTP, and returns its id. */
  addSpace(slug: string, labels?: TextMap): string
  /** Creates a unit in an existing space, past HTTP, and returns its id. */
  addUnit(seed: SeedUnit): string
  /** The user of an email, to change units as a person does; an email not seen before is a new person. */
  as(email: string): Person
  /** What the emulator holds of a unit, history included, read past HTTP. */
  read(space: string, unit: string): (UnitRecord & { readonly text: string }) | undefined
  /** The slugs of a space's units, sorted. */
  slugs(space: string): readonly string[]
  /** Marks the head of a unit as released. */
  release(space: string, unit: string): void
  /** Has the bridge bring the head of a unit to its target, as an older server does. */
  apply(space: string, unit: string): void
  /** Makes every access token issued until now invalid. */
  revokeTokens(): void
}

/**
 * Creates an emulator of the ConfigHub HTTP API. It encodes what is published of that API: see the options for
 * what is not established. What it does not model it refuses with 501.
 *
 * Throws a TypeError where a worker's id is not a UUID, and where the `data` directory cannot be read.
 */
export function createConfigHubEmulator(options: ConfigHubEmulatorOptions = {}): ConfigHubEmulator {
  const world: World = {
    store: options.data === undefined ? createMemoryStore() : openDirectoryStore(options.data),
    options: resolveOptions(options),
    organizationId: deriveUuid('organization'),
  }
  const { store } = world
  const tokens = createAccessTokens(world.options)
  const faults: FaultRule[] = []
  const injector = createFaultInjector(faults)
  const requests: LoggedRequest[] = []
  const spaceOf = (slug: string) => findSpaceBySlug(world, slug)
  const unitOf = (space: string, slug: string) => {
    const { SpaceID } = spaceOf(space) ?? {}
    return SpaceID === undefined ? undefined : findUnitBySlug(world, SpaceID, slug)
  }
  const knownUnit = (space: string, slug: string) => {
    const unit = unitOf(space, slug)
    if (unit) return unit
    throw new Error(`the emulator has no unit ${space}/${slug}`)
  }
  let received = 0

  const emulator: ConfigHubEmulator = {
    faults,
    requests,
    async handle(request) {
      received += 1
      const requestId = deriveUuid(`request ${received}`)
      const { pathname: path, searchParams: query } = new URL(request.url)
      const { method, headers } = request
      const body = new Uint8Array(await request.arrayBuffer())
      const response = await injector.answer({ method, path, query }, () => {
        return answerRequest(world, tokens, { method, path, query, headers, body })
      })
      requests.push({ method, path, query: query.toString(), status: response.status })
      if (response.type !== 'error') response.headers.set(emulatorHeader, 'ConfigHub')
      if (response.type !== 'error' && path.startsWith('/api/')) {
        response.headers.set('ConfigHub-Version', world.options.serverVersion)
        response.headers.set('X-Request-Id', requestId)
      }
      return response
    },
    addSpace: (slug, labels = {}) =>
      createSpace(world, parseMetadata({ Slug: slug, Labels: labels })).SpaceID,
    addUnit({ space: spaceSlug, slug, text, description = '', labels = {}, annotations = {}, by }) {
      const space = spaceOf(spaceSlug)
      if (!space) throw new Error(`the emulator has no space ${spaceSlug}`)
      const person = emulator.as(by ?? 'seed@emulator.example')
      const metadata = parseMetadata({ Slug: slug, Labels: labels, Annotations: annotations })
      const author = { userId: person.userId, userAgent: 'confighub-emulator' }
      const unit = createUnit(world, space, metadata, author)
      store.putUnit(unit)
      if (text !== undefined) person.setData(spaceSlug, slug, text, description)
      return unit.UnitID
    },
    as: (email) => createPerson(world, tokens, email),
    read(space, slug) {
      const unit = unitOf(space, slug)
      return unit && { ...unit, text: headText(unit) }
    },
    slugs(slug) {
      const id = spaceOf(slug)?.SpaceID
      const units = [...store.units.values()].filter((unit) => unit.SpaceID === id)
      return units.map((unit) => unit.Slug).toSorted()
    },
    apply(space, slug) {
      const unit = knownUnit(space, slug)
      store.putUnit(applyUnit(world, unit, unit.revisions.length))
    },
    release(space, slug) {
      const unit = knownUnit(space, slug)
      store.putUnit({ ...unit, LastReleasedRevisionNum: unit.revisions.length, Version: unit.Version + 1 })
    },
    revokeTokens: () => tokens.revoke(),
  }
  return emulator
}
