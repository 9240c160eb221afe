import { dialog, type BrowserWindow } from 'electron'
import type { AddressQuestion } from '../providers/core/address-consent.ts'

/** Windows that show the question just now. */
const asking = new WeakSet<BrowserWindow>()

/**
 * Asks whether a service may get another host. Cancel is the default, so that no key press meant for something else agrees;
 * a second question at the same time is answered with no.
 */
export async function confirmAddress(window: BrowserWindow, question: AddressQuestion): Promise<boolean> {
  if (asking.has(window)) return false
  asking.add(window)
  try {
    const { response } = await dialog.showMessageBox(window, {
      type: 'warning',
      ...addressWords(question),
      buttons: ['Cancel', 'Use this address'],
      defaultId: 0,
      cancelId: 0,
      noLink: true,
    })
    return response === 1
  } finally {
    asking.delete(window)
  }
}

export function addressWords({ label, address, secret }: AddressQuestion): { message: string; detail: string } {
  const { host } = new URL(address)
  const advice = 'Continue only if you entered this address and trust it.'
  if (secret === null) {
    return { message: `Use ${host} for ${label}?`, detail: `Prompts and images will be sent to ${address}. ${advice}` }
  }
  return {
    message: `Send your ${label} ${secret} to ${host}?`,
    detail: `The ${secret}, prompts, and images will be sent to ${address}. ${advice}`,
  }
}
