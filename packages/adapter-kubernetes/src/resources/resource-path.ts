import { apiPath } from '../discovery/create-discovery.ts'
import { printServedKind, type ServedKind } from '../discovery/served-kind.ts'

/** Where a kind is read: in one namespace, or, for one that has none, in the whole cluster. */
export interface KindPlace {
  readonly served: ServedKind
  /** Empty for a kind that has no namespaces. */
  readonly namespace: string
}

/** The path of a kind's list, or of one object. */
export function resourcePath({ served, namespace }: KindPlace, name?: string): string {
  const segments = [
    ...(namespace === '' ? [] : ['namespaces', namespace]),
    served.plural,
    ...(name === undefined ? [] : [name]),
  ]
  return `${apiPath(served.apiVersion)}/${segments.map(encodeURIComponent).join('/')}`
}

/** A place in words: `configmaps in namespace shop`. */
export function printPlace({ served, namespace }: KindPlace): string {
  return `${printServedKind(served)} ${namespace === '' ? 'in the cluster' : `in namespace ${namespace}`}`
}

/** Whether a text can be one segment of a path; Kubernetes takes no other names (`IsValidPathSegmentName`). */
export function isPathSegment(text: string): boolean {
  return text !== '' && text !== '.' && text !== '..' && !/[/%]/.test(text)
}
