import { createHash, randomBytes } from 'node:crypto'
import { startTimer, type Clock } from '../../platform/clock.ts'

/** What a user was asked to allow. */
export interface AskedCost {
  /** USD; null = unknown. */
  readonly usd: number | null
}

interface Pending extends AskedCost {
  readonly digest: string
  readonly ageMs: () => number
}

const lifetimeMs = 600_000
const pendingMax = 1_000

/**
 * Costs that clients are asking their users about. An answer counts once, for the same tool with the same parameters: what
 * comes back passed through the client.
 */
export class Confirmations {
  readonly #pending = new Map<string, Pending>()
  readonly #clock: Clock

  constructor(clock: Clock) {
    this.#clock = clock
  }

  /** Returns the token that the answer has to bring back. */
  ask(tool: string, parameters: unknown, { usd }: AskedCost): string {
    const [oldest] = this.#pending.keys()
    if (this.#pending.size >= pendingMax && oldest !== undefined) this.#pending.delete(oldest)
    const token = randomBytes(32).toString('base64url')
    this.#pending.set(token, { usd, digest: digestOf(tool, parameters), ageMs: startTimer(this.#clock) })
    return token
  }

  /** null = it was not asked, was answered before, or was about another call. */
  take(token: string | undefined, tool: string, parameters: unknown): AskedCost | null {
    const pending = token === undefined ? undefined : this.#pending.get(token)
    if (token === undefined || pending === undefined) return null
    this.#pending.delete(token)
    const isSame = pending.digest === digestOf(tool, parameters)
    return isSame && pending.ageMs() <= lifetimeMs ? { usd: pending.usd } : null
  }
}

function digestOf(tool: string, parameters: unknown): string {
  return createHash('sha256')
    .update(JSON.stringify([tool, parameters]))
    .digest('hex')
}
