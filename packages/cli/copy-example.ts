import { cpSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

// The quickstart plays with the example's files, also where only the package is installed.
const from = fileURLToPath(new URL('../../examples/messagewall', import.meta.url))
const to = fileURLToPath(new URL('dist/example', import.meta.url))
cpSync(from, to, { recursive: true, filter: (path) => !path.includes('node_modules') })
