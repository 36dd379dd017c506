import { definePolicy, mergePolicy, type Policy } from '@tideway/core'

/** As the preset `merge`, and the number of replicas is always the operators' to decide. */
export const policy: Policy = definePolicy({
  name: 'our-automation',
  extends: [mergePolicy],
  rules: [{ id: 'capacity', match: { path: '/spec/replicas' }, decide: { take: 'confighub' } }],
})
