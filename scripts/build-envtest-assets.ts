import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { cachedAssets, findAssets, pinnedVersion } from '../test/envtest/find-assets.ts'

const goModule = fileURLToPath(new URL('../test/envtest/assets', import.meta.url))
const packages = {
  etcd: 'go.etcd.io/etcd/server/v3',
  kubectl: 'k8s.io/kubernetes/cmd/kubectl',
  'kube-apiserver': 'k8s.io/kubernetes/cmd/kube-apiserver',
} as const

class AssetsMissing extends Error {}

function findGo(): string {
  const candidates = ['go', '/usr/local/go/bin/go']
  const found = candidates.find((go) => spawnSync(go, ['version'], { stdio: 'ignore' }).status === 0)
  if (found !== undefined) return found
  throw new AssetsMissing(
    'there is no go on PATH; install Go 1.21 or newer, or fetch the programs with setup-envtest ' +
      '(https://book.kubebuilder.io/reference/envtest) and set KUBEBUILDER_ASSETS to their folder',
  )
}

// What the makefiles of Kubernetes stamp; without it a server says that it is v0.0.0 and clients refuse it.
function stamp(): string {
  const [, major, minor] = /^v(\d+)\.(\d+)\./.exec(pinnedVersion) ?? []
  const facts = { gitVersion: pinnedVersion, gitMajor: major, gitMinor: minor, gitTreeState: 'archive' }
  return ['k8s.io/component-base/version', 'k8s.io/client-go/pkg/version']
    .flatMap((name) => Object.entries(facts).map(([fact, value]) => `-X ${name}.${fact}=${value}`))
    .join(' ')
}

function build(go: string, name: string, source: string, folder: string): void {
  const started = performance.now()
  console.log(`${name}: building ${source}`)
  // -s -w: without symbols they take half of the space.
  const words = [
    'build',
    '-trimpath',
    '-mod=readonly',
    '-ldflags',
    `-s -w ${stamp()}`,
    '-o',
    join(folder, name),
    source,
  ]
  // GOTOOLCHAIN: a Go that is too old fetches the one that the module asks for.
  const environment = { CGO_ENABLED: '0', GOTOOLCHAIN: 'auto', ...process.env }
  const { status } = spawnSync(go, words, { cwd: goModule, env: environment, stdio: 'inherit' })
  if (status !== 0) throw new AssetsMissing(`go could not build ${source} (exit ${status})`)
  console.log(`${name}: ${Math.round((performance.now() - started) / 1000)} s`)
}

function buildAssets(): void {
  const go = findGo()
  const target = cachedAssets()
  console.log(
    `envtest: building Kubernetes ${pinnedVersion} into ${target}; the first time this takes 5 to 20 minutes`,
  )
  mkdirSync(dirname(target), { recursive: true })
  const folder = mkdtempSync(`${target}.part-`)
  try {
    for (const [name, source] of Object.entries(packages)) build(go, name, source, folder)
    // Renamed when whole, so that an interrupted or a second build leaves no half folder to be found.
    if (!existsSync(target)) renameSync(folder, target)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

try {
  const found = findAssets()
  if (found !== undefined) console.log(`envtest: the programs are in ${found}`)
  else if (process.argv.includes('--check')) throw new AssetsMissing('no API server assets')
  else buildAssets()
} catch (error) {
  if (!(error instanceof Error)) throw error
  console.error(`envtest: ${error.message}`)
  process.exitCode = 1
}
