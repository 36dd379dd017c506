/** A stream that goes on, the next time, where it was left; `isEnd` tells the item that ends it. */
export function keepCursor<Item>(
  isEnd: (item: Item) => boolean,
): (items: AsyncIterable<Item>) => AsyncIterable<Item> {
  let seen = 0
  return async function* resume(items) {
    const skipped = seen
    let place = 0
    for await (const item of items) {
      place += 1
      if (!isEnd(item)) seen = place
      if (isEnd(item) || place > skipped) yield item
    }
    seen = 0
  }
}
