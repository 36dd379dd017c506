/** What a commit says of the proposal that it is. */
export interface ProposalTrailers {
  readonly id: string
  readonly digest: string
}

const idTrailer = 'Tideway-Proposal'
const digestTrailer = 'Tideway-Digest'

/** A message with the proposal's trailers below its own (git-interpret-trailers(1)). */
export function addTrailers(message: string, { id, digest }: ProposalTrailers): string {
  return `${message.trimEnd()}\n${digestTrailer}: ${digest}\n${idTrailer}: ${id}\n`
}

/** The trailers of a commit's message, also of a squashed one that quotes it; undefined where there are none. */
export function readTrailers(message: string): ProposalTrailers | undefined {
  const read = (name: string) => new RegExp(`^${name}: (\\S+)$`, 'm').exec(message)?.[1]
  const [id, digest] = [read(idTrailer), read(digestTrailer)]
  return id === undefined || digest === undefined ? undefined : { id, digest }
}

/** The line that a message with this id or digest has. */
export function trailerLine(of: { readonly id: string } | { readonly digest: string }): string {
  return 'id' in of ? `${idTrailer}: ${of.id}` : `${digestTrailer}: ${of.digest}`
}
