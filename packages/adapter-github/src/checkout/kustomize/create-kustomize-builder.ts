import type { Call } from '@tideway/core'
import type { KustomizeSource } from '../render-options.ts'
import { type Binaries, type KustomizeBuild, runKustomize } from './run-kustomize.ts'

/** Builds a kustomization from the texts that it reaches. */
export type KustomizeBuilder = (
  source: KustomizeSource,
  texts: ReadonlyMap<string, string>,
  call: Call,
) => Promise<KustomizeBuild>

// Enough for the attempts of one edit; the proof of each renders every environment again.
const remembered = 64

/** Makes a builder that runs the program once for the same texts. */
export function createKustomizeBuilder(binaries: Binaries): KustomizeBuilder {
  const builds = new Map<string, KustomizeBuild>()
  return async (source, texts, call) => {
    const key = call.sha256(JSON.stringify([source.command, source.path, [...texts].sort()]))
    const known = builds.get(key)
    if (known !== undefined) return known
    const build = await runKustomize(source, texts, binaries, call)
    const [oldest] = builds.keys()
    if (oldest !== undefined && builds.size >= remembered) builds.delete(oldest)
    builds.set(key, build)
    return build
  }
}
