/** One rule of a CODEOWNERS file: who owns what a pattern covers; nobody, where it names no owner. */
export interface OwnerRule {
  readonly pattern: string
  /** `@person`, `@org/team` or an address, as they are written. */
  readonly owners: readonly string[]
}

/** The rules of a CODEOWNERS file in its order. A line that GitHub does not take is left out, as GitHub does. */
export function parseCodeOwners(text: string): readonly OwnerRule[] {
  return text.split(/\r\n|\r|\n/).flatMap((line) => parseLine(line.trim()))
}

// A space within a pattern is escaped.
const linePattern = /^((?:\\.|[^\s\\])+)(.*)$/
const ownerPattern = /^(?:@[A-Za-z0-9][\w-]*(?:\/[A-Za-z0-9][\w.-]*)?|[^\s@]+@[^\s@]+)$/

function parseLine(line: string): readonly OwnerRule[] {
  const [, pattern = '', rest = ''] = linePattern.exec(line) ?? []
  // Of gitignore's signs these do not work: escaped comments, negations, ranges of characters.
  if (pattern === '' || /^(?:#|\\#|!)|\[|\*\*\*/.test(pattern)) return []
  const [named = ''] = rest.split(/(?<=\s)#/)
  const owners = named.split(/\s+/).filter((owner) => owner !== '')
  return owners.every((owner) => ownerPattern.test(owner)) ? [{ pattern, owners }] : []
}
