import { validationFailed } from '../validation-failed.ts'
import type { Call } from './route.ts'

/** Throws a 422 for a text that is longer than GitHub stores. */
export const checkBody = (call: Call, body: string | null | undefined): void => {
  const most = call.repository.world.limits.bodyCharacters
  if ((body ?? '').length <= most) return
  const message = `body is too long (maximum is ${most} characters)`
  throw validationFailed({ resource: 'Issue', code: 'custom', field: 'body', message })
}
