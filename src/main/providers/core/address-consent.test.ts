import { describe, expect, it } from 'vitest'
import { requireConsent, type AddressQuestion } from './address-consent.ts'

type Change = Parameters<typeof requireConsent>[0]

/** Returns the outcome of a change, what was asked, and whether the key was allowed for the host. */
async function tryChange(own: Partial<Change>, response = true) {
  const asked: AddressQuestion[] = []
  let isAllowed = false
  const outcome = await requireConsent({
    label: 'Lumen',
    secret: 'key',
    isLocal: false,
    from: 'https://api.lumen.example/v1',
    to: 'https://gateway.example/v1',
    isOwn: false,
    permission: async () => 'other',
    allow: async () => void (isAllowed = true),
    confirm: async (question) => {
      asked.push(question)
      return response
    },
    ...own,
  }).catch((thrown: { code: string }) => thrown.code)
  return { outcome, asked, isAllowed }
}

describe('requireConsent', () => {
  it('asks before a key goes to a new host, and lets it go there after a yes', async () => {
    const question = { label: 'Lumen', address: 'https://gateway.example/v1', secret: 'key' }
    expect(await tryChange({})).toEqual({ outcome: question.address, asked: [question], isAllowed: true })
    expect(await tryChange({}, false)).toEqual({ outcome: 'request/cancelled', asked: [question], isAllowed: false })
  })

  it('asks nothing for another path of the same host, or for a host the key was given for', async () => {
    const to = 'https://api.lumen.example/eu'
    expect(await tryChange({ to })).toEqual({ outcome: to, asked: [], isAllowed: false })
    expect((await tryChange({ permission: async () => 'given' })).asked).toEqual([])
    expect((await tryChange({ to: 'https://api.lumen.example:8443' })).asked).toHaveLength(1)
    expect((await tryChange({ to: 'http://api.lumen.example' })).asked).toHaveLength(1)
  })

  it('asks without a key too: prompts and images go there', async () => {
    const { asked, isAllowed } = await tryChange({ permission: async () => 'none' })
    expect(asked).toMatchObject([{ secret: null }])
    expect(isAllowed).toBe(false)
    expect((await tryChange({ permission: async () => 'none', to: 'http://127.0.0.1:80' })).asked).toHaveLength(1)
  })

  it.each(['http://127.0.0.1:8188', 'http://localhost:1', 'http://[::1]:8188'])(
    'does not ask for a local program without a key at %s',
    async (to) => {
      const local: Partial<Change> = { isLocal: true, permission: async () => 'none', to }
      expect((await tryChange(local)).asked).toEqual([])
      expect((await tryChange({ ...local, permission: async () => 'other' })).asked).toHaveLength(1)
      expect((await tryChange({ ...local, to: 'http://192.168.1.20:8188' })).asked).toHaveLength(1)
    },
  )

  it('goes back to the service’s own address without a question, unless the key is for another host', async () => {
    const back = { from: 'https://gateway.example', to: 'https://api.lumen.example', isOwn: true }
    expect((await tryChange({ ...back, permission: async () => 'none' })).asked).toEqual([])
    expect((await tryChange(back)).asked).toHaveLength(1)
  })

  it('takes an address that cannot be read for another host', async () => {
    expect((await tryChange({ from: 'not an address' })).asked).toHaveLength(1)
  })
})
