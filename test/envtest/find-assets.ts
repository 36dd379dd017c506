import { accessSync, constants, readFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'

/** The programs of a test cluster, by the names that the envtest convention gives them. */
const assetNames = ['etcd', 'kube-apiserver', 'kubectl'] as const

/** The version that the Go module beside this file pins. */
export const pinnedVersion: string = readPinnedVersion()

/**
 * The folder in which `npm run envtest:assets` keeps what it built for the pinned version: below
 * `$TIDEWAY_ENVTEST_CACHE`, by default below the user's cache, which is outside of every checkout.
 */
export function cachedAssets(environment: NodeJS.ProcessEnv = process.env): string {
  const cache = environment['XDG_CACHE_HOME'] ?? join(homedir(), '.cache')
  return join(environment['TIDEWAY_ENVTEST_CACHE'] ?? join(cache, 'tideway/envtest'), pinnedVersion)
}

/**
 * The folder with the programs: `$KUBEBUILDER_ASSETS` where that is set, else the cached one; undefined where none
 * has them all. Throws where `$KUBEBUILDER_ASSETS` names a folder that lacks one: nothing else is taken then.
 */
export function findAssets(environment: NodeJS.ProcessEnv = process.env): string | undefined {
  const named = environment['KUBEBUILDER_ASSETS']
  if (named === undefined || named === '')
    return lacksOf(cachedAssets(environment)).length === 0 ? cachedAssets(environment) : undefined
  const lacks = lacksOf(named)
  if (lacks.length > 0) throw new Error(`KUBEBUILDER_ASSETS names ${named}, which has no ${lacks.join(', ')}`)
  return named
}

function lacksOf(folder: string): readonly string[] {
  return assetNames.filter((name) => {
    try {
      accessSync(join(folder, name), constants.X_OK)
      return false
    } catch {
      return true
    }
  })
}

function readPinnedVersion(): string {
  const module = readFileSync(new URL('assets/go.mod', import.meta.url), 'utf8')
  const version = /^\tk8s\.io\/kubernetes (v\S+)/m.exec(module)?.[1]
  if (version === undefined) throw new Error('test/envtest/assets/go.mod requires no k8s.io/kubernetes')
  return version
}
