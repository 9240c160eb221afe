import { describe, expect, it } from 'vitest'
import { createFakeClock } from '../../../../test/support/fake-clock.ts'
import { lumen } from '../../../../test/support/manager-stage.ts'
import type { Credential, SignedIn } from '../core/adapter.ts'
import type { Call } from '../core/call.ts'
import { createSignIns } from './sign-ins.ts'

const account = (name: string): Credential => ({
  type: 'service-account',
  clientEmail: `${name}@example.iam.gserviceaccount.com`,
  privateKey: 'not a key',
  privateKeyId: null,
  projectId: 'example',
})

/** Signing in is scripted: it makes no call. */
const run = (work: (call: Call) => Promise<SignedIn | null>) => work(undefined as unknown as Call)

function stage(lifetimeMs = 3_600_000) {
  const clock = createFakeClock()
  let times = 0
  const adapter = lumen({
    signIn: async (credential, _call, nowMs) => {
      if (credential.type !== 'service-account') return null
      times++
      return { headers: { authorization: `Bearer token-${times}` }, expiresAtMs: nowMs + lifetimeMs }
    },
  })
  const signIns = createSignIns(clock)
  return { clock, signIns, ask: (credential: Credential) => signIns.headersFor(adapter, credential, run) }
}

describe('createSignIns', () => {
  it('signs in once for calls that begin together, and keeps it until it ends', async () => {
    const { ask, clock } = stage()
    const both = await Promise.all([ask(account('ada')), ask(account('ada'))])
    expect(both.map(({ authorization }) => authorization)).toEqual(['Bearer token-1', 'Bearer token-1'])
    clock.advance(3_569_000)
    expect((await ask(account('ada')))['authorization']).toBe('Bearer token-1')
    clock.advance(2_000)
    expect((await ask(account('ada')))['authorization']).toBe('Bearer token-2')
  })

  it('keeps accounts apart and signs in anew when told', async () => {
    const { ask, signIns } = stage()
    await ask(account('ada'))
    expect((await ask(account('bob')))['authorization']).toBe('Bearer token-2')
    signIns.forget('openai')
    expect((await ask(account('ada')))['authorization']).toBe('Bearer token-1')
    signIns.forget('bfl')
    expect((await ask(account('ada')))['authorization']).toBe('Bearer token-3')
  })

  it('uses a key as it is', async () => {
    const { ask } = stage()
    expect(await ask({ type: 'key', key: 'abc' })).toEqual({ authorization: 'Bearer abc' })
  })

  it('tries again after a failure', async () => {
    const clock = createFakeClock()
    const signIns = createSignIns(clock)
    let isDown = true
    const adapter = lumen({
      signIn: async () => {
        if (isDown) throw new Error('no network')
        return { headers: { authorization: 'Bearer t' }, expiresAtMs: clock.nowMs() + 60_000 }
      },
    })
    const ask = () => signIns.headersFor(adapter, account('ada'), run)
    await expect(ask()).rejects.toThrow('no network')
    isDown = false
    expect(await ask()).toEqual({ authorization: 'Bearer t' })
  })
})
