import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { setTimeout as wait } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { makeProgramFolder, startProgram } from './start-program.ts'

// Tells its process id, then waits for ever.
const words = (folder: string) => ['-c', `echo $$ > ${folder}/pid; exec sleep 1000`]

describe('startProgram', () => {
  it('ends the program, and its folder goes with it', async () => {
    const folder = makeProgramFolder('sh')
    const program = startProgram('/bin/sh', folder, ['-c', 'exec sleep 1000'])
    program.check()
    await program.stop()
    expect(existsSync(folder)).toBe(false)
    await program.stop()
  })

  it('tells what a program said that ended by itself', async () => {
    const program = startProgram('/bin/sh', makeProgramFolder('sh'), ['-c', 'echo broken >&2; exit 7'])
    await expect.poll(() => catchMessage(program.check)).toBe('sh ended (exit 7):\nbroken\n')
  })

  it('ends the program when its parent is killed', async () => {
    const source = new URL('start-program.ts', import.meta.url).href
    const script = `
      import { existsSync, readFileSync } from 'node:fs'
      const { makeProgramFolder, startProgram } = await import(${JSON.stringify(source)})
      const folder = makeProgramFolder('sh')
      startProgram('/bin/sh', folder, (${words.toString()})(folder))
      while (!existsSync(folder + '/pid') || readFileSync(folder + '/pid', 'utf8') === '') {
        await new Promise((resolve) => setTimeout(resolve, 10))
      }
      console.log(JSON.stringify({ folder, pid: Number(readFileSync(folder + '/pid', 'utf8')) }))
      process.kill(process.pid, 'SIGKILL')
    `
    const child = spawnSync(process.execPath, ['--input-type=module', '-e', script], { encoding: 'utf8' })
    expect(child.signal).toBe('SIGKILL')
    const { folder, pid }: { folder: string; pid: number } = JSON.parse(child.stdout)
    await expect.poll(() => existsSync(folder), { timeout: 5000 }).toBe(false)
    await wait(10)
    expect(() => process.kill(pid, 0)).toThrow('ESRCH')
  })
})

function catchMessage(action: () => void): string {
  try {
    action()
    return ''
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}
