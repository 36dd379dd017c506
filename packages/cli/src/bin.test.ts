import { execFile } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'

let folder = ''

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tideway-bin-'))
  cpSync(fileURLToPath(new URL('../bin', import.meta.url)), join(folder, 'bin'), { recursive: true })
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }')
})
afterEach(() => rmSync(folder, { recursive: true }))

function start(...nodeFlags: readonly string[]): Promise<{ code: unknown; stdout: string; stderr: string }> {
  return new Promise((resolve) => {
    const words = [...nodeFlags, join(folder, 'bin/tideway.js')]
    execFile(process.execPath, words, (error, stdout, stderr) =>
      resolve({ code: error === null ? 0 : error.code, stdout, stderr }),
    )
  })
}

function build(main: string): void {
  mkdirSync(join(folder, 'dist'))
  writeFileSync(join(folder, 'dist/main.js'), main)
}

describe('bin/tideway.js', () => {
  it('says how to build what is not built', async () => {
    expect(await start()).toEqual({
      code: 1,
      stdout: '',
      stderr: 'tideway is not built yet: run "npm run build" first\n',
    })
  })

  it('runs what is built', async () => {
    build('process.stdout.write("ran")\nprocess.exitCode = 3\n')
    expect(await start()).toEqual({ code: 3, stdout: 'ran', stderr: '' })
  })

  it.each(['20.19.0', '22.11.0'])('refuses Node %s by name', async (version) => {
    build('process.stdout.write("ran")\n')
    const pretend = join(folder, 'pretend.cjs')
    writeFileSync(
      pretend,
      `Object.defineProperty(process, 'versions', { value: { ...process.versions, node: '${version}' } })`,
    )
    expect(await start('--require', pretend)).toEqual({
      code: 1,
      stdout: '',
      stderr: `tideway needs Node 22.12 or newer, and this is Node ${version}\n`,
    })
  })
})
