import { dialog, type BrowserWindow } from 'electron'
import { formatMoney } from '../../shared/util/format-money.ts'
import type { CapsQuestion } from '../ipc/index.ts'
import type { SpendRequest } from '../jobs/attempt-book.ts'
import type { AddressQuestion } from '../providers/core/address-consent.ts'

/** Windows that show a question just now. */
const asking = new WeakSet<BrowserWindow>()

interface Question {
  readonly message: string
  readonly detail: string
  /** Of the button that agrees. */
  readonly button: string
}

/**
 * Asks for the person's consent. Cancel is the default, so that no key press meant for something else agrees; a second
 * question at the same time is answered with no.
 */
export async function confirm(window: BrowserWindow, { message, detail, button }: Question): Promise<boolean> {
  if (asking.has(window)) return false
  asking.add(window)
  try {
    const { response } = await dialog.showMessageBox(window, {
      type: 'warning',
      message,
      detail,
      buttons: ['Cancel', button],
      defaultId: 0,
      cancelId: 0,
      noLink: true,
    })
    return response === 1
  } finally {
    asking.delete(window)
  }
}

export function addressWords({ label, address, secret }: AddressQuestion): Question {
  const { host } = new URL(address)
  const button = 'Use this address'
  const advice = 'Continue only if you entered this address and trust it.'
  if (secret === null) {
    const detail = `Prompts and images will be sent to ${address}. ${advice}`
    return { message: `Use ${host} for ${label}?`, detail, button }
  }
  return {
    message: `Send your ${label} ${secret} to ${host}?`,
    detail: `The ${secret}, prompts, and images will be sent to ${address}. ${advice}`,
    button,
  }
}

const capLabels = { perRunUsd: 'One run', perDayUsd: 'A day', perMonthUsd: 'A month' } as const

export function capsWords({ from, to }: CapsQuestion): Question {
  const lines = (['perRunUsd', 'perDayUsd', 'perMonthUsd'] as const).flatMap((name) => {
    if (from !== null && from[name] === to[name]) return []
    const before = from === null ? '' : `${amount(from[name])} → `
    return [`${capLabels[name]}: ${before}${amount(to[name])}`]
  })
  const over = to.onOver === 'ask' ? 'ask' : 'send nothing'
  const isSame = from !== null && from.onOver === to.onOver
  const detail = [...lines, ...(isSame ? [] : [`Over a limit: ${over}`])].join('\n')
  if (from === null) return { message: 'Use these spending limits?', detail, button: 'Use these limits' }
  return { message: 'Allow more spending?', detail, button: 'Change limits' }
}

/** Names the amount, who is paid, and which limit is exceeded. */
export function spendingWords({ services, usd, unpriced, reasons }: SpendRequest): Question {
  const known = usd > 0 || unpriced === 0 ? [formatMoney(usd)] : []
  const unknown =
    unpriced === 0
      ? []
      : [unpriced === 1 ? 'one request without a known price' : `${unpriced} requests without a known price`]
  const where = new Intl.ListFormat('en-US').format(services)
  return {
    message: `Exceed your spending limit at ${where}?`,
    detail: [`Cost: ${[...known, ...unknown].join(' and ')}`, ...reasons, 'Nothing has been sent yet.'].join('\n'),
    button: 'Send anyway',
  }
}

function amount(usd: number | null): string {
  return usd === null ? 'no limit' : formatMoney(usd)
}
