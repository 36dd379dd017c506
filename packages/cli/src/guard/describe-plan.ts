import { derivePlannedText, formatUnit, type PublishPlan, parseUnit, reportField } from '@tideway/core'

const sides = { left: 'git', right: 'confighub' } as const

/**
 * A publish plan as a guard’s command reads it: what is decided of every differing unit, and of each write its kind,
 * the revision it expects and the digest of the text. Values of Secrets are `<secret>`.
 */
export function describePlan(plan: PublishPlan, environment: string): string {
  const units = plan.units.map(({ stock, verdict, decided, planned, obstacle }) => ({
    unit: stock.unit,
    unitChange: stock.unitChange,
    verdict,
    ...(obstacle === undefined ? {} : { obstacle: obstacle.message }),
    ...(planned === undefined
      ? {}
      : {
          write: {
            kind: planned.kind,
            expected: planned.expected,
            digest: planned.digest,
            description: planned.description,
          },
        }),
    fields: decided.map((item) => reportField(item, sides)),
  }))
  return `${JSON.stringify({ version: 1, flow: 'publish', environment, blocked: plan.blocked, units }, null, 2)}\n`
}

/** The resources that a publish plan would write, as YAML documents; Secrets are left out. */
export function listResources(plan: PublishPlan, sha256: (text: string) => string): string {
  return formatUnit(
    plan.units.flatMap(({ planned, stock }) => {
      if (planned === undefined) return []
      const texts = { source: stock.gitText, target: stock.headText }
      const parsed = parseUnit(derivePlannedText(planned, texts, sha256))
      if (parsed.kind === 'invalid') throw parsed.error
      return parsed.resources.flatMap(({ value }) => (value['kind'] === 'Secret' ? [] : [value]))
    }),
  )
}
