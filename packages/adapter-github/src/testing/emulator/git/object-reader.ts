import { createLongLivedGit } from './long-lived-git.ts'

/** An object; its content is empty where only the rest was asked for. */
export type GitObject = {
  readonly oid: string
  readonly type: string
  readonly size: number
  readonly content: Buffer
}

/** Reads objects through one long-lived `git cat-file --batch-command`. */
export type ObjectReader = {
  /** What a name (object id or full ref) stands for, its content left out; undefined where nothing does. */
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

  const git = createLongLivedGit(directory, ['cat-file', '--batch-command'], {
    onOutput: (chunk) => {
      chunks.push(chunk)
      received += chunk.length
      if (received >= needed) answerAll()
    },
    onEnd: () => {
      chunks = []
      received = 0
      needed = 1
      for (const one of waiting.splice(0)) one.reject(new Error(`git cat-file ended in ${directory}`))
    },
  })

  const ask = (command: 'info' | 'contents', name: string) =>
    new Promise<GitObject | undefined>((resolve, reject) => {
      if (name === '' || /[\s\0]/.test(name)) {
        resolve(undefined)
        return
      }
      waiting.push({ withContent: command === 'contents', resolve, reject })
      git.write(`${command} ${name}\n`)
    })

  return {
    info: (name) => ask('info', name),
    contents: async (oid) => (/^[0-9a-f]{40}$/.test(oid) ? ask('contents', oid) : undefined),
    close: () => git.close(),
  }
}
