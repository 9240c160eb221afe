import { describe, expect, it } from 'vitest'
import { requireConsent, type AddressQuestion } from './address-consent.ts'

type Change = Parameters<typeof requireConsent>[0]

/** Returns the outcome of a change, what was asked, and whether the key was allowed for the host. */
async function tryChange(overrides: Partial<Change>, response = true) {
  const questions: AddressQuestion[] = []
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
      questions.push(question)
      return response
    },
    ...overrides,
  }).catch((thrown: { code: string }) => thrown.code)
  return { outcome, asked: questions, isAllowed }
}

describe('requireConsent', () => {
  it('asks before sending the key to a new host and allows that host once confirmed', async () => {
    const question = { label: 'Lumen', address: 'https://gateway.example/v1', secret: 'key' }
    expect(await tryChange({})).toEqual({ outcome: question.address, asked: [question], isAllowed: true })
    expect(await tryChange({}, false)).toEqual({ outcome: 'request/cancelled', asked: [question], isAllowed: false })
  })

  it('does not ask for another path of the same host or for a host the key was entered for', async () => {
    const to = 'https://api.lumen.example/eu'
    expect(await tryChange({ to })).toEqual({ outcome: to, asked: [], isAllowed: false })
    expect((await tryChange({ permission: async () => 'given' })).asked).toEqual([])
    expect((await tryChange({ to: 'https://api.lumen.example:8443' })).asked).toHaveLength(1)
    expect((await tryChange({ to: 'http://api.lumen.example' })).asked).toHaveLength(1)
  })

  it('asks even without a key, because prompts and images are sent there', async () => {
    const { asked: questions, isAllowed } = await tryChange({ permission: async () => 'none' })
    expect(questions).toMatchObject([{ secret: null }])
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

  it('does not ask when returning to the default address unless the key belongs to another host', async () => {
    const back = { from: 'https://gateway.example', to: 'https://api.lumen.example', isOwn: true }
    expect((await tryChange({ ...back, permission: async () => 'none' })).asked).toEqual([])
    expect((await tryChange(back)).asked).toHaveLength(1)
  })

  it('treats an unreadable current address as another host', async () => {
    expect((await tryChange({ from: 'not an address' })).asked).toHaveLength(1)
  })
})
