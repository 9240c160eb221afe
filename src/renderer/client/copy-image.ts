import type { AssetId } from '../../shared/domain/ids.ts'
import type { Services } from './services.ts'

/** Puts an image's pixels on the clipboard, for any program. */
export async function copyImage({ client, intents }: Pick<Services, 'client' | 'intents'>, id: AssetId): Promise<void> {
  const { isScaled } = await client.call('library.copyPicture', { id })
  const text = isScaled ? 'Image copied, scaled down to the clipboard’s 50 megapixels.' : 'Image copied.'
  intents.send({ do: 'notify', notice: { level: 'done', text } })
}
