import type { ProviderId } from '../../../shared/domain/provider-id.ts'
import * as messages from '../../../shared/messages/en/provider-manager.ts'
import { isKeyId, type KeyId, type KeyStatus, type Secrets } from '../../secrets/index.ts'

/** What may be shown of a key. */
export type ShownKey = Omit<KeyStatus, 'id'>

/** Caches it, so that the keychain is not queried every time. */
export interface KeyStatuses {
  /** null for a provider that takes no key. */
  get(id: ProviderId): Promise<ShownKey | null>
  /** Queries it again: for a list, and after a key was set or deleted. */
  refresh(id: ProviderId): void
}

interface StatusesOptions {
  readonly secrets: Secrets
  /** A keychain that prompts for a password must not block a list: its response is announced later. */
  readonly patienceMs: number
  readonly onChanged: (id: ProviderId) => void
}

interface Target {
  readonly status: Promise<KeyStatus>
  /** The wait timed out: later calls do not wait. */
  isLate: boolean
}

const notYet: ShownKey = {
  source: null,
  ending: null,
  keychainProblem: messages.keychainSlow,
}

export function createKeyStatuses({ secrets, patienceMs, onChanged }: StatusesOptions): KeyStatuses {
  const targets = new Map<KeyId, Target>()

  function query(id: KeyId): Target {
    let target = targets.get(id)
    if (target === undefined) targets.set(id, (target = { status: secrets.status(id), isLate: false }))
    return target
  }

  return {
    async get(id) {
      if (!isKeyId(id)) return null
      const target = query(id)
      const inTime = await Promise.race([target.status, pause(target.isLate ? 0 : patienceMs)])
      if (inTime !== null) return inTime
      if (!target.isLate) void target.status.then(() => onChanged(id))
      target.isLate = true
      return notYet
    },
    refresh(id) {
      if (isKeyId(id)) targets.delete(id)
    },
  }
}

function pause(ms: number): Promise<null> {
  return new Promise((resolve) => {
    setTimeout(() => resolve(null), ms).unref()
  })
}
