import { locate, put, take } from './people.ts'
import type { Step } from './step.ts'
import type { Stores } from './stores.ts'
import { type ResourceFields, readUnit } from './unit-text.ts'

/** Adds, deletes, brings back or moves a resource. */
export function rearrange(
  stores: Stores,
  step: Extract<Step, { who: unknown; resource: number }>,
  resource: string,
): void {
  const side = step.who === 'developer' ? stores.inGit : stores.inHub(step.kind)
  const located = locate(side, resource)
  if (step.kind === 'add' || step.kind === 'return') {
    if (located === undefined) put(side, resource, resource, returning(stores, step.kind, resource))
    return
  }
  if (located === undefined) return
  const other = located.unit === 'alpha' ? 'beta' : 'alpha'
  if (step.kind === 'move') put(side, other, resource, located.fields)
  take(side, located.unit, resource)
}

function returning(
  { commits, gitTexts, fresh }: Stores,
  kind: 'add' | 'return',
  resource: string,
): ResourceFields {
  const earlier = commits.flatMap((commit) =>
    Object.values(gitTexts(commit)).flatMap((text) => readUnit(text)[resource] ?? []),
  )
  const old = kind === 'return' ? earlier.at(-1) : undefined
  return old ?? { a: fresh(), b: fresh(), c: fresh() }
}
