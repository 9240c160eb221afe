import type { Recipe } from '../../shared/domain/asset.ts'

const labels: Readonly<Record<string, string>> = { 'content-aware-fill': 'Content-aware fill' }

export function engineLabel(provider: string): string {
  return labels[provider] ?? provider
}

/** What to write under a picture: the engine that made it, or that it came from outside. */
export function originLabel(recipe: Recipe): string {
  if (recipe.operation === 'import' || recipe.provider === null) return 'Imported'
  return engineLabel(recipe.provider)
}
