import type { RequestPlan, Warning } from '../../../../shared/domain/generation.ts'

/** Warnings that more than one of these plans has, once each: repeating them for each model would bury the others. */
export function sharedWarnings(plans: readonly (RequestPlan | null)[]): readonly Warning[] {
  const seen = new Set<string>()
  const shared = new Map<string, Warning>()
  for (const plan of plans) {
    for (const warning of new Map(plan?.warnings.map((each) => [each.message, each])).values()) {
      if (seen.has(warning.message)) shared.set(warning.message, warning)
      seen.add(warning.message)
    }
  }
  return [...shared.values()]
}
