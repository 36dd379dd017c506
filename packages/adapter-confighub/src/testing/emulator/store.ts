import { deriveUuid } from './derive-uuid.ts'
import type { ChangeSetRecord, SpaceRecord, UnitRecord } from './state.ts'

/** Where the emulator keeps spaces and units. Every method takes effect before it returns. */
export interface Store {
  readonly spaces: ReadonlyMap<string, SpaceRecord>
  readonly units: ReadonlyMap<string, UnitRecord>
  readonly changeSets: ReadonlyMap<string, ChangeSetRecord>
  /** A UUID that this store has not given out before. */
  nextId(): string
  putSpace(space: SpaceRecord): void
  putUnit(unit: UnitRecord): void
  putChangeSet(changeSet: ChangeSetRecord): void
  removeUnit(unitId: string): void
}

/** What a store begins with; `lastId` is how many ids were given out. */
export interface StoreContent {
  readonly spaces: readonly SpaceRecord[]
  readonly units: readonly UnitRecord[]
  readonly changeSets?: readonly ChangeSetRecord[]
  readonly lastId: number
}

/** A store in memory, and the count of ids that it has given out. */
export interface MemoryStore extends Store {
  lastId(): number
}

/** Creates a store in memory. */
export function createMemoryStore(content: StoreContent = { spaces: [], units: [], lastId: 0 }): MemoryStore {
  const spaces = new Map(content.spaces.map((space) => [space.SpaceID, space]))
  const units = new Map(content.units.map((unit) => [unit.UnitID, unit]))
  const changeSets = new Map((content.changeSets ?? []).map((item) => [item.ChangeSetID, item]))
  let lastId = content.lastId
  return {
    spaces,
    units,
    changeSets,
    lastId: () => lastId,
    nextId() {
      lastId += 1
      return deriveUuid(`entity ${lastId}`)
    },
    putSpace(space) {
      spaces.set(space.SpaceID, space)
    },
    putUnit(unit) {
      units.set(unit.UnitID, unit)
    },
    putChangeSet(changeSet) {
      changeSets.set(changeSet.ChangeSetID, changeSet)
    },
    removeUnit(unitId) {
      units.delete(unitId)
    },
  }
}
