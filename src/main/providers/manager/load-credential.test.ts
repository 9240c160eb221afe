import { describe, expect, it } from 'vitest'
import { lumen } from '../../../../test/support/manager-stage.ts'
import { createMemoryKeychain } from '../../../../test/support/memory-keychain.ts'
import { createSecrets } from '../../secrets/index.ts'
import type { CredentialRule, ProviderAdapter } from '../core/adapter.ts'
import { loadCredential } from './load-credential.ts'

const rule = (overrides: Partial<CredentialRule>): CredentialRule => ({
  need: 'required',
  form: 'key',
  pageUrl: null,
  ...overrides,
})
const secrets = (env: Record<string, string> = {}) => createSecrets({ keychain: createMemoryKeychain(), env })
const load = (overrides: Partial<ProviderAdapter>, env: Record<string, string>, key?: string) =>
  loadCredential(lumen(overrides), secrets(env), destination, key)

const destination = { host: 'own', isNamedOutside: false }

const fail = () => Promise.reject(new Error('no keychain'))

describe('loadCredential', () => {
  it('prefers the key of the call', async () => {
    expect(await load({}, { BFL_API_KEY: 'environment-key' }, ' given ')).toMatchObject({
      credential: { type: 'key', key: 'given' },
      secrets: ['given'],
    })
    expect(await load({}, { BFL_API_KEY: 'environment-key' })).toMatchObject({ credential: { key: 'environment-key' } })
    await expect(load({}, {}, ' ')).rejects.toMatchObject({ code: 'credential/missing' })
  })

  it.each(['two words', 'two\nlines', 'ключ-0123456789'])('rejects %j without sending or repeating it', async (key) => {
    const problem: unknown = await load({}, {}, key).catch((thrown: unknown) => thrown)
    expect(problem).toMatchObject({ code: 'credential/rejected', message: expect.stringContaining('Nothing was sent') })
    expect(String(problem)).not.toContain(key)
  })

  it('requires a key only when the service does', async () => {
    await expect(load({}, {})).rejects.toMatchObject({ code: 'credential/missing' })
    const optional = { credential: rule({ need: 'optional' }) }
    expect(await load(optional, {})).toMatchObject({ credential: { type: 'none' } })
    const locked = createSecrets({ keychain: { read: fail, write: fail, remove: fail }, env: {} })
    expect(await loadCredential(lumen(optional), locked, destination, undefined)).toMatchObject({
      credential: { type: 'none' },
    })
    const none = { credential: rule({ need: 'none' }) }
    expect(await load(none, { BFL_API_KEY: 'never-looked-at' })).toMatchObject({ credential: { type: 'none' } })
  })

  it('reads a login whose password contains colons', async () => {
    const overrides = { id: 'a1111', credential: rule({ need: 'optional', form: 'login' }) } as const
    expect(await load(overrides, { ATELIER_A1111_LOGIN: 'ada:a:b c' })).toEqual({
      credential: { type: 'login', user: 'ada', password: 'a:b c' },
      secrets: ['ada:a:b c', 'a:b c'],
      project: undefined,
    })
    for (const text of ['ada', ':x', 'ada:']) {
      const problem = await load(overrides, { ATELIER_A1111_LOGIN: text }).catch((thrown: unknown) => thrown)
      expect(problem).toMatchObject({ code: 'credential/rejected' })
      expect(String(problem)).not.toContain(text)
    }
  })
})
