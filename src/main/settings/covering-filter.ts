import type { ContentFilter } from '../../shared/domain/generation.ts'
import type { Settings } from '../../shared/domain/settings.ts'

/** Returns the rating from which images are covered; null = none are. */
export function coveringFilter({
  safety: { blockNsfw, contentFilter },
}: Pick<Settings, 'safety'>): ContentFilter | null {
  return blockNsfw ? contentFilter : null
}
