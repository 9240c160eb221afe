import { isLooser } from '../../../shared/domain/ledger.ts'
import { AppError } from '../../../shared/errors/index.ts'
import * as messages from '../../../shared/messages/en/dialogs.ts'
import type { HandlerContext, HandlersOf } from '../handler-context.ts'
import { forward } from '../forward.ts'

export function createMoneyHandlers({
  services,
  settings,
  desktop,
  handles,
}: HandlerContext): HandlersOf<'ledger'> & HandlersOf<'money'> {
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
  }
}
