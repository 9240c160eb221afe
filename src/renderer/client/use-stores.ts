import { useCallback, useEffect } from 'react'
import { useStore } from 'zustand'
import type { Asset } from '../../shared/domain/asset.ts'
import type { CanvasDocument } from '../../shared/domain/canvas-document.ts'
import type { AssetId } from '../../shared/domain/ids.ts'
import type { NamedReference } from '../../shared/domain/named-reference.ts'
import type { ModelRef, ProviderView } from '../../shared/domain/provider.ts'
import type { WindowSettings } from '../../shared/domain/settings.ts'
import { developerName, type DeveloperName } from '../lib/developer-name.ts'
import type { Keymap } from '../lib/keymap/keymap.ts'
import { findModel, isSameModel, type ModelMatch } from '../lib/models/model-ref.ts'
import { selectActiveDocument } from './stores/create-documents-store.ts'
import { useServices } from './services.ts'

export function useActiveDocument(): CanvasDocument | null {
  return useStore(useServices().documents.store, selectActiveDocument)
}

/** Returns an image's record: undefined while it loads, null when the library does not know it. */
export function useAsset(id: AssetId | null): Asset | null | undefined {
  const { assets } = useServices()
  const asset = useStore(assets.store, (state) => (id === null ? null : state.records.get(id)))
  useEffect(() => {
    if (id !== null && asset === undefined) assets.request([id])
  }, [assets, id, asset])
  return asset
}

export function useSettings<T>(select: (settings: WindowSettings) => T): T {
  return useStore(useServices().settings.store, select)
}

/**
 * Returns the file that decides a setting, by its name there or that of its block, such as `settings.keyboard`; null = the
 * window does.
 */
export function useSetInFile(name: string): string | null {
  return useSettings(({ setInFile }) => {
    const isIn = setInFile.names.some((each) => each === name || each.startsWith(`${name}.`))
    return isIn ? setInFile.file : null
  })
}

/** The current keymap. */
export function useKeymap(): Keymap {
  return useStore(useServices().keymap)
}

const none: readonly ProviderView[] = []

/** Every provider; empty until they are loaded. */
export function useProviders(): readonly ProviderView[] {
  return useStore(useServices().providers.store, (state) => state.providers) ?? none
}

/** Returns a function that names what made an image: the model by its card, and the provider. */
export function useDeveloperName(): (provider: string, model: string | null) => DeveloperName {
  const providers = useProviders()
  return useCallback((provider, model) => developerName(providers, provider, model), [providers])
}

/** Finds a model by the ids in a recipe or a job; null if it is no longer listed or no model was used. */
export function useFoundModel(provider: string | null, model: string | null): ModelMatch | null {
  return findModel(useProviders(), { provider, model })
}

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

/** The named references by name; null until they are loaded. `isWanted`: whether to load them. */
export function useReferences(isWanted = true): readonly NamedReference[] | null {
  const { references } = useServices()
  useEffect(() => {
    if (isWanted) references.want()
  }, [references, isWanted])
  return useStore(references.store, (state) => state.all)
}
