import { defineConfig, type ViteUserConfig } from 'vitest/config'
import { shared } from './vitest.shared.ts'

/** The tests of every run: `npm test`. */
const config: ViteUserConfig = defineConfig({
  ...shared,
  test: {
    ...shared.test,
    include: ['packages/*/src/**/*.test.ts', 'examples/*/**/*.test.ts', 'test/**/*.test.ts'],
    exclude: ['**/node_modules/**', '**/dist/**', '**/*.{deep,cluster}.test.ts'],
    // Evaluating what they import again for each file took a third of their time.
    isolate: false,
    // Starting a program costs more the larger the process is that starts it.
    execArgv: ['--max-semi-space-size=4'],
  },
})

export default config
