import type { EngineFacts } from '../../shared/domain/local-setup.ts'

/** Whether a library reports another release than the supported one, or none. */
export function isOfAnotherRelease({ commit, fits }: Pick<EngineFacts, 'commit' | 'fits'>): boolean {
  if (commit === '' || commit === 'unknown') return true
  return !fits.endsWith(commit) && !commit.startsWith(fits.split('-').at(-1)!)
}
