import { spawn } from 'node:child_process'
import { endOf, firstLineOf, hasDisplay, startVirtualDisplay } from '../setup/display.mjs'
import { withKeychain } from './keychain.mjs'

/**
 * What each window needs exclusively, as environment variables: two windows on one display take focus from each other,
 * and with one keychain each finds the other's keys. On a real screen there is one seat.
 * @typedef {Readonly<Record<string, string>>} Seat
 */

/**
 * Runs `work` with as many seats as windows can be open side by side.
 * @template T
 * @param {number} wanted
 * @param {(seats: readonly Seat[]) => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function withSeats(wanted, work) {
  const isShown = hasDisplay()
  /** @type {(() => Promise<void>)[]} */
  const ends = []
  try {
    const seats = []
    for (let at = 0; at < (isShown ? 1 : wanted); at += 1) {
      const keychain = await startKeychain()
      ends.push(keychain.stop)
      const display = isShown ? null : await startVirtualDisplay()
      if (display !== null) ends.push(display.stop)
      seats.push({ ...keychain.variables, ...(display !== null && { DISPLAY: display.name }) })
    }
    return await work(seats)
  } finally {
    await Promise.all(ends.map((end) => end()))
  }
}

/**
 * Starts a keychain that exits when its standard input closes.
 * @returns {Promise<{ variables: Seat, stop: () => Promise<void> }>}
 */
async function startKeychain() {
  const holder = ['-c', 'echo "$DBUS_SESSION_BUS_ADDRESS"; exec cat >/dev/null']
  const [command, args] = await withKeychain('sh', holder)
  if (command === 'sh') return { variables: {}, stop: () => Promise.resolve() }
  const child = spawn(command, args, { stdio: ['pipe', 'pipe', 'inherit'] })
  const address = await firstLineOf(child, child.stdout, 'The keychain of the tests ended before it was ready.')
  return { variables: { DBUS_SESSION_BUS_ADDRESS: address }, stop: () => endOf(child, () => child.stdin.end()) }
}
