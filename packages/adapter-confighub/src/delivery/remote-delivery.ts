import { z } from 'zod'
import { type Gates, gateFields, readGates } from '../read/read-gates.ts'

/** What ConfigHub says of the way of a unit to where it runs. */
export interface RemoteDelivery extends Gates {
  readonly id: string
  readonly slug: string
  /** True where it has a target; without one it is neither released nor applied. */
  readonly hasTarget: boolean
  /** The newest revision of it that a release has; on current servers. 0: none. */
  readonly released: number
  /** The revision that was asked for, and the one that runs; on older servers. 0: none. */
  readonly applied: number
  readonly live: number
}

const count = z.int().nonnegative().nullish()
// A null UUID stands for none.
const none = '00000000-0000-0000-0000-000000000000'

/** The form of a list of units, as far as their delivery is concerned. */
export const remoteDeliveries: z.ZodType<readonly RemoteDelivery[]> = z.array(
  z
    .object({
      Unit: z.object({
        UnitID: z.guid(),
        Slug: z.string().min(1),
        TargetID: z.guid().nullish(),
        LastReleasedRevisionNum: count,
        LastAppliedRevisionNum: count,
        LiveRevisionNum: count,
        ...gateFields,
      }),
    })
    .transform(({ Unit: unit }) => ({
      id: unit.UnitID,
      slug: unit.Slug,
      hasTarget: (unit.TargetID ?? none) !== none,
      released: unit.LastReleasedRevisionNum ?? 0,
      applied: unit.LastAppliedRevisionNum ?? 0,
      live: unit.LiveRevisionNum ?? 0,
      ...readGates(unit),
    })),
)
