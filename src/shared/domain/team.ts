import { z } from 'zod'
import { teamFolderSchema } from './guarded-values.ts'

const amountSchema = z.number().positive().max(1_000_000).nullable()

/** In USD, of all members together; null = none. Days and months are those of UTC, by the clock of the team folder. */
export const teamLimitsSchema = z.strictObject({ perDayUsd: amountSchema, perMonthUsd: amountSchema })
export type TeamLimits = z.output<typeof teamLimitsSchema>

export const teamSettingsSchema = z.object({
  /** Absolute path of the folder that the members share; null = no team. */
  folder: teamFolderSchema.nullable().default(null),
  /** Name shown to the other members; null = the name of the account on this computer. */
  member: z.string().trim().min(1).max(80).nullable().default(null),
})
export type TeamSettings = z.output<typeof teamSettingsSchema>

/** What one member, which is one library on one computer, has spent. USD. */
export const teamMemberSchema = z.object({
  id: z.string(),
  name: z.string(),
  computer: z.string(),
  /** This library. */
  isSelf: z.boolean(),
  /** Reserved amounts included. */
  todayUsd: z.number(),
  monthUsd: z.number(),
  /** Requests whose outcome is unknown so far; included in the sums. */
  openUsd: z.number(),
})
export type TeamMember = z.output<typeof teamMemberSchema>

export const teamViewSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('off') }),
  /** No paid request is sent. `message`: why, for display. */
  z.object({ type: z.literal('unavailable'), folder: z.string(), message: z.string() }),
  z.object({
    type: z.literal('ready'),
    folder: z.string(),
    /** null = none has been set yet, so no paid request is sent. */
    limits: teamLimitsSchema.nullable(),
    /** In UTC: `2026-11-26`. */
    day: z.iso.date(),
    todayUsd: z.number(),
    monthUsd: z.number(),
    /** By what they spent this month. */
    members: z.array(teamMemberSchema),
  }),
])
export type TeamView = z.output<typeof teamViewSchema>

/** Whether the second limits allow more spending than the first; `from`: null = nothing may be spent yet. */
export function areTeamLimitsRaised(from: TeamLimits | null, to: TeamLimits): boolean {
  if (from === null) return true
  const names = ['perDayUsd', 'perMonthUsd'] as const
  return names.some((name) => (to[name] ?? Number.POSITIVE_INFINITY) > (from[name] ?? Number.POSITIVE_INFINITY))
}
