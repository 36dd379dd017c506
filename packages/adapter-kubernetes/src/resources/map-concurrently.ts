/** Maps items with at most `concurrency` of them under way, and yields the results in the order of the items. */
export async function* mapConcurrently<Item, Result>(
  items: Iterable<Item>,
  concurrency: number,
  map: (item: Item) => Promise<Result>,
): AsyncGenerator<Result> {
  const underWay: Promise<Result>[] = []
  for (const item of items) {
    const result = map(item)
    // Whoever awaits it hears of a failure; where an earlier one ended the stream, nobody does.
    result.catch(() => undefined)
    underWay.push(result)
    const first = underWay.length >= concurrency ? underWay.shift() : undefined
    if (first !== undefined) yield await first
  }
  for (const result of underWay) yield await result
}
