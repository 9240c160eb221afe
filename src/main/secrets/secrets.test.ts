import { describe, expect, it } from 'vitest'
import type { AppError } from '../../shared/errors/index.ts'
import type { Keychain } from './keychain.ts'
import { createSecrets } from './secrets.ts'

const key = 'sk-example-1234567890-ab12'

const ownHost = { host: 'own', isNamedOutside: false }

function memoryKeychain(): Keychain & { readonly kept: Map<string, string> } {
  const kept = new Map<string, string>()
  return {
    kept,
    read: async (account) => kept.get(account) ?? null,
    write: async (account, secret) => void kept.set(account, secret),
    remove: async (account) => kept.delete(account),
  }
}

const fail = (...values: string[]) => Promise.reject(new Error(`no transport for ${values.join(' ')}`))
const brokenKeychain: Keychain = { read: fail, write: fail, remove: fail }

async function caught(work: Promise<unknown>): Promise<AppError> {
  return work.then(
    () => expect.fail('it did not fail'),
    (thrown: unknown) => thrown as AppError,
  )
}

describe('createSecrets', () => {
  it('prefers the keychain over the environment', async () => {
    const secrets = createSecrets({ keychain: memoryKeychain(), env: { OPENAI_API_KEY: 'from-environment-9999' } })
    expect(await secrets.get('openai', ownHost)).toEqual({
      type: 'key',
      key: 'from-environment-9999',
      source: 'environment',
    })
    expect(await secrets.status('openai')).toMatchObject({ source: 'environment', ending: '9999' })
    await secrets.set('openai', `  ${key}\n`, { host: 'own' })
    expect(await secrets.get('openai', ownHost)).toMatchObject({ key, source: 'keychain' })
    expect(await secrets.status('openai')).toEqual({
      id: 'openai',
      source: 'keychain',
      ending: 'ab12',
      keychainProblem: null,
    })
    expect(await secrets.delete('openai')).toBe(true)
    expect(await secrets.delete('openai')).toBe(false)
    expect(await secrets.get('openai', ownHost)).toMatchObject({ key: 'from-environment-9999' })
  })

  it('says what to do when there is no key', async () => {
    const secrets = createSecrets({ keychain: memoryKeychain(), env: { FAL_KEY: '  ' } })
    const error = await caught(secrets.get('fal', ownHost))
    expect(error.code).toBe('credential/missing')
    expect(error.message).toContain('FAL_KEY')
    expect(error.detail).toEqual({ lacksKeyOf: 'fal' })
    expect(await secrets.status('fal')).toMatchObject({ source: null, ending: null })
  })

  it('shows no part of a short key', async () => {
    const secrets = createSecrets({ keychain: memoryKeychain(), env: { FAL_KEY: 'short-key' } })
    expect(await secrets.status('fal')).toMatchObject({ source: 'environment', ending: null })
  })

  it('never repeats a key that the keychain refused', async () => {
    const secrets = createSecrets({ keychain: brokenKeychain, env: {} })
    const error = await caught(secrets.set('openai', key, { host: 'own' }))
    expect(error.code).toBe('credential/unavailable')
    expect(error.message).toContain('OPENAI_API_KEY')
    expect(JSON.stringify([error, error.message, error.cause])).not.toContain(key)
  })

  it('uses the environment when there is no keychain', async () => {
    const secrets = createSecrets({ keychain: brokenKeychain, env: { XAI_API_KEY: key } })
    expect(await secrets.get('xai', ownHost)).toMatchObject({ key })
    expect((await caught(secrets.get('bfl', ownHost))).code).toBe('credential/unavailable')
    const status = await secrets.status('xai')
    expect(status).toMatchObject({ source: 'environment', ending: 'ab12' })
    expect(status.keychainProblem).toContain('keychain')
  })

  it('times out on a keychain that does not respond', async () => {
    const silent: Keychain = { ...memoryKeychain(), read: () => new Promise(() => undefined) }
    const secrets = createSecrets({ keychain: silent, env: {}, patienceMs: 5 })
    expect((await caught(secrets.get('openai', ownHost))).message).toContain('does not respond')
  })

  it.each(['', ' \n ', 'two words', 'with\u0007bell', 'x'.repeat(5_000)])('refuses %j as a key', async (text) => {
    const keychain = memoryKeychain()
    const error = await caught(createSecrets({ keychain, env: {} }).set('openai', text, { host: 'own' }))
    expect(error.code).toBe('request/invalid')
    expect(keychain.kept.size).toBe(0)
  })

  it('keeps a key only for the session when requested', async () => {
    const keychain = memoryKeychain()
    const secrets = createSecrets({ keychain, env: { OPENAI_API_KEY: 'from-environment-9999' } })
    await secrets.set('openai', key, { host: 'own', keep: 'session' })
    expect(keychain.kept.size).toBe(0)
    expect(await secrets.get('openai', ownHost)).toEqual({ type: 'key', key, source: 'session' })
    expect(await secrets.status('openai')).toMatchObject({ source: 'session', ending: 'ab12' })
    expect(await createSecrets({ keychain, env: {} }).status('openai')).toMatchObject({ source: null })
    expect(await secrets.delete('openai')).toBe(true)
    expect(await secrets.status('openai')).toMatchObject({ source: 'environment' })
  })

  it('forgets the session key when one is saved to the keychain', async () => {
    const keychain = memoryKeychain()
    const secrets = createSecrets({ keychain, env: {} })
    await secrets.set('openai', 'session-key-000000', { host: 'own', keep: 'session' })
    await secrets.set('openai', key, { host: 'own' })
    keychain.kept.clear()
    expect(await secrets.status('openai')).toMatchObject({ source: null })
  })

  it('keeps and deletes a session key when there is no keychain', async () => {
    const secrets = createSecrets({ keychain: brokenKeychain, env: {} })
    await secrets.set('openai', key, { host: 'own', keep: 'session' })
    const status = await secrets.status('openai')
    expect(status).toMatchObject({ source: 'session' })
    expect(status.keychainProblem).toContain('keychain')
    expect(await secrets.delete('openai')).toBe(true)
    expect((await caught(secrets.delete('openai'))).code).toBe('credential/unavailable')
  })

  it('accepts only user:password for a local server', async () => {
    const secrets = createSecrets({ keychain: memoryKeychain(), env: {} })
    await secrets.set('a1111', ' ada:pass wörd:1 \n', { host: 'own' })
    expect(await secrets.get('a1111', ownHost)).toMatchObject({ key: 'ada:pass wörd:1' })
    for (const text of ['ada', 'ada:', ':secret', 'ada:with\u0007bell']) {
      const error = await caught(secrets.set('a1111', text, { host: 'own' }))
      expect(error).toMatchObject({ code: 'request/invalid' })
      expect(error.message).not.toContain('bell')
    }
  })

  it.each([
    ['openai-compatible', 'ATELIER_OPENAI_COMPATIBLE_KEY'],
    ['comfyui', 'ATELIER_COMFYUI_KEY'],
    ['imagen', 'GOOGLE_API_KEY'],
    ['gemini', 'GOOGLE_API_KEY'],
  ] as const)('finds the key of %s in %s', async (id, variable) => {
    const secrets = createSecrets({ keychain: memoryKeychain(), env: { [variable]: key } })
    expect(await secrets.get(id, ownHost)).toMatchObject({ key, source: 'environment' })
  })
})

