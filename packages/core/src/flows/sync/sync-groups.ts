/** How a sync is cut into proposals. */
export type SyncGrouping =
  /** One for the environment. */
  | { readonly kind: 'environment' }
  /** One for each set of owners of the files that it changes. */
  | { readonly kind: 'owners' }
  /** One for each value of a label that units have in the authority. */
  | { readonly kind: 'label'; readonly label: string }

/** A part of an environment that has a proposal of its own. */
export interface SyncGroup {
  /** Names the branch, the check and the archive's offers. */
  readonly name: string
  /** The owners, or the values of the label, in order; none: what nobody owns, or units without the label. */
  readonly members: readonly string[]
}

// GitHub's limit for a branch's name is 255 bytes; this leaves room for the environment's.
const mostCharacters = 80

/** The group of these owners or label values. Equal members give equal names, and others others. */
export function nameGroup(
  grouping: Exclude<SyncGrouping, { readonly kind: 'environment' }>,
  members: readonly string[],
  sha256: (text: string) => string,
): SyncGroup {
  const without = grouping.kind === 'owners' ? 'unowned' : 'unlabelled'
  const sorted = [...new Set(members)].sort()
  if (sorted.length === 0) return { name: without, members: sorted }
  const plain = sorted.map((member) => member.replace(/^@/, '').replace('/', '.')).join('__')
  // What could be taken for another group's name, on a file system without upper case too, gets a digest.
  const isPlain = sorted.every((member) => plainMember[grouping.kind].test(member))
  if (isPlain && plain.length <= mostCharacters && plain !== without && !plain.endsWith('.lock')) {
    return { name: plain, members: sorted }
  }
  const readable = plain
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, mostCharacters)
    .replace(/^-|-$/g, '')
  const digest = sha256(JSON.stringify(sorted)).slice(0, 10)
  return { name: readable === '' ? digest : `${readable}-${digest}`, members: sorted }
}

const plainMember = {
  owners: /^@[a-z0-9]+(?:-[a-z0-9]+)*(?:\/[a-z0-9]+(?:[-_][a-z0-9]+)*)?$/,
  label: /^[a-z0-9]+(?:[._-][a-z0-9]+)*$/,
}
