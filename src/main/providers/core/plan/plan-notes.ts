import type { Warning } from '../../../../shared/domain/generation.ts'

/** Collects the warnings and obstacles of a plan, in the order found. */
export interface PlanNotes {
  readonly warnings: Warning[]
  readonly obstacles: string[]
  warn(code: Warning['code'], message: string): void
  obstruct(message: string): void
}

export function createPlanNotes(): PlanNotes {
  const warnings: Warning[] = []
  const obstacles: string[] = []
  return {
    warnings,
    obstacles,
    warn: (code, message) => warnings.push({ code, message }),
    obstruct: (message) => obstacles.push(message),
  }
}