describe('a key bound to its hosts', () => {
  const gateway = { host: 'https://gateway.example', isNamedOutside: false }

  it.each(['keychain', 'session'] as const)(
    'is refused for other hosts until allowed: kept in the %s',
    async (keep) => {
      const keychain = memoryKeychain()
      const secrets = createSecrets({ keychain, env: {} })
      await secrets.set('openai', key, { host: 'own', keep })
      expect(await secrets.get('openai', ownHost)).toMatchObject({ key })
      const error = await caught(secrets.get('openai', gateway))
      expect(error.code).toBe('credential/other-host')
      expect(error.message).toContain('gateway.example')
      expect(error.message).not.toContain(key)
      expect(await secrets.permission('openai', gateway.host)).toBe('other')
      await secrets.allow('openai', gateway.host)
      expect(await secrets.permission('openai', gateway.host)).toBe('given')
      expect(await secrets.get('openai', gateway)).toMatchObject({ key })
      expect(await secrets.get('openai', ownHost)).toMatchObject({ key })
      expect((await caught(secrets.get('openai', { ...gateway, host: 'https://other.example' }))).code).toBe(
        'credential/other-host',
      )
    },
  )

  it('is bound to a single host again when replaced', async () => {
    const secrets = createSecrets({ keychain: memoryKeychain(), env: {} })
    await secrets.set('openai', key, { host: 'own' })
    await secrets.allow('openai', gateway.host)
    await secrets.set('openai', `${key}x`, { host: gateway.host })
    expect((await caught(secrets.get('openai', ownHost))).code).toBe('credential/other-host')
  })

  it('is bound at its first use when saved by an earlier version', async () => {
    const keychain = memoryKeychain()
    keychain.kept.set('openai', key)
    const secrets = createSecrets({ keychain, env: {} })
    expect(await secrets.permission('openai', gateway.host)).toBe('other')
    // A host named for one run binds nothing.
    expect(await secrets.get('openai', { ...gateway, isNamedOutside: true })).toMatchObject({ key })
    expect(await secrets.get('openai', ownHost)).toMatchObject({ key })
    expect((await caught(secrets.get('openai', gateway))).code).toBe('credential/other-host')
    expect(await createSecrets({ keychain, env: {} }).permission('openai', 'own')).toBe('given')
  })

  it('may be sent to any host named outside the window', async () => {
    const secrets = createSecrets({ keychain: memoryKeychain(), env: {} })
    await secrets.set('openai', key, { host: 'own' })
    expect(await secrets.get('openai', { ...gateway, isNamedOutside: true })).toMatchObject({ key })
  })

  it('from the environment needs confirmation for another host each time', async () => {
    const secrets = createSecrets({ keychain: memoryKeychain(), env: { OPENAI_API_KEY: key } })
    expect(await secrets.permission('openai', gateway.host)).toBe('other')
    expect(await secrets.permission('openai', 'own')).toBe('given')
    expect(await secrets.get('openai', gateway)).toMatchObject({ key })
    expect(await secrets.permission('fal', gateway.host)).toBe('none')
  })
})
