// Fails where two lock files differ: node same-lock-file.mjs <before> <after>
import { readFileSync } from 'node:fs'
import { isDeepStrictEqual } from 'node:util'

const [before, after] = process.argv.slice(2).map(read)
if (!isDeepStrictEqual(before, after)) {
  process.stderr.write(
    'npm install changed package-lock.json: install in a fresh clone and commit what it writes\n',
  )
  process.exitCode = 1
}

// npm 10 writes no "libc", which npm 11 reads and keeps.
function read(path) {
  return JSON.parse(readFileSync(path, 'utf8'), (key, value) => (key === 'libc' ? undefined : value))
}
