import { isLooser } from '../../../shared/domain/ledger.ts'
import { teamFolderSchema, type TeamFolder } from '../../../shared/domain/guarded-values.ts'
import { areTeamLimitsRaised } from '../../../shared/domain/team.ts'
import { AppError } from '../../../shared/errors/index.ts'
import * as messages from '../../../shared/messages/en/dialogs.ts'
import * as teamMessages from '../../../shared/messages/en/team.ts'
import type { HandlerContext, HandlersOf } from '../handlers.ts'
import { forward } from '../forward.ts'

export function createMoneyHandlers(
  context: HandlerContext,
): HandlersOf<'ledger'> & HandlersOf<'money'> & HandlersOf<'team'> {
  const { services, settings, desktop, handles } = context
  const ledger = async () => (await services()).ledger
  return {
    ...forward('ledger', ledger, 'list', 'spend', 'totals'),
    'ledger.saveCsv': async (span, { windowId }) => {
      const path = await desktop.chooseTarget(windowId, {
        title: messages.exportSpending,
        name: 'atelier-spending',
        kind: messages.csv,
        extension: 'csv',
      })
      if (path === null) return null
      const rows = await (await ledger()).writeCsv(path, span)
      return { path, file: handles.written(windowId).give(path), rows }
    },
    'money.setCaps': async ({ caps, isResuming }, { windowId }) => {
      const current = await settings.load()
      const isStopped = current.capsProblem !== null
      // While unreadable limits stop all spending, the values in the fields do not count.
      const needsConsent = isStopped ? isResuming : isLooser(current.caps, caps)
      const from = isStopped ? null : current.caps
      if (needsConsent && !(await desktop.confirmCaps(windowId, { from, to: caps }))) throw AppError.cancelled()
      await settings.change({ caps, ...(isResuming && { capsProblem: null }) })
    },
    'money.check': async ({ estimates }) => (await ledger()).check(estimates),
    'money.cheaper': async (request) => {
      const { assets, providers } = await services()
      const source = request.sourceId === null ? null : await assets.records.require(request.sourceId)
      return (await providers()).cheaper(request, source)
    },
    ...createTeamHandlers(context),
  }
}

function createTeamHandlers({ services, settings, desktop }: HandlerContext): HandlersOf<'team'> {
  const team = async () => (await services()).team

  async function confirmLeaving(windowId: number): Promise<void> {
    const { folder } = (await settings.load()).team
    if (folder !== null && !(await desktop.confirmLeaveTeam(windowId, folder))) throw AppError.cancelled()
  }

  async function changeFolder(folder: TeamFolder | null): Promise<void> {
    const current = await settings.load()
    await settings.change({ team: { ...current.team, folder } })
  }

  return {
    'team.view': async () => (await team()).view(),
    'team.join': async (_input, { windowId }) => {
      await confirmLeaving(windowId)
      const path = await desktop.chooseFolder(windowId, null)
      if (path !== null) await changeFolder(teamFolderSchema.parse(path))
      return path !== null
    },
    'team.leave': async (_input, { windowId }) => {
      await confirmLeaving(windowId)
      await changeFolder(null)
    },
    'team.setLimits': async (limits, { windowId }) => {
      if (limits.perDayUsd === null && limits.perMonthUsd === null) {
        throw new AppError('request/invalid', teamMessages.noAmount)
      }
      const { setLimits, limits: read } = await team()
      const from = await read()
      const needsConsent = areTeamLimitsRaised(from, limits)
      if (needsConsent && !(await desktop.confirmTeamLimits(windowId, { from, to: limits }))) throw AppError.cancelled()
      await setLimits(limits)
    },
  }
}
