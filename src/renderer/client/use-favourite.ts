import type { ModelRef } from '../../shared/domain/provider.ts'
import { isSameModel } from '../lib/model-ref.ts'
import { useServices } from './services.ts'
import { useSettings } from './use-settings.ts'

/** Whether a model is a favourite, and what changes that. */
export function useFavourite(ref: ModelRef): { readonly isFavourite: boolean; readonly toggle: () => void } {
  const { settings } = useServices()
  const favourites = useSettings((each) => each.favouriteModels)
  const others = favourites.filter((each) => !isSameModel(each, ref))
  const isFavourite = others.length < favourites.length
  return {
    isFavourite,
    toggle: () => settings.change({ favouriteModels: isFavourite ? others : [...favourites, ref] }),
  }
}
