import { describe, expect, it } from 'vitest'
import type { KeyStatus, Secrets } from '../../secrets/index.ts'
import { createKeyStatuses } from './key-statuses.ts'

function stage(patienceMs = 5) {
  const changes: string[] = []
  const answers: ((status: KeyStatus) => void)[] = []
  const secrets = {
    status: () => new Promise<KeyStatus>((resolve) => answers.push(resolve)),
  } as unknown as Secrets
  const statuses = createKeyStatuses({ secrets, patienceMs, onChanged: (id) => changes.push(id) })
  return { statuses, changes, answers }
}

const found: KeyStatus = { id: 'openai', source: 'keychain', ending: 'ab12', keychainProblem: null }

describe('createKeyStatuses', () => {
  it('reads the keychain once until refreshed', async () => {
    const { statuses, answers } = stage(1_000)
    const both = Promise.all([statuses.get('openai'), statuses.get('openai')])
    answers[0]?.(found)
    expect(await both).toEqual([found, found])
    expect(await statuses.get('openai')).toEqual(found)
    expect(answers).toHaveLength(1)
    statuses.refresh('openai')
    void statuses.get('openai')
    expect(answers).toHaveLength(2)
  })

  it('does not wait for a locked keychain and emits a change once it responds', async () => {
    const { statuses, answers, changes } = stage()
    expect(await statuses.get('openai')).toMatchObject({
      source: null,
      keychainProblem: expect.stringContaining('yet'),
    })
    expect(await statuses.get('openai')).toMatchObject({ source: null })
    expect(changes).toEqual([])
    answers[0]?.(found)
    await expect.poll(() => changes).toEqual(['openai'])
    expect(await statuses.get('openai')).toEqual(found)
  })

  it('skips providers without a key', async () => {
    const { statuses, answers } = stage()
    expect(await statuses.get('fake')).toBeNull()
    expect(answers).toEqual([])
  })
})
