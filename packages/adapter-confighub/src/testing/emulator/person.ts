import type { AccessTokens } from './access-tokens.ts'
import { accountOf } from './accounts.ts'
import { assertDeletable } from './assert-deletable.ts'
import { changeText } from './change-text.ts'
import { findRestoredText } from './find-restored-text.ts'
import { findSpaceBySlug } from './find-space-by-slug.ts'
import { findUnitBySlug } from './find-unit-by-slug.ts'
import type { UnitRecord } from './state.ts'
import type { World } from './world.ts'

/**
 * A user who changes units past HTTP, named by slugs; every change is recorded under the user's id.
 *
 * Each method throws where the space or the unit does not exist.
 */
export interface Person {
  readonly email: string
  /** What revisions say as UserID: the API tells nobody the email of another user. */
  readonly userId: string
  /** A bearer token, for requests over HTTP as this person; it expires as any other. */
  token(): string
  setData(space: string, unit: string, text: string, description: string): void
  /** `to` is a revision number, or anything else that the API's `restore` takes. */
  restore(space: string, unit: string, to: number | string, description: string): void
  deleteUnit(space: string, unit: string): void
}

/** Makes the person of an email. */
export function createPerson(world: World, tokens: AccessTokens, email: string): Person {
  const account = accountOf(world.options, email)
  const find = (spaceSlug: string, slug: string): UnitRecord => {
    const space = findSpaceBySlug(world, spaceSlug)
    const unit = space && findUnitBySlug(world, space.SpaceID, slug)
    if (!unit) throw new Error(`the emulator has no unit ${spaceSlug}/${slug}`)
    return unit
  }
  const change = (unit: UnitRecord, text: string, description: string) => {
    const cause = { userId: account.userId, userAgent: 'confighub-emulator', description } as const
    const after = changeText(world, unit, text, { ...cause, source: 'Update' })
    if (after !== unit) world.store.putUnit(after)
  }
  return {
    email,
    userId: account.userId,
    token: () => tokens.issue(account),
    setData: (space, unit, text, description) => change(find(space, unit), text, description),
    restore(space, slug, to, description) {
      const unit = find(space, slug)
      change(unit, findRestoredText(unit, `${to}`), description)
    },
    deleteUnit(space, slug) {
      const unit = find(space, slug)
      assertDeletable(unit)
      world.store.removeUnit(unit.UnitID)
    },
  }
}
