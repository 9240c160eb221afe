import { defaultExportOptions } from './export-presets.ts'

/** What an older program kept: every field it knew, and the usual for the others. */
export function upgradeExportOptions(found: unknown): unknown {
  if (typeof found !== 'object' || found === null) return found
  const { longestSidePx, includeRecipe, ...known } = found as Record<string, unknown>
  const size = typeof longestSidePx === 'number' && { size: { by: 'longest', px: longestSidePx, mayEnlarge: false } }
  const metadata = includeRecipe === false && { metadata: 'none' }
  return { ...defaultExportOptions, ...size, ...metadata, ...known }
}
