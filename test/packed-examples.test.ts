import { afterEach, expect, it } from 'vitest'
import { installPacked } from './install-packed.ts'
import type { UserFolder } from './user-folder.ts'

let project: UserFolder | undefined
afterEach(() => project?.remove())

it('custom-adapter passes the suites on a real etcd, with the package as it is published', () => {
  project = installPacked(['core'], 'custom-adapter')
  const output = project.run('npm test')
  expect(output).toMatch(/^ℹ fail 0$/m)
  if (/etcd is not there/.test(output)) console.warn('skipped: no etcd for examples/custom-adapter')
  else {
    expect(output).toMatch(/^source of etcd: \d+ checks in \d+ groups; nothing left out$/m)
    expect(Number(/^ℹ pass (\d+)$/m.exec(output)?.[1])).toBeGreaterThan(150)
  }
}, 120_000)

it('embed-in-automation publishes, syncs and stops, with the packages as they are published', () => {
  project = installPacked(['core', 'adapter-github', 'adapter-confighub'], 'embed-in-automation')
  const output = project.run('npm test')
  expect(output).toMatch(/^ℹ pass 3$/m)
  expect(output).toMatch(/^ℹ fail 0$/m)
}, 120_000)
