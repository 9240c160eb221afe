import type { ModelRef } from '../../shared/domain/provider.ts'
import { isSameModel } from '../lib/model-ref.ts'
import { useServices } from './services.ts'
import { useSettings } from './use-settings.ts'

/** Returns whether a model is a favorite, and a function that toggles it. */
export function useFavorite(ref: ModelRef): { readonly isFavorite: boolean; readonly toggle: () => void } {
  const { settings } = useServices()
  const favorites = useSettings((each) => each.favouriteModels)
  const others = favorites.filter((each) => !isSameModel(each, ref))
  const isFavorite = others.length < favorites.length
  return {
    isFavorite,
    toggle: () => settings.change({ favouriteModels: isFavorite ? others : [...favorites, ref] }),
  }
}
