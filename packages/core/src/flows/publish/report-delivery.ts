import type { DeliveryStatus } from '../../contract/delivery.ts'
import type { FlowReport } from '../../report/flow-report.ts'

/** Adds to a publish's report how far its units have come; what is not live by now makes it a failed run. */
export function reportDelivery(report: FlowReport, delivery: readonly DeliveryStatus[]): FlowReport {
  const of = (kind: DeliveryStatus['kind']) => delivery.filter((status) => status.kind === kind)
  const [failed, pending, untracked] = [of('failed'), of('pending'), of('untracked')]
  const told = { ...report, delivery }
  if (failed.length > 0) {
    const message = `delivery failed: ${failed.map(describe).join(', ')}`
    return withError(told, { code: 'TIDEWAY_DELIVERY_FAILED', message })
  }
  if (pending.length > 0) {
    const message = `not live yet: ${pending.map(describe).join(', ')}`
    return withError(told, { code: 'TIDEWAY_DELIVERY_PENDING', message })
  }
  const reasons = [...new Set(untracked.flatMap(({ reason }) => reason ?? []))].slice(0, 3)
  const why = reasons.length === 0 ? '' : ` (${reasons.join('; ')})`
  const unknown = untracked.length === 0 ? '' : `; ${untracked.length} not tracked${why}`
  return { ...told, summary: `${report.summary}; ${of('live').length} live${unknown}` }
}

function withError(report: FlowReport, error: NonNullable<FlowReport['error']>): FlowReport {
  return { ...report, outcome: 'failed', summary: `${report.summary}; ${error.message}`, error }
}

function describe({ unit, reason }: DeliveryStatus): string {
  return reason === undefined ? unit : `${unit} (${reason})`
}
