import type { FillLevel } from './fill-level.ts'
import type { WorkTeam } from './work-team.ts'

/** Placeholder */
export function adaptToRing(team: WorkTeam, level: FillLevel, strength: number): void {
  void level
  void strength
  team.barrier()
}
