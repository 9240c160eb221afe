import { describe, expect, it } from 'vitest'
import { createSystemKeychain } from './keychain.ts'

const never = () => new Promise<never>(() => undefined)

describe('createSystemKeychain', () => {
  it('waits for pending calls when closing, and accepts no further ones', async () => {
    const { promise, resolve } = Promise.withResolvers<string | null>()
    const reads: string[] = []
    const keytar = {
      getPassword: (service: string, account: string) => {
        reads.push(`${service}/${account}`)
        return promise
      },
      setPassword: () => Promise.resolve(),
      deletePassword: () => Promise.resolve(true),
    }
    const keychain = createSystemKeychain('Atelier', () => Promise.resolve(keytar))
    const reading = keychain.read('openai')
    await Promise.resolve()
    await Promise.resolve()
    let isClosed = false
    const closing = keychain.close().then(() => {
      isClosed = true
    })
    await new Promise((next) => setImmediate(next))
    expect(isClosed).toBe(false)
    await expect(keychain.read('fal')).rejects.toThrow('ending')
    resolve('a-key')
    expect(await reading).toBe('a-key')
    await closing
    expect(reads).toEqual(['Atelier/openai'])
  })

  it('closes despite a keychain that never responds', async () => {
    const keytar = { getPassword: never, setPassword: never, deletePassword: never }
    const keychain = createSystemKeychain('Atelier', () => Promise.resolve(keytar))
    void keychain.read('openai')
    await new Promise((next) => setImmediate(next))
    await keychain.close()
  }, 10_000)
})
