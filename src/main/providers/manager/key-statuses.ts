import type { ProviderId } from '../../../shared/domain/provider-id.ts'
import { isKeyId, type KeyId, type KeyStatus, type Secrets } from '../../secrets/index.ts'

/** What may be shown of a key. */
export type ShownKey = Omit<KeyStatus, 'id'>

/** Remembers it, so that the keychain is not asked at every glance. */
export interface KeyStatuses {
  /** null for a provider that takes no key. */
  get(id: ProviderId): Promise<ShownKey | null>
  /** Asks again: at a list, and after a key was set or deleted. */
  refresh(id: ProviderId): void
}

interface StatusesOptions {
  readonly secrets: Secrets
  /** A keychain that asks the person for a password must not hold up a list: its answer is announced later. */
  readonly patienceMs: number
  readonly onChanged: (id: ProviderId) => void
}

interface Asked {
  readonly status: Promise<KeyStatus>
  /** Was waited for in vain: nobody waits a second time. */
  isLate: boolean
}

const notYet: ShownKey = {
  source: null,
  ending: null,
  keychainProblem: 'The keychain has not answered yet. It may be asking for its password.',
}

export function createKeyStatuses({ secrets, patienceMs, onChanged }: StatusesOptions): KeyStatuses {
  const all = new Map<KeyId, Asked>()

  function ask(id: KeyId): Asked {
    let asked = all.get(id)
    if (asked === undefined) all.set(id, (asked = { status: secrets.status(id), isLate: false }))
    return asked
  }

  return {
    async get(id) {
      if (!isKeyId(id)) return null
      const asked = ask(id)
      const inTime = await Promise.race([asked.status, pause(asked.isLate ? 0 : patienceMs)])
      if (inTime !== null) return inTime
      if (!asked.isLate) void asked.status.then(() => onChanged(id))
      asked.isLate = true
      return notYet
    },
    refresh(id) {
      if (isKeyId(id)) all.delete(id)
    },
  }
}

function pause(ms: number): Promise<null> {
  return new Promise((resolve) => {
    setTimeout(() => resolve(null), ms).unref()
  })
}
