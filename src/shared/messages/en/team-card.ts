import { message } from '../message.ts'

export const teamLimit = message('Team limit')
export const teamHint = message(
  'One spending limit for several computers, without a server. Choose a network folder that all members can write to. In a synced folder, such as Dropbox, requests sent at the same time can exceed the limit.',
)
export const chooseTeamFolder = message('Choose team folder…')
export const teamFolder = message('Team folder')
export const changeTeamFolder = message('Change…')
export const leaveTeam = message('Leave team…')
export const perDayField = message('Team per day, $')
export const perMonthField = message('Team per month, $')
export const noLimitYet = message('No team limit is set, or the folder is not connected. Paid requests are stopped.')
export const limitsHint = message(
  'For all members together. Days and months are in UTC, by the clock of the folder. Pending and possibly billed requests count at their estimated price. A model without a published price is not used.',
)
export const todayTotal = message('Team today')
export const monthTotal = message('Team this month')
export const members = message('Members')
export const member = message('Member')
export const today = message('Today')
export const thisMonth = message('This month')
export const pending = message('Pending')
export const noMembersYet = message('No member has spent anything this month.')
export const thisComputer = message('{name} (you)')
export const onComputer = message('on {computer}')
export const tryAgain = message('Try again')
