import { formatLocale } from '../../shared/messages/formats.ts'
import { dialog, type BrowserWindow } from 'electron'
import * as messages from '../../shared/messages/en/dialogs.ts'
import { formatMoney } from '../../shared/util/format-money.ts'
import type { AgentLimitsQuestion, CapsQuestion } from '../ipc/index.ts'
import type { SpendRequest } from '../jobs/attempt-ledger.ts'
import type { AddressQuestion } from '../providers/core/address-consent.ts'

/** Windows that are showing a question. */
const asking = new WeakSet<BrowserWindow>()

interface Question {
  readonly message: string
  readonly detail: string
  /** Label of the confirm button. */
  readonly button: string
}

/**
 * Asks for the user's consent. Cancel is the default, so that a stray key press confirms nothing; a second question at
 * the same time is answered with no.
 */
export async function confirm(window: BrowserWindow, { message, detail, button }: Question): Promise<boolean> {
  if (asking.has(window)) return false
  asking.add(window)
  try {
    const { response } = await dialog.showMessageBox(window, {
      type: 'warning',
      message,
      detail,
      buttons: [messages.cancel, button],
      defaultId: 0,
      cancelId: 0,
      noLink: true,
    })
    return response === 1
  } finally {
    asking.delete(window)
  }
}

export function addressQuestion({ label, address, secret }: AddressQuestion): Question {
  const { host } = new URL(address)
  const button = messages.confirmAddress
  switch (secret) {
    case 'key':
      return { message: messages.keyQuestion({ label, host }), detail: messages.keyDetail({ address }), button }
    case 'login':
      return { message: messages.loginQuestion({ label, host }), detail: messages.loginDetail({ address }), button }
    case null:
      return { message: messages.addressQuestion({ host, label }), detail: messages.addressDetail({ address }), button }
  }
}

const capLabels = { perRunUsd: messages.perRun, perDayUsd: messages.perDay, perMonthUsd: messages.perMonth } as const

export function capsQuestion({ from, to }: CapsQuestion): Question {
  const lines = (['perRunUsd', 'perDayUsd', 'perMonthUsd'] as const).flatMap((name) => {
    if (from !== null && from[name] === to[name]) return []
    const limit = capLabels[name]
    const newAmount = amount(to[name])
    if (from === null) return [messages.limitLine({ limit, amount: newAmount })]
    return [messages.limitChange({ limit, before: amount(from[name]), after: newAmount })]
  })
  const over = to.onOver === 'ask' ? messages.overLimitAsks : messages.overLimitStops
  const isSame = from !== null && from.onOver === to.onOver
  const detail = [...lines, ...(isSame ? [] : [messages.overLimit({ action: over })])].join('\n')
  if (from === null) return { message: messages.newLimitsQuestion, detail, button: messages.confirmNewLimits }
  return { message: messages.changedLimitsQuestion, detail, button: messages.confirmChangedLimits }
}

export function agentLimitsQuestion({ from, to }: AgentLimitsQuestion): Question {
  const lines = (['perSessionUsd', 'perDayUsd'] as const).flatMap((name) =>
    from[name] === to[name]
      ? []
      : [messages.limitChange({ limit: agentLimitLabels[name], before: amount(from[name]), after: amount(to[name]) })],
  )
  return { message: messages.agentLimitsQuestion, detail: lines.join('\n'), button: messages.confirmChangedLimits }
}

const agentLimitLabels = { perSessionUsd: messages.perSession, perDayUsd: messages.perDay } as const

export function agentHttpQuestion(port: number): Question {
  return {
    message: messages.agentHttpQuestion,
    detail: messages.agentHttpDetail({ port }),
    button: messages.confirmAgentHttp,
  }
}

/** Names the amount, the services, and the limit that is exceeded. */
export function spendingQuestion({ services, usd, unpriced, reasons }: SpendRequest): Question {
  const price = formatMoney(usd)
  const requests = messages.unpricedRequests({ count: unpriced })
  const unknown = usd > 0 ? messages.costAnd({ amount: price, requests }) : requests
  const where = new Intl.ListFormat(formatLocale).format(services)
  return {
    message: messages.exceedLimitQuestion({ where }),
    detail: [messages.costLine({ amount: unpriced === 0 ? price : unknown }), ...reasons, messages.nothingSentYet].join(
      '\n',
    ),
    button: messages.sendAnyway,
  }
}

function amount(usd: number | null): string {
  return usd === null ? messages.noLimit : formatMoney(usd)
}
