import { formatPath } from '../model/field-path.ts'
import { isJsonObject, type JsonObject } from '../model/json.ts'
import { foldValue } from './fold-value.ts'
import { keyForRules, type Normalization, standardNormalization } from './normalization.ts'
import { type OnFired, pruneResource } from './prune-resource.ts'

/** One place at which a canonical rule changed a resource. */
export interface FiredRule {
  readonly rule: string
  /** JSON Pointer into the resource as it was given; list elements by index. */
  readonly path: string
}

/** A resource's canonical form, and why it differs from what was given. */
export interface NormalizedResource {
  readonly resource: JsonObject
  /** In the order of the paths. */
  readonly fired: readonly FiredRule[]
}

/**
 * The canonical form of one resource by the canonical rules, and which of them fired where. Resources that mean the
 * same have equal canonical forms, apart from the order of keyed lists. For comparing and showing, never for writing:
 * values are respelled and defaults left out.
 */
export function normalize(
  resource: JsonObject,
  normalization: Normalization = standardNormalization,
): NormalizedResource {
  const fired: FiredRule[] = []
  const onFired: OnFired = (rule, path) => fired.push({ rule: rule.id, path: formatPath(path) })
  const pruned = pruneResource(resource, normalization, onFired)
  const { places } = normalization.rulesFor(keyForRules(pruned), [pruned])
  const folded = foldValue(pruned, places, { root: pruned, path: [] }, onFired)
  return {
    resource: isJsonObject(folded) ? folded : pruned,
    fired: fired.sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0)),
  }
}
