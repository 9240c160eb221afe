import type { EngineFacts } from '../../shared/domain/local-setup.ts'

/** A library that says it is of another release than the one Atelier works with, or does not say. */
export function isOfAnotherRelease({ commit, fits }: Pick<EngineFacts, 'commit' | 'fits'>): boolean {
  if (commit === '' || commit === 'unknown') return true
  return !fits.endsWith(commit) && !commit.startsWith(fits.split('-').at(-1)!)
}
