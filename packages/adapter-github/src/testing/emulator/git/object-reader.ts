import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process'
import { gitEnvironment } from './git-environment.ts'

/** Name, kind and size of an object; its content where that was asked for. */
type GitObject = {
  readonly oid: string
  readonly type: string
  readonly size: number
  readonly content: Buffer
}

/** Reads objects through one long-lived `git cat-file --batch-command`, so that a read costs no process. */
export type ObjectReader = {
  /** What a name (object id or full ref) stands for, with empty content; undefined where nothing does. */
  info(name: string): Promise<GitObject | undefined>
  /** The object with a full id, and its content; undefined where there is none. */
  contents(oid: string): Promise<GitObject | undefined>
  close(): Promise<void>
}

type Waiting = {
  readonly withContent: boolean
  resolve(object: GitObject | undefined): void
  reject(reason: Error): void
}

const newline = 10

export const createObjectReader = (directory: string): ObjectReader => {
  let child: ChildProcessWithoutNullStreams | undefined
  let chunks: Buffer[] = []
  let received = 0
  let needed = 1
  const waiting: Waiting[] = []

  const answerAll = () => {
    let buffer = Buffer.concat(chunks)
    needed = 1
    for (;;) {
      const next = waiting[0]
      const end = buffer.indexOf(newline)
      if (next === undefined || end < 0) break
      const [oid = '', type = '', length = ''] = buffer.subarray(0, end).toString().split(' ')
      const found = /^\d+$/.test(length)
      const size = found ? Number(length) : 0
      const total = found && next.withContent ? end + 1 + size + 1 : end + 1
      if (buffer.length < total) {
        needed = total
        break
      }
      const content = next.withContent
        ? Buffer.from(buffer.subarray(end + 1, end + 1 + size))
        : Buffer.alloc(0)
      waiting.shift()
      next.resolve(found ? { oid, type, size, content } : undefined)
      buffer = buffer.subarray(total)
    }
    chunks = [buffer]
    received = buffer.length
  }

  const start = () => {
    const started = spawn('git', ['cat-file', '--batch-command'], { cwd: directory, env: gitEnvironment })
    started.stdout.on('data', (chunk: Buffer) => {
      chunks.push(chunk)
      received += chunk.length
      if (received >= needed) answerAll()
    })
    started.stdin.on('error', () => undefined)
    const fail = () => {
      if (child !== started) return
      child = undefined
      chunks = []
      received = 0
      for (const one of waiting.splice(0)) one.reject(new Error(`git cat-file ended in ${directory}`))
    }
    started.on('error', fail)
    started.on('close', fail)
    return started
  }

  const ask = (command: 'info' | 'contents', name: string) =>
    new Promise<GitObject | undefined>((resolve, reject) => {
      if (name === '' || /[\s\0]/.test(name)) {
        resolve(undefined)
        return
      }
      child ??= start()
      waiting.push({ withContent: command === 'contents', resolve, reject })
      child.stdin.write(`${command} ${name}\n`)
    })

  return {
    info: (name) => ask('info', name),
    contents: async (oid) => (/^[0-9a-f]{40}$/.test(oid) ? ask('contents', oid) : undefined),
    close: () =>
      new Promise((resolve) => {
        if (child === undefined) {
          resolve()
          return
        }
        child.once('close', () => resolve())
        child.stdin.end()
      }),
  }
}
