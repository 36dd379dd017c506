/** What a commit says of the proposal that it is. */
export interface ProposalTrailers {
  readonly id: string
  readonly digest: string
  /** The branch that it was made on; what an earlier version made does not say. */
  readonly branch?: string | undefined
}

const idTrailer = 'Tideway-Proposal'
const digestTrailer = 'Tideway-Digest'
const branchTrailer = 'Tideway-Branch'

/** A message with the proposal's trailers below its own (git-interpret-trailers(1)). */
export function addTrailers(message: string, { id, digest, branch }: Required<ProposalTrailers>): string {
  return `${message.trimEnd()}\n${digestTrailer}: ${digest}\n${branchTrailer}: ${branch}\n${idTrailer}: ${id}\n`
}

/** The trailers of a commit's message, also of a squashed one that quotes it; undefined where there are none. */
export function readTrailers(message: string): ProposalTrailers | undefined {
  const read = (name: string) => new RegExp(`^${name}: (\\S+)$`, 'm').exec(message)?.[1]
  const [id, digest] = [read(idTrailer), read(digestTrailer)]
  return id === undefined || digest === undefined ? undefined : { id, digest, branch: read(branchTrailer) }
}

/** The line that a message with this id or digest has; without either, how that of any proposal begins. */
export function trailerLine(of: { readonly id?: string } | { readonly digest: string }): string {
  return !('digest' in of) ? `${idTrailer}: ${of.id ?? ''}` : `${digestTrailer}: ${of.digest}`
}
