import type { Warning } from '../../../../shared/domain/generation.ts'

/** Collects what a plan has to tell, in the order it was found. */
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
