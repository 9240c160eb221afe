import { createHash, randomBytes } from 'node:crypto'
import { AppError } from '../../shared/errors/index.ts'
import * as messages from '../../shared/messages/en/agents.ts'
import { withTimeout } from '../../shared/util/with-timeout.ts'
import type { Keychain } from './keychain.ts'

/** What programs present that connect over HTTP. Stored in the system's keychain or nowhere. */
export interface AgentToken {
  /** Created on first use. Without a keychain it lasts until the program ends. */
  get(): Promise<string>
  /** Replaces it. @throws credential/unavailable if the keychain keeps the old one, which then stays valid */
  regenerate(): Promise<void>
}

interface AgentTokenOptions {
  readonly keychain: Keychain
  /** Several homes share one keychain. */
  readonly home: string
  /** A locked keychain prompts for a password and may wait forever if there is no user. */
  readonly patienceMs?: number
}

const tokenBytes = 32
const tokenPattern = /^[\w-]{43}$/

interface KeptToken {
  readonly token: string
  readonly keptIn: 'keychain' | 'session'
}

export function createAgentToken({ keychain, home, patienceMs = 30_000 }: AgentTokenOptions): AgentToken {
  const account = `agents-${createHash('sha256').update(home).digest('hex').slice(0, 24)}`
  let current: Promise<KeptToken> | null = null

  /** False or null if the keychain cannot be used. Its errors are dropped: they might quote secrets. */
  const callKeychain = <T, F>(operation: Promise<T>, failed: F): Promise<T | F> =>
    withTimeout(operation, patienceMs, () => failed).catch(() => failed)

  async function save(token: string): Promise<KeptToken> {
    const isKept = await callKeychain(
      keychain.write(account, token).then(() => true),
      false,
    )
    return { token, keptIn: isKept ? 'keychain' : 'session' }
  }

  async function load(): Promise<KeptToken> {
    const stored = await callKeychain(keychain.read(account), undefined)
    if (stored !== undefined && stored !== null && tokenPattern.test(stored)) {
      return { token: stored, keptIn: 'keychain' }
    }
    const token = randomBytes(tokenBytes).toString('base64url')
    // A keychain that cannot be read may hold one that programs use already.
    return stored === undefined ? { token, keptIn: 'session' } : save(token)
  }

  const require = (): Promise<KeptToken> => (current ??= load())

  return {
    get: async () => (await require()).token,
    async regenerate() {
      const { keptIn } = await require()
      const next = await save(randomBytes(tokenBytes).toString('base64url'))
      // Otherwise the old one would be valid again after the next start.
      if (keptIn === 'keychain' && next.keptIn === 'session') {
        throw new AppError('credential/unavailable', messages.tokenNotReplaced)
      }
      current = Promise.resolve(next)
    },
  }
}
