import { AdapterError } from '../../errors/adapter-error.ts'

/**
 * A stream that, once it has begun, takes the loss of its connection for the end: the last item is missing then,
 * and what ends such a stream takes its place.
 */
export async function* endWell<Item>(items: AsyncIterable<Item>, end: readonly Item[]): AsyncIterable<Item> {
  let held: Item | undefined
  try {
    for await (const item of items) {
      if (held !== undefined) yield held
      held = item
    }
  } catch (error) {
    const isCut = AdapterError.isInstance(error) && error.kind === 'unavailable'
    if (!isCut || held === undefined) throw error
    yield* end
    return
  }
  if (held !== undefined) yield held
}
