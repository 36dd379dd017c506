import { availableParallelism } from 'node:os'
import { fileURLToPath } from 'node:url'
import { defineConfig, type ViteUserConfig } from 'vitest/config'

const source = (path: string) => fileURLToPath(new URL(path, import.meta.url))

/** What every kind of test shares: packages are read from their sources, and nothing of the machine is seen. */
export const shared: ViteUserConfig = defineConfig({
  resolve: {
    alias: [
      { find: /^@tideway\/([a-z-]+)$/, replacement: source('./packages/$1/src/index.ts') },
      {
        find: /^@tideway\/([a-z-]+)\/(testing|conformance)$/,
        replacement: source('./packages/$1/src/$2/index.ts'),
      },
      { find: /^tideway$/, replacement: source('./packages/cli/src/index.ts') },
    ],
  },
  test: {
    globalSetup: ['./test/temporary-directory.ts'],
    setupFiles: ['./test/isolate-git.ts', './test/fixed-seed.ts'],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    reporters: ['default'],
    // Tests wait for Git, servers and pauses as much as they compute: one more of them for every two cores.
    maxWorkers: Math.ceil(availableParallelism() * 1.5),
  },
})
