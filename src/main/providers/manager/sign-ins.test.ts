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
  it('signs in once for concurrent calls and reuses the token until it expires', async () => {
    const { ask: headersFor, clock } = stage()
    const both = await Promise.all([headersFor(account('ada')), headersFor(account('ada'))])
    expect(both.map(({ authorization }) => authorization)).toEqual(['Bearer token-1', 'Bearer token-1'])
    clock.advance(3_569_000)
    expect((await headersFor(account('ada')))['authorization']).toBe('Bearer token-1')
    clock.advance(2_000)
    expect((await headersFor(account('ada')))['authorization']).toBe('Bearer token-2')
  })

  it.each([-7_200_000, 7_200_000])('does not use an expired token after the clock was set by %i ms', async (byMs) => {
    const { ask: headersFor, clock } = stage()
    await headersFor(account('ada'))
    clock.jump(byMs)
    clock.advance(3_571_000)
    expect((await headersFor(account('ada')))['authorization']).toBe('Bearer token-2')
  })

  it('keeps accounts apart and signs in again after forget', async () => {
    const { ask: headersFor, signIns } = stage()
    await headersFor(account('ada'))
    expect((await headersFor(account('bob')))['authorization']).toBe('Bearer token-2')
    signIns.forget('openai')
    expect((await headersFor(account('ada')))['authorization']).toBe('Bearer token-1')
    signIns.forget('bfl')
    expect((await headersFor(account('ada')))['authorization']).toBe('Bearer token-3')
  })

  it('uses an API key unchanged', async () => {
    const { ask: headersFor } = stage()
    expect(await headersFor({ type: 'key', key: 'abc' })).toEqual({ authorization: 'Bearer abc' })
  })

  it('retries after a failed sign-in', async () => {
    const clock = createFakeClock()
    const signIns = createSignIns(clock)
    let isDown = true
    const adapter = lumen({
      signIn: async () => {
        if (isDown) throw new Error('no network')
        return { headers: { authorization: 'Bearer t' }, expiresAtMs: clock.nowMs() + 60_000 }
      },
    })
    const headersFor = () => signIns.headersFor(adapter, account('ada'), run)
    await expect(headersFor()).rejects.toThrow('no network')
    isDown = false
    expect(await headersFor()).toEqual({ authorization: 'Bearer t' })
  })
})
