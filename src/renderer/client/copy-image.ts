import type { AssetId } from '../../shared/domain/ids.ts'
import * as messages from '../../shared/messages/en/window.ts'
import type { Services } from './services.ts'

/** Copies an image's pixels to the clipboard, for any program. */
export async function copyImage({ client, intents }: Pick<Services, 'client' | 'intents'>, id: AssetId): Promise<void> {
  const { isScaled } = await client.call('library.copyImage', { id })
  const text = isScaled ? messages.imageCopiedScaled : messages.imageCopied
  intents.send({ type: 'notify', notice: { level: 'done', text } })
}
