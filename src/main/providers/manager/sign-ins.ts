import { createHash } from 'node:crypto'
import { startTimer, type Clock } from '../../platform/clock.ts'
import type { Credential, ProviderAdapter, SignedIn } from '../core/adapter.ts'
import type { Call } from '../core/call.ts'

type Headers = Readonly<Record<string, string>>

/** Caches the result of signing in until it expires, in memory only. */
export interface SignIns {
  /** `run` makes a call without a credential. */
  headersFor(
    adapter: ProviderAdapter,
    credential: Credential,
    run: (work: (call: Call) => Promise<SignedIn | null>) => Promise<SignedIn | null>,
  ): Promise<Headers>
  /** The headers were rejected: the next call signs in again. */
  forget(id: ProviderAdapter['id']): void
}

interface Held extends SignedIn {
  readonly lifeMs: number
  readonly ageMs: () => number
}

/** A token must stay valid for the duration of its request. */
const spareMs = 30_000

export function createSignIns(clock: Clock): SignIns {
  const cache = new Map<string, Promise<Held | null>>()

  /** Both must say so: a timer may rest while the computer sleeps, and a clock may be set back. */
  function isGood(held: Held | null): held is Held {
    if (held === null) return false
    return held.expiresAtMs - spareMs > clock.nowMs() && held.ageMs() < held.lifeMs - spareMs
  }

  async function hold(signingIn: (nowMs: number) => Promise<SignedIn | null>): Promise<Held | null> {
    const [nowMs, ageMs] = [clock.nowMs(), startTimer(clock)]
    const signedIn = await signingIn(nowMs)
    return signedIn && { ...signedIn, lifeMs: signedIn.expiresAtMs - nowMs, ageMs }
  }

  return {
    async headersFor(adapter, credential, run) {
      const { signIn } = adapter
      if (signIn === undefined) return adapter.authorise(credential)
      const name = `${adapter.id} ${digest(credential)}`
      // Calls that start at the same time sign in once.
      const cached = cache.get(name)
      const previous = cached ? await cached.catch(() => null) : null
      if (isGood(previous)) return previous.headers
      const started = hold((nowMs) => run((call) => signIn(credential, call, nowMs)))
      cache.set(name, started)
      const signedIn = await started
      return signedIn?.headers ?? adapter.authorise(credential)
    },
    forget(id) {
      for (const name of cache.keys()) if (name.startsWith(`${id} `)) cache.delete(name)
    },
  }
}

function digest(credential: Credential): string {
  return createHash('sha256').update(JSON.stringify(credential)).digest('hex')
}
