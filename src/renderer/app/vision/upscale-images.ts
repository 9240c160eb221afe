import type { Intent } from '../../client/index.ts'
import { startUpscale } from '../../features/upscale/start-upscale.ts'
import { quickUpscaler } from '../../features/upscale/upscalers.ts'
import type { ShellParts } from '../create-shell-store.ts'

/** Starts at once where the upscaler is clear; otherwise a dialog asks, or says what is missing. */
export async function upscaleImages(
  { services, shell }: ShellParts,
  { ids, documentId, factor }: Intent & { type: 'upscale' },
): Promise<void> {
  try {
    const providers = services.providers.store.getState().providers ?? []
    const { upscaler: last } = services.settings.store.getState()
    const upscaler = factor === null ? null : quickUpscaler(providers, last, factor)
    if (upscaler === null || factor === null) {
      shell.setState({ overlay: { type: 'upscale', ids, documentId, factor } })
    } else {
      await startUpscale(services, { ids, documentId, upscaler, factor })
    }
  } catch (error) {
    services.intents.send({ type: 'report', error })
  }
}
