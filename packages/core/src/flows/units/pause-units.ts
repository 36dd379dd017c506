import { refuseReadOnly } from '../../apply/refuse-read-only.ts'
import type { Call } from '../../contract/call.ts'
import type { Endpoint } from '../../contract/endpoint.ts'
import type { AnnotationOutcome } from '../../contract/resource-annotator.ts'
import { pauseMark, planPause } from '../../decide/pause.ts'
import { formatLock, lockAnnotation, readLock, type UnitLock } from '../../decide/unit-lock.ts'
import { getField } from '../../model/get-field.ts'
import type { JsonObject } from '../../model/json.ts'
import { formatResourceKey, parseResourceKey, type ResourceKey } from '../../model/resource-identity.ts'
import type { Normalization } from '../../normalize/normalization.ts'
import { requireMember } from '../flow-endpoints.ts'
import { type ControlledObject, findControlled } from './find-controlled.ts'
import { type LockedUnit, lockUnits } from './lock-units.ts'
import { readHeadUnits } from './read-head-units.ts'

/** The authority, and the clusters that its units are live in. */
export interface PauseEndpoints {
  readonly confighub: Endpoint
  readonly live: readonly Endpoint[]
}

/** What is paused, or with no `pause` resumed. */
export interface PauseOptions {
  /** Default: all units. One that does not exist is an error. */
  readonly units?: readonly string[] | undefined
  /** Until when, by whom and why. Default: a pause is taken away. */
  readonly pause?: UnitLock | undefined
  /** Resume only what was paused until a time that has passed. Default: everything that tideway paused. */
  readonly expired?: boolean | undefined
  /** Where Argo CD's applications are that name no namespace. Default: `argocd`. */
  readonly argocdNamespace?: string | undefined
  /** Default: the built-in rules. */
  readonly normalization?: Normalization | undefined
}

/** One live object: whether it is as wanted now, and if not, why. */
export interface PausedObject {
  readonly kind: AnnotationOutcome['kind'] | 'unchanged' | 'left-alone'
  readonly resource: ResourceKey
  /** Who leaves it alone while it is paused. */
  readonly controller: 'crossplane' | 'argocd'
  readonly reason?: string | undefined
}

/** What was paused or resumed, and what could not be. */
export interface PauseReport {
  readonly units: readonly LockedUnit[]
  readonly objects: readonly PausedObject[]
  readonly notes: readonly string[]
}

// Controllers write the status of their objects all the time, and each write costs a race.
const attempts = 3

/**
 * Keeps units from being put back after an edit in an emergency, until a time: locks them against publishes, and asks
 * Crossplane (claim, composite, managed resources) and Argo CD (the application as a whole) to leave them alone. With
 * no `pause` it takes that back, from the objects that tideway paused; what somebody else paused stays.
 * Nothing undoes it by itself when the time has passed: resume with `expired` does.
 */
export async function pauseUnits(
  { confighub, live }: PauseEndpoints,
  options: PauseOptions,
  call: Call,
): Promise<PauseReport> {
  refuseReadOnly(call, 'live objects would be annotated')
  const { units: wanted, pause, argocdNamespace = 'argocd' } = options
  const heads = await readHeadUnits(confighub, { units: wanted, normalization: options.normalization }, call)
  const isDue = (mark: string | undefined) => {
    const state = readLock(mark === undefined ? {} : { [lockAnnotation]: mark }, call.now())
    return options.expired !== true || state.kind === 'expired'
  }
  const names = [...heads.values()].filter(
    ({ head }) => pause !== undefined || isDue(head.annotations[lockAnnotation]),
  )
  // A publish must not come in between: what is paused is locked before, and unlocked after.
  const setLocks = () =>
    lockUnits(confighub, { units: names.map(({ head }) => head.ref.unit), lock: pause }, call)
  const before = pause === undefined ? undefined : await setLocks()
  const roots = [...heads.values()].flatMap(({ tree }) => Object.keys(tree).map(parseResourceKey))
  const mark = pause && formatLock(pause)
  const objects: PausedObject[] = []
  const notes: string[] = []
  for (const endpoint of live) {
    const resources = requireMember(endpoint, 'resources')
    let open: ReadonlySet<ResourceKey> | undefined
    for (let attempt = 1; attempt <= attempts; attempt += 1) {
      const controlled = await findControlled(resources, roots, argocdNamespace, call)
      const due = controlled.objects.filter(
        ({ identity, object }) =>
          open?.has(formatResourceKey(identity)) !== false && (pause !== undefined || isDue(markOf(object))),
      )
      const done = await pauseObjects(endpoint, due, mark, call)
      const lost = attempt < attempts ? done.filter(({ kind }) => kind === 'lost-race') : []
      objects.push(...done.filter((object) => !lost.includes(object)))
      open = new Set(lost.map(({ resource }) => resource))
      if (attempt === 1) notes.push(...controlled.notes)
      if (open.size === 0) break
    }
  }
  return { units: before ?? (await setLocks()), objects, notes: [...new Set(notes)] }
}

function markOf(object: JsonObject): string | undefined {
  const mark = getField(object, ['metadata', 'annotations', pauseMark])
  return typeof mark === 'string' ? mark : undefined
}

async function pauseObjects(
  endpoint: Endpoint,
  objects: readonly ControlledObject[],
  mark: string | undefined,
  call: Call,
): Promise<readonly PausedObject[]> {
  const outcomes: PausedObject[] = []
  for (const { identity, object, by } of objects) {
    const { controller } = by
    const known = { resource: formatResourceKey(identity), controller }
    const step = planPause(identity, object, by, mark)
    if (step.kind === 'not-ours') outcomes.push({ ...known, kind: 'left-alone', reason: step.reason })
    if (step.kind === 'is-so' && mark !== undefined) outcomes.push({ ...known, kind: 'unchanged' })
    if (step.kind !== 'annotate') continue
    for await (const { kind, error } of requireMember(endpoint, 'annotator').annotate([step.change], call))
      outcomes.push({ ...known, kind, reason: error?.message })
  }
  return outcomes
}
