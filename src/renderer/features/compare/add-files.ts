import type { AssetId } from '../../../shared/domain/ids.ts'
import { colon } from '../../../shared/messages/formats.ts'
import type { Services } from '../../client/index.ts'

/** Imports dropped files into the library and hands over their images; says what could not be read. */
export async function addFiles(
  { client, intents }: Services,
  dropped: readonly File[],
  add: (ids: readonly AssetId[]) => void,
): Promise<void> {
  try {
    const files = await client.handlesOf(dropped)
    if (files.length === 0) return
    const { imported, failed } = await client.call('library.importFiles', { files })
    add(imported)
    for (const { file, error } of failed.slice(0, 1)) {
      intents.send({ type: 'notify', notice: { level: 'error', text: `${file}${colon}${error.message}` } })
    }
  } catch (error) {
    intents.send({ type: 'report', error })
  }
}
