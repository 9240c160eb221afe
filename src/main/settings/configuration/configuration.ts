import type { Operation, Safety } from '../../../shared/domain/generation.ts'
import type { ImageFormat } from '../../../shared/domain/model-card.ts'
import type { ModelRef } from '../../../shared/domain/provider.ts'
import type { ProviderId } from '../../../shared/domain/provider-id.ts'

/** What `atelier.yaml` sets for one provider; absent fields are left to the settings. */
export interface ProviderConfiguration {
  readonly isEnabled?: boolean | undefined
  readonly defaultModel?: string | undefined
  /** `1024x1024` or `16:9`. */
  readonly defaultSize?: string | undefined
  readonly baseUrl?: string | undefined
}

/** Values of `atelier.yaml`, read at startup. They override the settings; null and absent = not set. */
export interface Configuration {
  readonly defaultProvider: ProviderId | null
  readonly providers: Readonly<Partial<Record<ProviderId, ProviderConfiguration>>>
  readonly output: {
    readonly saveToDisk: boolean | null
    /** Absolute; a relative path is resolved against the file's folder. */
    readonly basePath: string | null
    readonly format: ImageFormat | null
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
