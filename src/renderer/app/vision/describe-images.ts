import type { AssetId } from '../../../shared/domain/ids.ts'
import { toErrorData } from '../../../shared/errors/index.ts'
import * as messages from '../../../shared/messages/en/descriptions.ts'
import type { Notice, Services } from '../../client/index.ts'

const topic = 'describe'

/** One image while a notice waits for it; several are queued, and the Gallery shows how far they are. null = all. */
export async function describeImages(
  { client, intents }: Pick<Services, 'client' | 'intents'>,
  ids: readonly AssetId[] | null,
): Promise<void> {
  const notify = (notice: Notice) => intents.send({ type: 'notify', notice: { topic, ...notice } })
  const work = new AbortController()
  try {
    if (ids?.length === 1 && ids[0] !== undefined) {
      const action = { label: messages.cancel, run: () => work.abort() }
      notify({ level: 'lasting', text: messages.describingImage, action })
      const { caption } = await client.call('vision.describe', { id: ids[0] }, { signal: work.signal })
      return notify({ level: 'done', text: messages.imageDescribed({ caption }) })
    }
    const { added } = await client.call('vision.queueDescriptions', { ids: ids === null ? null : [...ids] })
    notify({ level: 'info', text: added === 0 ? messages.allDescribed : messages.imagesQueued({ count: added }) })
  } catch (error) {
    if (ids?.length === 1) notify({ level: 'info', text: messages.imageNotDescribed })
    if (toErrorData(error).code !== 'request/cancelled') intents.send({ type: 'report', error })
  }
}
