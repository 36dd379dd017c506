import type { GitRepository } from './git-repository.ts'

/** Who made a commit, and when: seconds since 1970 and an offset such as `+0200`. */
export type Signature = {
  readonly name: string
  readonly email: string
  readonly seconds: number
  readonly offset: string
}

/** What a commit says. */
export type CommitContent = {
  readonly tree: string
  readonly parents: readonly string[]
  readonly author: Signature
  readonly committer: Signature
  readonly message: string
  /** An armoured signature of the commit, or what stands for one. */
  readonly signature?: string | undefined
}

/** A stored commit. */
export type Commit = CommitContent & { readonly oid: string }

const parseSignature = (line: string): Signature => {
  const match = /^(.*?) ?<(.*)> (\d+) ([+-]\d{4})$/.exec(line)
  const [, name = '', email = '', seconds = '0', offset = '+0000'] = match ?? []
  return { name, email, seconds: Number(seconds), offset }
}

/** A commit by its id; undefined where the id names none. */
export const readCommit = async (git: GitRepository, oid: string): Promise<Commit | undefined> => {
  const object = await git.contents(oid)
  if (object?.type !== 'commit') return undefined
  const text = object.content.toString()
  const end = text.indexOf('\n\n')
  const lines = text.slice(0, end).split('\n')
  const values = (key: string) =>
    lines.filter((line) => line.startsWith(`${key} `)).map((line) => line.slice(key.length + 1))
  return {
    oid: object.oid,
    tree: values('tree')[0] ?? '',
    parents: values('parent'),
    author: parseSignature(values('author')[0] ?? ''),
    committer: parseSignature(values('committer')[0] ?? ''),
    message: text.slice(end + 2),
    signature: /\ngpgsig (.*(?:\n .*)*)/.exec(text.slice(0, end))?.[1]?.replaceAll('\n ', '\n'),
  }
}

const clean = (text: string) => text.replace(/[<>\n\0]/g, '').trim()

const encodeSignature = (signature: Signature) =>
  `${clean(signature.name)} <${clean(signature.email)}> ${signature.seconds} ${signature.offset}`

/** Stores a commit and returns its id. */
export const writeCommit = (git: GitRepository, commit: CommitContent): Promise<string> =>
  git.write(
    'commit',
    Buffer.from(
      [
        `tree ${commit.tree}`,
        ...commit.parents.map((parent) => `parent ${parent}`),
        `author ${encodeSignature(commit.author)}`,
        `committer ${encodeSignature(commit.committer)}`,
        ...(commit.signature === undefined ? [] : [`gpgsig ${commit.signature.replaceAll('\n', '\n ')}`]),
        '',
        commit.message,
      ].join('\n'),
    ),
  )

/** A signature from a date in ISO 8601; its offset is kept, so that the same request gives the same commit id. */
export const signAt = (name: string, email: string, date: string): Signature => {
  const offset = /([+-]\d{2}):?(\d{2})$/.exec(date.slice(10))
  return {
    name,
    email,
    seconds: Math.floor(Date.parse(date) / 1000),
    offset: offset === null ? '+0000' : `${offset[1]}${offset[2]}`,
  }
}
