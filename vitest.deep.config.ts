import { defineConfig, type ViteUserConfig } from 'vitest/config'
import { shared } from './vitest.shared.ts'

/** The tests that take too long for every run: `npm run test:deep`. */
const config: ViteUserConfig = defineConfig({
  ...shared,
  test: {
    ...shared.test,
    include: ['packages/*/src/**/*.deep.test.ts', 'examples/*/**/*.deep.test.ts', 'test/**/*.deep.test.ts'],
    exclude: ['**/node_modules/**', '**/dist/**'],
    globalSetup: ['./test/temporary-directory.ts', './test/build-packages.ts'],
    passWithNoTests: true,
    // A machine that others use too is slow at times; what hangs is told all the same.
    testTimeout: 900_000,
    hookTimeout: 900_000,
  },
})

export default config
