import { AppError } from '../../shared/errors/index.ts'
import { keyFormOf, type KeyId } from './key-names.ts'

const keyLengthMax = 4_096

/** The key without what surrounds it when it is pasted. @throws request/invalid, which never quotes it */
export function requireKey(id: KeyId, key: string): string {
  const trimmed = key.trim()
  if (trimmed === '') throw invalid('The key is empty.')
  if (trimmed.length > keyLengthMax) throw invalid('This is too long for a key.')
  if (keyFormOf(id) === 'login') {
    // A password may have blanks in it, and letters of any alphabet.
    if (/^[^:\s]+:[^\p{Cc}]+$/u.test(trimmed)) return trimmed
    throw invalid('A login is written user:password.')
  }
  if (!/^[\x21-\x7e]+$/.test(trimmed)) throw invalid('This does not look like a key: it must be one word.')
  return trimmed
}

function invalid(what: string): AppError {
  return new AppError('request/invalid', `${what} Nothing was stored.`)
}
