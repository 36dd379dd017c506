/** A stream with its items and errors changed. */
export async function* mapStream<Item>(
  items: AsyncIterable<Item>,
  change: (item: Item) => readonly Item[],
  changeError: (error: unknown) => unknown = (error) => error,
): AsyncIterable<Item> {
  try {
    for await (const item of items) yield* change(item)
  } catch (error) {
    throw changeError(error)
  }
}
