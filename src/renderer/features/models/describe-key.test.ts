import { describe, expect, it } from 'vitest'
import type { KeyView } from '../../../shared/domain/provider.ts'
import { sampleProvider } from '../../../../test/support/window/sample-providers.ts'
import { canRemoveKey, keyPlaceholder, describeKey } from './describe-key.ts'

const { key } = sampleProvider('bfl', {})
const from = (change: Partial<KeyView>): KeyView => ({ ...key, variable: 'BFL_API_KEY', ...change })

describe('API key labels', () => {
  it.each([
    [{ source: 'keychain' }, 'set · …ab12 · from keychain', true],
    [{ source: 'session' }, 'set · …ab12 · this session only', true],
    [{ source: 'environment' }, 'set · …ab12 · from BFL_API_KEY', false],
    [{ source: 'service-account', ending: null }, 'set · from service account', false],
  ] as const)('describes the source of a key: %o', (change, text, isRemovable) => {
    expect(describeKey(from(change))).toBe(text)
    expect(canRemoveKey(from(change))).toBe(isRemovable)
  })

  it('returns null for a missing key', () => {
    expect(describeKey(from({ source: null }))).toBeNull()
    expect(canRemoveKey(from({ source: null }))).toBe(false)
  })

  it('shows a placeholder for the expected kind of key', () => {
    expect(keyPlaceholder(from({}))).toBe('Paste API key')
    expect(keyPlaceholder(from({ need: 'optional', form: 'login' }))).toBe('user:password, if needed')
  })
})
