import type { AssetId } from '../../../shared/domain/ids.ts'
import { toErrorData } from '../../../shared/errors/index.ts'
import * as messages from '../../../shared/messages/en/backgrounds.ts'
import type { Intent, Notice, Services } from '../../client/index.ts'

const topic = 'remove-background'
/** The other images may still work; anything else would fail for each of them. */
const ofOneImage = /^(vision\/no-subject|media\/|storage\/not-found)/

/** One after the other; a notice says how far it is, cancels, and leads to the results. */
export async function removeBackgrounds(
  { client, intents }: Pick<Services, 'client' | 'intents'>,
  { ids, background }: Pick<Intent & { type: 'remove-backgrounds' }, 'ids' | 'background'>,
): Promise<void> {
  const texts =
    background === null
      ? { working: messages.removing, done: messages.removed, some: messages.removedSome }
      : { working: messages.replacing, done: messages.replaced, some: messages.replacedSome }
  const work = new AbortController()
  const results: AssetId[] = []
  const failures: unknown[] = []

  function notifyWork(number: number): void {
    const text = texts.working({ number, count: ids.length })
    const action = { label: messages.cancel, run: () => work.abort() }
    intents.send({ type: 'notify', notice: { level: 'lasting', topic, text, action } })
  }

  /** Replaces the notice of the work, however that ended. */
  function notifyEnd(): void {
    const [first] = results
    const count = results.length
    if (first === undefined) {
      intents.send({ type: 'notify', notice: { level: 'info', topic, text: texts.done({ count }) } })
      for (const error of failures.slice(0, 1)) intents.send({ type: 'report', error })
      return
    }
    const action = {
      label: messages.show,
      run: () => intents.send({ type: 'show-in-gallery', assetId: first }),
    }
    const reason = failures.length === 0 ? null : toErrorData(failures[0]).message
    const notice: Notice =
      reason === null
        ? { level: 'done', topic, text: texts.done({ count }), action }
        : { level: 'warning', topic, text: texts.some({ count, total: ids.length, reason }), action }
    intents.send({ type: 'notify', notice })
  }

  for (const [index, id] of ids.entries()) {
    notifyWork(index + 1)
    try {
      results.push((await client.call('vision.removeBackground', { id, background }, { signal: work.signal })).id)
    } catch (error) {
      const { code } = toErrorData(error)
      if (code === 'request/cancelled') break
      failures.push(error)
      if (!ofOneImage.test(code)) break
    }
  }
  notifyEnd()
}
