import type { Route } from './route.ts'

/** A route that fits a request, and the named parts of its path. */
export interface MatchedRoute {
  readonly route: Route
  readonly parameters: Readonly<Record<string, string>>
}

/** Finds the route of a method and a path, which is given without `/api`. */
export function matchRoute(routes: readonly Route[], method: string, path: string): MatchedRoute | undefined {
  const parts = path.split('/')
  for (const route of routes) {
    const pattern = route.path.split('/')
    const fits = pattern.every((part, index) => part.startsWith(':') || part === parts[index])
    if (route.method !== method || pattern.length !== parts.length || !fits) continue
    const named = pattern.flatMap((part, index) =>
      part.startsWith(':') ? [[part.slice(1), parts[index] ?? ''] as const] : [],
    )
    return { route, parameters: Object.fromEntries(named) }
  }
  return undefined
}
