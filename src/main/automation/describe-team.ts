import { z } from 'zod'
import type { TeamView } from '../../shared/domain/team.ts'
import * as messages from '../../shared/messages/en/cli-team.ts'
import { formatMoney } from '../../shared/util/format-money.ts'

const usd = z.number().nullable()

/** The team limit in reports. Days and months are in UTC. */
export const teamReportSchema = z.object({
  folder: z.string(),
  /** Why no paid request is sent; null = nothing stops them but the limit. */
  problem: z.string().nullable(),
  per_day_usd: usd,
  per_month_usd: usd,
  today_usd: usd,
  month_usd: usd,
  members: z.array(
    z.object({
      name: z.string(),
      computer: z.string(),
      is_self: z.boolean(),
      today_usd: z.number(),
      month_usd: z.number(),
      pending_usd: z.number(),
    }),
  ),
})

type TeamInUse = Exclude<TeamView, { type: 'off' }>

export function toTeamReport(view: TeamInUse): z.output<typeof teamReportSchema> {
  const { folder } = view
  if (view.type === 'unavailable') {
    const unknown = { per_day_usd: null, per_month_usd: null, today_usd: null, month_usd: null, members: [] }
    return { folder, problem: view.message, ...unknown }
  }
  return {
    folder,
    problem: view.limits === null ? messages.noTeamLimit : null,
    per_day_usd: view.limits?.perDayUsd ?? null,
    per_month_usd: view.limits?.perMonthUsd ?? null,
    today_usd: view.todayUsd,
    month_usd: view.monthUsd,
    members: view.members.map(({ name, computer, isSelf, todayUsd, monthUsd, openUsd }) => ({
      name,
      computer,
      is_self: isSelf,
      today_usd: todayUsd,
      month_usd: monthUsd,
      pending_usd: openUsd,
    })),
  }
}

/** A line for the team and one for each member; nothing without a team. */
export function describeTeam(view: TeamView): string[] {
  if (view.type === 'off') return []
  if (view.type === 'unavailable') return [view.message]
  const { limits, todayUsd, monthUsd, members } = view
  if (limits === null) return [messages.noTeamLimit]
  const total = messages.teamTotal({
    today: share(todayUsd, limits.perDayUsd),
    month: share(monthUsd, limits.perMonthUsd),
  })
  return [total, ...members.map(describeMember)]
}

function describeMember({ name, computer, isSelf, todayUsd, monthUsd }: TeamInUseMember): string {
  const amounts = { today: formatMoney(todayUsd), month: formatMoney(monthUsd) }
  const who = { name: isSelf ? messages.teamSelf({ name }) : name, computer }
  return `  ${messages.teamMember({ ...who, ...amounts })}`
}

type TeamInUseMember = Extract<TeamView, { type: 'ready' }>['members'][number]

function share(spentUsd: number, limitUsd: number | null): string {
  const spent = formatMoney(spentUsd)
  return limitUsd === null ? spent : messages.teamShare({ spent, limit: formatMoney(limitUsd) })
}
