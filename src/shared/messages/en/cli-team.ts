import { plainMessage as message } from '../plain-message.ts'

export const teamTotal = message('Team: today {today} · this month {month}')
export const teamShare = message('{spent} of {limit}')
export const teamMember = message('{name} on {computer}: today {today} · this month {month}')
export const teamSelf = message('{name} (you)')
export const noTeamLimit = message('Team: no limit is set, so paid requests are stopped.')
