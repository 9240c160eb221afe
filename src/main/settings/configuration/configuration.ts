import type { ImageFormat } from '../../../shared/domain/model-card.ts'
import type { ProviderId } from '../../../shared/domain/provider-id.ts'
import type { Settings } from '../../../shared/domain/settings.ts'

/** What `atelier.yaml` sets for one provider; absent fields are left to the settings. */
export interface ProviderConfiguration {
  readonly isEnabled?: boolean | undefined
  readonly defaultModel?: string | undefined
  /** `1024x1024` or `16:9`. */
  readonly defaultSize?: string | undefined
  readonly baseUrl?: string | undefined
}

/** Where a value is in the settings: `theme`, or `brush` and `sizePx`. */
export type SettingsField = readonly [keyof Settings, string?]

/** One of the user's settings, set by `atelier.yaml`. */
export interface ConfiguredSetting {
  /** As in the file, such as `settings.brush.size`. */
  readonly name: string
  readonly field: SettingsField
  readonly value: unknown
  /** Applies at the start and may be changed in the window until the next one; otherwise the file decides. */
  readonly isInitial: boolean
}

/** Values of `atelier.yaml`. They override the settings; null and absent = not set. */
export interface Configuration {
  readonly defaultProvider: ProviderId | null
  readonly providers: Readonly<Partial<Record<ProviderId, ProviderConfiguration>>>
  readonly output: {
    readonly saveToDisk: boolean | null
    /** Absolute; a relative path is resolved against the file's folder. */
    readonly basePath: string | null
    readonly format: ImageFormat | null
  }
  /** The `settings` block, and `safety` and `fallback` of the `media` block. */
  readonly settings: readonly ConfiguredSetting[]
}

export const noConfiguration: Configuration = {
  defaultProvider: null,
  providers: {},
  output: { saveToDisk: null, basePath: null, format: null },
  settings: [],
}
