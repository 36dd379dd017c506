import type { EmulatedRepository } from './emulated-repository.ts'

/** Counts one more request for which something stays invisible; false once it may be seen. */
export const staysHidden = (repository: EmulatedRepository, key: string): boolean => {
  const left = repository.hidden.get(key) ?? 0
  repository.hidden.set(key, Math.max(0, left - 1))
  return left > 0
}
