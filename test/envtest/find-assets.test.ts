import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { cachedAssets, findAssets, pinnedVersion } from './find-assets.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tideway-assets-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

function fill(path: string, names: readonly string[]): void {
  mkdirSync(path, { recursive: true })
  for (const name of names) {
    writeFileSync(join(path, name), '')
    chmodSync(join(path, name), 0o755)
  }
}
const all = ['etcd', 'kube-apiserver', 'kubectl']

it('finds nothing where nothing was built or named', () => {
  expect(findAssets({ XDG_CACHE_HOME: folder })).toBeUndefined()
  expect(findAssets({ XDG_CACHE_HOME: folder, KUBEBUILDER_ASSETS: '' })).toBeUndefined()
})

it('finds what was built for the pinned version, once it is whole', () => {
  const environment = { XDG_CACHE_HOME: folder }
  const cached = join(folder, 'tideway/envtest', pinnedVersion)
  fill(cached, ['etcd', 'kubectl'])
  expect(findAssets(environment)).toBeUndefined()
  fill(cached, all)
  expect(findAssets(environment)).toBe(cached)
  expect(cachedAssets({ ...environment, TIDEWAY_ENVTEST_CACHE: '/else' })).toBe(join('/else', pinnedVersion))
})

it('takes the folder that KUBEBUILDER_ASSETS names, and no other', () => {
  fill(folder, all.slice(1))
  const environment = { KUBEBUILDER_ASSETS: folder }
  expect(() => findAssets(environment)).toThrow(`KUBEBUILDER_ASSETS names ${folder}, which has no etcd`)
  fill(folder, all)
  expect(findAssets(environment)).toBe(folder)
})
