/** Tells whether a text may name a unit: what ConfigHub takes for a slug, which is also safe as a file's name. */
export function isUnitName(name: string): boolean {
  return /^[A-Za-z0-9]([-_.A-Za-z0-9]*[A-Za-z0-9])?$/.test(name) && name.length <= 128
}
