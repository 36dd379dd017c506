import type { Offer } from './archive-state.ts'

/**
 * The offers without fields that a publish has written since: what it wrote was decided then, and a proposal
 * that is merged later changes Git afresh.
 */
export function voidOffers(
  offers: readonly Offer[],
  unit: string,
  paths: readonly string[],
): readonly Offer[] {
  const isVoid = (offered: string) =>
    paths.some((path) => isSameOrBelow(offered, path) || isSameOrBelow(path, offered))
  return offers.map((offer) => ({
    ...offer,
    units: offer.units.map((offered) =>
      offered.unit === unit ? { ...offered, paths: offered.paths.filter((path) => !isVoid(path)) } : offered,
    ),
  }))
}

function isSameOrBelow(path: string, other: string): boolean {
  return path === other || path.startsWith(`${other}/`)
}
