import { deriveUuid } from './derive-uuid.ts'
import type { Access } from './emulator-options.ts'
import type { ResolvedOptions } from './resolve-options.ts'

/** A user of the server: a person, or the user of a worker. */
export interface Account {
  readonly email: string
  readonly userId: string
  readonly access: Access
}

/** Finds the account of an email; an email that the options do not name is a person who may edit. */
export function accountOf(options: ResolvedOptions, email: string): Account {
  const named = [...options.workers, ...options.people].find((candidate) => candidate.email === email)
  return {
    email,
    userId: named?.userId ?? deriveUuid(`user ${email}`),
    access: named?.access ?? 'edit',
  }
}
