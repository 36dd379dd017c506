import { createHash } from 'node:crypto'
import type { World } from '../world.ts'

/** An account as GitHub's answers show it. */
export const renderUser = (world: World, login: string): object => ({
  login,
  id: Number.parseInt(createHash('sha256').update(login).digest('hex').slice(0, 7), 16),
  node_id: `U_${Buffer.from(login).toString('base64url')}`,
  type: world.account(login).kind,
  site_admin: false,
})
