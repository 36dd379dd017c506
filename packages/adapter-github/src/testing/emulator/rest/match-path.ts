/** The path's parameters, decoded; undefined where the route does not fit. */
export const matchPath = (pattern: string, path: string): ReadonlyMap<string, string> | undefined => {
  const wanted = pattern.split('/')
  const given = path.split('/')
  const parameters = new Map<string, string>()
  for (const [index, segment] of wanted.entries()) {
    const value = given[index]
    if (segment.startsWith('*')) {
      parameters.set(segment.slice(1), decodeURIComponent(given.slice(index).join('/')))
      return given.length > index ? parameters : undefined
    }
    if (value === undefined) return undefined
    if (segment.startsWith(':')) parameters.set(segment.slice(1), decodeURIComponent(value))
    else if (segment !== value) return undefined
  }
  return wanted.length === given.length ? parameters : undefined
}
