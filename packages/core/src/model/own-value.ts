/** The value of a key that is the map's own; words like `constructor`, which every object knows, are only keys. */
export function ownValue<Value>(map: Readonly<Record<string, Value>>, key: string): Value | undefined {
  return Object.hasOwn(map, key) ? map[key] : undefined
}
