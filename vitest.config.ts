import { fileURLToPath } from 'node:url'
import { defineConfig, type ViteUserConfig } from 'vitest/config'

const source = (path: string) => fileURLToPath(new URL(path, import.meta.url))

const config: ViteUserConfig = defineConfig({
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
    include: ['packages/*/src/**/*.test.ts', 'examples/*/**/*.test.ts', 'test/**/*.test.ts'],
    exclude: ['**/node_modules/**', '**/dist/**', '**/*.{deep,cluster}.test.ts'],
    setupFiles: ['./test/isolate-git.ts', './test/fixed-seed.ts'],
    testTimeout: 20_000,
    hookTimeout: 30_000,
    reporters: ['default'],
  },
})

export default config
