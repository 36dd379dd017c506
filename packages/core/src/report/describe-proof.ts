/** What an editor found when it rendered the edited files again. */
export interface EditProof {
  readonly environment: string
  /** The environments that were rendered again; absent where none was. */
  readonly proven?: readonly string[] | undefined
  /** How many wanted changes no edit brings about. */
  readonly unresolved: number
}

/** Says whether file edits converge, and how that is known; undefined where nothing was rendered again. */
export function describeProof({ environment, proven, unresolved }: EditProof): string | undefined {
  if (proven === undefined) return undefined
  const places = `${unresolved} ${unresolved === 1 ? 'place' : 'places'}`
  const [verdict, own] =
    unresolved === 0
      ? ['converges', `${environment} holds all that is proposed`]
      : ['does not converge', `${environment} holds all that is proposed but in ${places}, listed below`]
  const others = proven.filter((name) => name !== environment)
  const rest =
    others.length === 0
      ? ''
      : `, and ${others.join(', ')} what ${others.length === 1 ? 'it' : 'they'} held before`
  return `${verdict}: rendered again from the edited files, ${own}${rest}`
}
