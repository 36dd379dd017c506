#!/usr/bin/env node
// Plain JavaScript that old versions of Node can read, so that they can be refused by name.
import { existsSync } from 'node:fs'

const main = new URL('../dist/main.js', import.meta.url)
const [major, minor] = process.versions.node.split('.').map(Number)

if (major < 22 || (major === 22 && minor < 12)) {
  refuse(`tideway needs Node 22.12 or newer, and this is Node ${process.versions.node}`)
} else if (!existsSync(main)) {
  refuse('tideway is not built yet: run "npm run build" first')
} else {
  await import(main.href)
}

function refuse(message) {
  process.stderr.write(`${message}\n`)
  process.exitCode = 1
}
