import type { Operation, Safety } from '../../../shared/domain/generation.ts'
import type { PictureFormat } from '../../../shared/domain/model-card.ts'
import type { ModelRef } from '../../../shared/domain/provider.ts'
import type { ProviderId } from '../../../shared/domain/provider-id.ts'

/** What `atelier.yaml` decides about one provider; what is absent is left to the settings. */
export interface ProviderConfiguration {
  readonly isEnabled?: boolean | undefined
  readonly defaultModel?: string | undefined
  /** `1024x1024` or `16:9`. */
  readonly defaultSize?: string | undefined
  readonly baseUrl?: string | undefined
}

/** `atelier.yaml`, read at the start. It goes before the settings; null and absent = it says nothing. */
export interface Configuration {
  readonly defaultProvider: ProviderId | null
  readonly providers: Readonly<Partial<Record<ProviderId, ProviderConfiguration>>>
  readonly output: {
    readonly saveToDisk: boolean | null
    /** Absolute: a relative one is meant from the file's folder. */
    readonly basePath: string | null
    readonly format: PictureFormat | null
  }
  readonly safety: Readonly<Partial<Safety>>
  readonly fallback: Readonly<Partial<Record<Operation, readonly ModelRef[]>>>
}

export const noConfiguration: Configuration = {
  defaultProvider: null,
  providers: {},
  output: { saveToDisk: null, basePath: null, format: null },
  safety: {},
  fallback: {},
}
