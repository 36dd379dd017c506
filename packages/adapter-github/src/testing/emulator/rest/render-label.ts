import type { Label } from '../repository/repository-state.ts'
import { apiUrl } from './links.ts'
import type { Call } from './route.ts'

/** A label as GitHub's answers show it. */
export const renderLabel = (call: Call, label: Label): object => ({
  id: label.id,
  node_id: `LA_${label.id}`,
  url: `${apiUrl(call)}/labels/${encodeURIComponent(label.name)}`,
  name: label.name,
  color: label.color,
  description: label.description,
  default: false,
})
