import type { Intent, Services } from '../client/index.ts'
import type { ShellStore } from './create-shell-store.ts'

interface Parts {
  readonly services: Services
  readonly shell: ShellStore
}

/** At once where it is clear by what; otherwise a dialog asks, or says what is missing. */
export async function upscaleImages(
  { services, shell }: Parts,
  { ids, documentId, factor }: Intent & { do: 'upscale' },
): Promise<void> {
  try {
    const { quickUpscaler, startUpscale } = await import('../features/upscale/place.ts')
    const providers = services.providers.store.getState().providers ?? []
    const { upscaler: last } = services.settings.store.getState()
    const upscaler = factor === null ? null : quickUpscaler(providers, last, factor)
    if (upscaler === null || factor === null) {
      shell.setState({ overlay: { is: 'upscale', ids, documentId, factor } })
    } else {
      await startUpscale(services, { ids, documentId, upscaler, factor })
    }
  } catch (error) {
    services.intents.send({ do: 'report', error })
  }
}
