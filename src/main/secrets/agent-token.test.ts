import { describe, expect, it } from 'vitest'
import { createMemoryKeychain, noKeychain } from '../../../test/support/memory-keychain.ts'
import { createAgentToken } from './agent-token.ts'

const home = '/home/ann/Atelier'
const never = () => new Promise<never>(() => undefined)

describe('the token for agents', () => {
  it('is created once, and kept over starts in the keychain alone', async () => {
    const keychain = createMemoryKeychain()
    const first = createAgentToken({ keychain, home })
    const [token, again] = await Promise.all([first.get(), first.get()])
    expect(token).toMatch(/^[\w-]{43}$/)
    expect(Buffer.from(token, 'base64url')).toHaveLength(32)
    expect(again).toBe(token)
    expect([...keychain.kept.values()]).toEqual([token])
    expect(await createAgentToken({ keychain, home }).get()).toBe(token)
    expect(await createAgentToken({ keychain, home: '/home/ann/other' }).get()).not.toBe(token)
    expect(keychain.kept.size).toBe(2)
  })

  it('is replaced for good', async () => {
    const keychain = createMemoryKeychain()
    const token = createAgentToken({ keychain, home })
    const old = await token.get()
    await token.regenerate()
    expect(await token.get()).not.toBe(old)
    expect(await createAgentToken({ keychain, home }).get()).toBe(await token.get())
    expect(JSON.stringify([...keychain.kept])).not.toContain(old)
  })

  it('lasts for the session without a keychain', async () => {
    const token = createAgentToken({ keychain: noKeychain, home })
    const first = await token.get()
    expect(await token.get()).toBe(first)
    await token.regenerate()
    expect(await token.get()).not.toBe(first)
    const silent = createAgentToken({ keychain: { read: never, write: never, remove: never }, home, patienceMs: 10 })
    expect(await silent.get()).toMatch(/^[\w-]{43}$/)
  })

  it('stays if the keychain does not take the next one', async () => {
    const keychain = createMemoryKeychain()
    const token = createAgentToken({ keychain, home })
    const old = await token.get()
    keychain.write = () => Promise.reject(new Error(`locked, with ${old}`))
    const failure = await token.regenerate().catch((thrown: unknown) => thrown)
    expect(failure).toMatchObject({ code: 'credential/unavailable' })
    expect(String(failure)).not.toContain(old)
    expect(await token.get()).toBe(old)
  })

  it('in a keychain that cannot be read is not replaced there', async () => {
    const keychain = createMemoryKeychain()
    const old = await createAgentToken({ keychain, home }).get()
    const unreadable = { ...keychain, read: () => Promise.reject(new Error('locked')) }
    expect(await createAgentToken({ keychain: unreadable, home }).get()).not.toBe(old)
    expect([...keychain.kept.values()]).toEqual([old])
  })

  it('that is damaged is replaced', async () => {
    const keychain = createMemoryKeychain()
    await createAgentToken({ keychain, home }).get()
    for (const account of keychain.kept.keys()) keychain.kept.set(account, 'x')
    expect(await createAgentToken({ keychain, home }).get()).toMatch(/^[\w-]{43}$/)
  })
})
